package io.lancetrain.spark.write;

import java.util.ArrayList;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** What a task tells the driver: the new columns of the fragments whose rows it had. */
record ColumnFiles(ArrayList<ColumnFile> files) implements WriterCommitMessage {}
