package io.lancetrain.spark.table;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.connection.EndpointCheck;
import io.lancetrain.spark.storage.resolver.StorageReport;
import io.lancetrain.spark.storage.resolver.StorageResolver;
import io.lancetrain.spark.storage.s3a.HadoopSettings;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;

/** From a path and options to a location, with the session's storage settings. */
public final class TableLocator {
  private static final String SPARK_PREFIX = "spark.";
  private static final String HADOOP_PREFIX = SPARK_PREFIX + "hadoop.";
  private static final EndpointCheck ENDPOINT_CHECK = new EndpointCheck(System.getenv());

  private TableLocator() {}

  /**
   * Where a table is and how this session reaches it.
   *
   * @param path a URI or path
   * @param options their {@code storage.} settings come before all others, and they may name a
   *     branch
   */
  public static TableLocation locate(String path, OptionValues options, SparkSession session) {
    TableUri uri = TableUri.parse(path);
    StorageSettings settings = resolver(session).resolve(uri, options.storage());
    ENDPOINT_CHECK.check(uri, settings);
    TableLocation table = new TableLocation(uri, settings);
    return options.value(LanceOptions.BRANCH).map(table::ofBranch).orElse(table);
  }

  /**
   * How this session would reach a table, and from where it takes each setting; asks no store.
   *
   * @param path a URI or path
   */
  public static StorageReport report(String path, OptionValues options, SparkSession session) {
    return resolver(session).report(TableUri.parse(path), options.storage());
  }

  private static StorageResolver resolver(SparkSession session) {
    return new StorageResolver(HadoopSettings.of(hadoop(session)), System.getenv());
  }

  /** Hadoop's settings as Spark's own file sources see them: the context's, then the session's. */
  private static Configuration hadoop(SparkSession session) {
    Configuration hadoop = new Configuration(session.sparkContext().hadoopConfiguration());
    Map<String, String> ofSession = session.sessionState().conf().settings();
    ofSession.forEach(
        (key, value) -> {
          if (key.startsWith(HADOOP_PREFIX)) {
            hadoop.set(key.substring(HADOOP_PREFIX.length()), value);
          }
        });
    ofSession.forEach(
        (key, value) -> {
          if (!key.startsWith(SPARK_PREFIX)) {
            hadoop.set(key, value);
          }
        });
    return hadoop;
  }
}
