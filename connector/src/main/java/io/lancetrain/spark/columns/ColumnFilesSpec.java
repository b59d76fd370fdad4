package io.lancetrain.spark.columns;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.TableVersion;
import io.lancetrain.spark.job.WriteSpec;
import java.io.Serializable;
import java.util.HashMap;

/**
 * What every task knows that writes new columns beside those of a table's fragments.
 *
 * @param files how the file of one fragment is written: as a table of the new columns alone
 * @param version the version whose rows get the columns
 * @param address the ordinal of the column of addresses in the rows
 * @param fragments the fragments of the version, by id
 */
record ColumnFilesSpec(
    WriteSpec files, TableVersion version, int address, HashMap<Integer, FragmentSummary> fragments)
    implements Serializable {}
