package io.lancetrain.spark.examples;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.testing.S3Server;
import java.nio.file.Path;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The lines that read a table of the quick start from PySpark and from PyTorch.
 *
 * @param uri the table, {@code s3://bucket/key}
 * @param tag the version to read
 * @param sparkVersion the version of this Spark
 * @param store the server that has it
 * @param directory the server's directory
 */
record ReadElsewhere(String uri, String tag, String sparkVersion, S3Server store, Path directory) {

  /** The lines for the objects as files, which stay; then what differs on a server. */
  String text() {
    return """

        The same table from PySpark (pip install pyspark==%1$s):
          pyspark --jars '%2$s'
          >>> spark.read.format("lance").option("tag", "%3$s").load("%4$s").show()

        and from PyTorch (pip install pylance torch), which may warn of an array that is not writable:
          >>> import lance
          >>> from lance.torch.data import LanceDataset
          >>> table = lance.dataset("%4$s", version="%3$s")
          >>> batches = LanceDataset(table, batch_size=64, columns=["embedding", "label"])
          >>> next(iter(batches))["embedding"].shape

        These lines read the objects as files, since the server stopped with this program. On a server
        that runs the table is "%5$s", with the server's settings; here they were
          pyspark --jars '%2$s'%6$s
          >>> storage = {%7$s}
          >>> table = lance.dataset("%5$s", version="%3$s", storage_options=storage)"""
        .formatted(
            sparkVersion,
            connectorJar(),
            tag,
            directory.resolve(uri.substring("s3://".length())),
            uri,
            sparkSettings(),
            lanceStorageOptions());
  }

  private static String connectorJar() {
    return Path.of(LanceTables.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  private String sparkSettings() {
    return new TreeMap<>(store.sparkSettings())
        .entrySet().stream()
            .map(setting -> " \\\n    --conf " + setting.getKey() + "=" + setting.getValue())
            .collect(Collectors.joining());
  }

  private String lanceStorageOptions() {
    return new TreeMap<>(store.lanceStorageOptions())
        .entrySet().stream()
            .map(option -> "'%s': '%s'".formatted(option.getKey(), option.getValue()))
            .collect(Collectors.joining(", "));
  }
}
