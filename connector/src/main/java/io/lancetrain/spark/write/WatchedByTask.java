package io.lancetrain.spark.write;

import io.lancetrain.spark.predicate.ComparableValue;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver whose rows are watched.
 *
 * @param written the fragments
 * @param groups the groups of its rows
 */
record WatchedByTask(WriterCommitMessage written, HashSet<List<ComparableValue>> groups)
    implements WriterCommitMessage {}
