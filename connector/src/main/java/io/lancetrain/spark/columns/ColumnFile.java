package io.lancetrain.spark.columns;

import io.lancetrain.spark.dataset.WrittenFragments;
import java.io.Serializable;

/**
 * New columns of one fragment.
 *
 * @param fragment the fragment's id
 * @param rows for how many of its rows there were values
 * @param written one fragment, with as many rows as that one has places
 */
record ColumnFile(int fragment, long rows, WrittenFragments written) implements Serializable {}
