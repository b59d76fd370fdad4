package io.lancetrain.spark.testing;

import io.lancetrain.spark.PathCatalog;
import org.apache.spark.sql.SparkSession;

/** The Spark session that the tests of one JVM share: starting one for each class takes long. */
public final class TestSession {
  private TestSession() {}

  /** The session, with {@code spark.sql.catalog.lance} set. */
  public static SparkSession shared() {
    return Holder.SESSION;
  }

  private static final class Holder {
    private static final SparkSession SESSION = create();

    private static SparkSession create() {
      SparkSession session =
          SparkSession.builder()
              .master("local[2]")
              .appName("lancetrain-tests")
              .config("spark.ui.enabled", false)
              .config("spark.eventLog.enabled", true)
              .config("spark.eventLog.compress", false)
              .config("spark.eventLog.dir", SecretSearch.folder("event-logs").toUri().toString())
              // As the page of the options says: without this Spark shows access keys.
              .config(
                  "spark.redaction.regex",
                  "(?i)secret|password|token|access[._]?key|customer_key|headers")
              .config("spark.sql.shuffle.partitions", 2)
              .config("spark.sql.catalog.lance", PathCatalog.class.getName())
              // java.sql.Timestamp and Date go through a calendar that changes in 1582.
              .config("spark.sql.datetime.java8API.enabled", true)
              // Parquet is the oracle: it is to keep what it is given.
              .config("spark.sql.parquet.outputTimestampType", "TIMESTAMP_MICROS")
              .config("spark.sql.parquet.datetimeRebaseModeInWrite", "CORRECTED")
              .config("spark.sql.parquet.datetimeRebaseModeInRead", "CORRECTED")
              .getOrCreate();
      RunningTasks.listenTo(session.sparkContext());
      return session;
    }
  }
}
