package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.CommitRequest.Change;
import io.lancetrain.spark.type.NameMatching;
import java.util.Optional;
import java.util.function.Function;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * What a write will do to the table, decided and checked before the first row.
 *
 * @param operation what the history calls it
 * @param schema the schema of the data files
 * @param names which of the rows' columns is which of the files'
 * @param fileVersion their Lance file version
 * @param watch what is looked at in the rows
 * @param change from what was written to the change that is committed
 */
record PlannedChange(
    String operation,
    Schema schema,
    NameMatching names,
    String fileVersion,
    Optional<RowWatch> watch,
    Function<Written, Change> change) {}
