package io.lancetrain.spark.columns;

import java.util.ArrayList;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/**
 * What a task tells the driver.
 *
 * @param files the new columns of the fragments whose rows it had
 * @param earlierAttempts how many attempts at the same rows were begun before
 */
record ColumnFiles(ArrayList<ColumnFile> files, int earlierAttempts)
    implements WriterCommitMessage {}
