package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.CommitRequest.Append;
import io.lancetrain.spark.dataset.CommitRequest.Create;
import io.lancetrain.spark.dataset.CommitRequest.Overwrite;
import io.lancetrain.spark.dataset.FileSettings.Target;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.ArrowSchemas;
import io.lancetrain.spark.type.FileVersion;
import io.lancetrain.spark.type.NameMatching;
import io.lancetrain.spark.type.SchemaFit;
import io.lancetrain.spark.write.WriteTarget.ExistingTable;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;

/** Decides what a write does, and refuses what the table cannot hold, before the first row. */
final class WritePlanner {
  private final WriteTarget target;
  private final OptionValues options;
  private final Map<String, String> properties;
  private final NameMatching names;

  /**
   * A planner.
   *
   * @param properties the table properties that come with the write
   * @param names when a column of the rows is one of a table that exists
   */
  WritePlanner(
      WriteTarget target,
      OptionValues options,
      Map<String, String> properties,
      NameMatching names) {
    this.target = target;
    this.options = options;
    this.properties = properties;
    this.names = names;
  }

  /** Adds rows; makes the table where there is none. */
  PlannedChange append(StructType rows) {
    if (target instanceof ExistingTable table) {
      TableSnapshot snapshot = table.snapshot();
      if (!FileVersion.isWritable(snapshot.fileVersion())) {
        throw WriteErrors.oldFileVersion(target.location().toString(), snapshot.fileVersion());
      }
      checkFits(rows, snapshot);
      return new PlannedChange(
          "append",
          snapshot.schema(),
          names,
          snapshot.fileVersion(),
          Target.REPLACE,
          fragments -> new Append(snapshot.version().number(), fragments));
    }
    return create(rows);
  }

  /** Replaces all rows; the schema stays unless the option {@code overwriteSchema} is set. */
  PlannedChange overwrite(StructType rows) {
    if (!(target instanceof ExistingTable table)) {
      return create(rows);
    }
    TableSnapshot snapshot = table.snapshot();
    Schema schema;
    String fileVersion;
    NameMatching matching;
    if (options.valueOrDefault(LanceOptions.OVERWRITE_SCHEMA)) {
      schema = newSchema(rows);
      matching = NameMatching.CASE_SENSITIVE;
      fileVersion = fileVersion(schema);
    } else {
      checkFits(rows, snapshot);
      schema = snapshot.schema();
      matching = names;
      fileVersion =
          options.value(LanceOptions.FILE_VERSION).isPresent()
                  || !FileVersion.isWritable(snapshot.fileVersion())
              ? fileVersion(schema)
              : snapshot.fileVersion();
    }
    return new PlannedChange(
        "overwrite",
        schema,
        matching,
        fileVersion,
        Target.REPLACE,
        fragments ->
            new Overwrite(snapshot.version().number(), schema, fileVersion, fragments, properties));
  }

  private PlannedChange create(StructType rows) {
    Schema schema = newSchema(rows);
    String fileVersion = fileVersion(schema);
    return new PlannedChange(
        "create",
        schema,
        NameMatching.CASE_SENSITIVE,
        fileVersion,
        Target.REPLACE,
        fragments -> new Create(schema, fileVersion, fragments, properties));
  }

  private Schema newSchema(StructType rows) {
    return ArrowSchemas.of(
        rows.asNullable(), options.value(LanceOptions.VECTORS).orElse(Map.of()), properties);
  }

  private String fileVersion(Schema schema) {
    return FileVersion.of(options.value(LanceOptions.FILE_VERSION), schema).text();
  }

  private void checkFits(StructType rows, TableSnapshot snapshot) {
    SchemaFit.check(snapshot.version().location().toString(), rows, snapshot.schema(), names);
  }
}
