package io.lancetrain.spark.write;

import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * When a data file has to be closed so that it stays below 1 GiB. lance-core 7.0.0 looks at the
 * size after each batch, and does not count what its encoders keep: up to 8 MiB for each column.
 */
final class FileLimit {
  private static final long MOST_FILE_BYTES = 1L << 30;
  private static final long ENCODER_BYTES = 8L << 20;

  /** For the last batch, a wide row and the footer. */
  private static final long MARGIN = 32L << 20;

  /** Smaller files would cost more than they save. */
  private static final long LEAST_FILE_BYTES = 64L << 20;

  private FileLimit() {}

  /** The size at which lance-core closes a file, where the user wants it closed at this size. */
  static long bytes(long wanted, Schema schema) {
    long kept = leaves(schema.getFields()) * ENCODER_BYTES;
    return Math.min(wanted, Math.max(LEAST_FILE_BYTES, MOST_FILE_BYTES - MARGIN - kept));
  }

  private static long leaves(List<Field> fields) {
    return fields.stream()
        .mapToLong(field -> field.getChildren().isEmpty() ? 1 : leaves(field.getChildren()))
        .sum();
  }
}
