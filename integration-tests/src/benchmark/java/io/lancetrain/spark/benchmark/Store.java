package io.lancetrain.spark.benchmark;

import io.lancetrain.spark.testing.S3Server;
import java.io.Serializable;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * Where a contestant finds the tables.
 *
 * @param parquetRoot the directory of the Parquet tables, as Spark names it
 * @param lanceRoot the directory of the Lance tables, as Lance names it
 * @param sparkSettings the settings with which Spark reaches it
 * @param lanceOptions the storage options with which Lance alone reaches it
 */
record Store(
    String parquetRoot,
    String lanceRoot,
    Map<String, String> sparkSettings,
    Map<String, String> lanceOptions)
    implements Serializable {

  static Store localDisk(Path tables) {
    return new Store(tables.toString(), tables.toString(), Map.of(), Map.of());
  }

  static Store bucket(String name, S3Server server) {
    Map<String, String> settings = new HashMap<>(server.sparkSettings());
    // The server knows no ETag of files that were not put through it.
    settings.put("spark.hadoop.fs.s3a.change.detection.version.required", "false");
    return new Store("s3a://" + name, "s3://" + name, settings, server.lanceStorageOptions());
  }

  String parquet(String table) {
    return parquetRoot + "/" + table + ".parquet";
  }

  String lance(String table) {
    return lanceRoot + "/" + table + ".lance";
  }
}
