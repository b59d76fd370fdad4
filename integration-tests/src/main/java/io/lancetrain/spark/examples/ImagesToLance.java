package io.lancetrain.spark.examples;

import static org.apache.spark.sql.functions.not;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.examples.ImagesToLanceArguments.TestTable;
import io.lancetrain.spark.examples.ImagesToLanceArguments.UsageException;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A job for {@code spark-submit}: raw images and a labels file in, a Lance table out. {@code
 * --help} lists its arguments. Ends with exit code 0 when the table is written, 2 when the command
 * line cannot be used, 1 when the job fails.
 *
 * @since 0.1.0
 */
public final class ImagesToLance {
  private static final Logger LOG = LoggerFactory.getLogger(ImagesToLance.class);
  private static final int FAILURE = 1;
  private static final int USAGE_ERROR = 2;

  private ImagesToLance() {}

  /** Runs the job; {@code --help} lists the arguments. */
  public static void main(String[] commandLine) {
    if (ImagesToLanceArguments.asksForHelp(commandLine)) {
      System.out.println(ImagesToLanceArguments.help());
      return;
    }
    try {
      run(ImagesToLanceArguments.parse(commandLine));
    } catch (UsageException e) {
      System.err.println("ImagesToLance: " + e.getMessage() + ". Run it with --help.");
      System.exit(USAGE_ERROR);
    } catch (Exception e) {
      LOG.debug("The job failed", e);
      System.err.println("ImagesToLance: " + reason(e));
      System.exit(FAILURE);
    }
  }

  /** What went wrong, without what Spark wraps around it, in one line. */
  private static String reason(Exception failure) {
    Throwable cause = failure;
    while (cause instanceof SparkException && cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return text.lines().findFirst().orElseGet(cause::toString);
  }

  private static void run(ImagesToLanceArguments arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().appName("ImagesToLance").getOrCreate()) {
      Dataset<Row> rows =
          arguments
              .images()
              .labelled(arguments.images().files(spark), arguments.labels())
              .withColumnRenamed("embedding", arguments.vectorColumn());
      if (arguments.test().isEmpty()) {
        write(rows, arguments.output(), arguments);
        return;
      }
      TestTable test = arguments.test().get();
      Column inTest = LabelledImages.inTest(test.fraction());
      // Both tables come from one pass over the raw files.
      rows.persist();
      write(rows.where(not(inTest)), arguments.output(), arguments);
      write(rows.where(inTest), test.output(), arguments);
    }
  }

  private static void write(Dataset<Row> rows, String uri, ImagesToLanceArguments arguments) {
    DataFrameWriter<Row> writer =
        rows.write()
            .format("lance")
            .mode(arguments.mode())
            .option("vectors", arguments.vectorColumn() + ":" + arguments.images().dimension());
    arguments.tag().ifPresent(tag -> writer.option("tag", tag));
    writer.save(uri);
    long version = LanceTables.forPath(rows.sparkSession(), uri).version();
    System.out.println("ImagesToLance: " + uri + " is at version " + version + ".");
  }
}
