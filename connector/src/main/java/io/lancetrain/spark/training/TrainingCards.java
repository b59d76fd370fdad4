package io.lancetrain.spark.training;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;

/** Fills the card of a layout in. */
final class TrainingCards {
  private TrainingCards() {}

  /** The card of a table that is about to be written. */
  static TrainingCard of(Dataset<Row> rows, TrainingLayout layout, LayoutSize size, String part) {
    return new TrainingCard(
        TrainingCard.LAYOUT_VERSION,
        size.rows(),
        size.fragments(),
        size.rowsPerFragment(),
        layout.shards(),
        layout.batchSize(),
        layout.seed(),
        layout.remainder().name().toLowerCase(Locale.ROOT),
        size.dropped(),
        size.repeated(),
        String.join(",", layout.key()),
        String.join(",", layout.stratifyBy()),
        part,
        hash(rows.schema()),
        source(rows.inputFiles()),
        rows.sparkSession().sparkContext().applicationId());
  }

  private static String hash(StructType schema) {
    try {
      MessageDigest digest = MessageDigest.getInstance("SHA-256");
      byte[] text = schema.asNullable().json().getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(digest.digest(text));
    } catch (NoSuchAlgorithmException impossible) {
      // Every Java platform has SHA-256: see MessageDigest.
      throw new IllegalStateException(impossible);
    }
  }

  /** Where the input's files are: the folder of the first, and how many there are. */
  private static String source(String[] files) {
    if (files.length == 0) {
      return "";
    }
    String folder = files[0].substring(0, Math.max(0, files[0].lastIndexOf('/')));
    return files.length == 1 ? files[0] : folder + " and others, " + files.length + " files";
  }
}
