package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.WrittenFragments;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task tells the driver: the fragments that it wrote. */
record WrittenByTask(WrittenFragments fragments) implements WriterCommitMessage {}
