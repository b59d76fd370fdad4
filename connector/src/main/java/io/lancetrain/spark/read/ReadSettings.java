package io.lancetrain.spark.read;

import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.NanosecondTimestamps;
import io.lancetrain.spark.option.OptionValues;
import java.io.Serializable;
import org.apache.spark.network.util.JavaUtils;
import org.apache.spark.sql.SparkSession;

/**
 * How one scan reads.
 *
 * @param splitBytes about how many bytes of the projected columns one task reads
 * @param batchBytes about how many bytes one batch holds
 * @param readAheadBytes about how many bytes one task fetches before Spark asks for them
 * @param nanoseconds what becomes of nanoseconds that microseconds cannot hold
 */
record ReadSettings(
    long splitBytes, long batchBytes, long readAheadBytes, NanosecondTimestamps nanoseconds)
    implements Serializable {
  private static final String SPARK_SPLIT_BYTES = "spark.sql.files.maxPartitionBytes";
  private static final long BATCH_BYTES = 8L << 20;
  private static final long READ_AHEAD_BYTES = 64L << 20;

  static ReadSettings of(OptionValues options, SparkSession session) {
    return new ReadSettings(
        options
            .value(LanceOptions.SPLIT_BYTES)
            .orElseGet(() -> JavaUtils.byteStringAsBytes(session.conf().get(SPARK_SPLIT_BYTES))),
        options.value(LanceOptions.BATCH_BYTES).orElse(BATCH_BYTES),
        options.value(LanceOptions.READ_AHEAD_BYTES).orElse(READ_AHEAD_BYTES),
        options.value(LanceOptions.NANOSECOND_TIMESTAMPS).orElse(NanosecondTimestamps.EXACT));
  }
}
