package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.CommitRequest;
import io.lancetrain.spark.dataset.CommitRequest.Create;
import io.lancetrain.spark.dataset.TableCommit;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.job.CommitProperties;
import io.lancetrain.spark.job.CommitSettings;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.ArrowSchemas;
import io.lancetrain.spark.type.ColumnDefaults;
import io.lancetrain.spark.type.FileVersion;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/** Makes a table without rows, for {@code CREATE TABLE}. */
public final class EmptyTable {
  private EmptyTable() {}

  /** Commits version 1 with this schema; its NOT NULL columns and its defaults stay so. */
  public static void create(
      TableLocation location,
      StructType columns,
      OptionValues options,
      Map<String, String> properties) {
    Schema schema =
        ColumnDefaults.keptIn(
            ArrowSchemas.of(
                columns, options.value(LanceOptions.VECTORS).orElse(Map.of()), properties),
            columns);
    Map<String, String> declared =
        ClusterColumns.declared(location.toString(), options, properties, columns);
    String fileVersion = FileVersion.of(options.value(LanceOptions.FILE_VERSION), schema).text();
    new TableCommit(
            new CommitRequest(
                location,
                new Create(schema, fileVersion, WrittenFragments.none(), declared),
                CommitProperties.of(
                    SparkSession.active().sparkContext(), "create", CommitSettings.of(options))))
        .execute();
  }
}
