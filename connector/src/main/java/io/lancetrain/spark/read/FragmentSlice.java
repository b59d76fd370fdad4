package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.ScanRequest.Rows;
import java.io.Serializable;
import java.util.List;

/**
 * What one task reads: some fragments as a whole, or a range of the rows of one.
 *
 * @param fragments ids, in the table's order
 * @param rows which rows of them
 */
record FragmentSlice(List<Integer> fragments, Rows rows) implements Serializable {}
