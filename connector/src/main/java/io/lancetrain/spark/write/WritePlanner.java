package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.CommitRequest.Append;
import io.lancetrain.spark.dataset.CommitRequest.AppendColumns;
import io.lancetrain.spark.dataset.CommitRequest.Create;
import io.lancetrain.spark.dataset.CommitRequest.Overwrite;
import io.lancetrain.spark.dataset.CommitRequest.Replace;
import io.lancetrain.spark.dataset.RowIds;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.ModeOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.ArrowSchemas;
import io.lancetrain.spark.type.FileVersion;
import io.lancetrain.spark.type.NameMatching;
import io.lancetrain.spark.type.SchemaFit;
import io.lancetrain.spark.type.SchemaFit.Columns;
import io.lancetrain.spark.type.SchemaMerge;
import io.lancetrain.spark.type.SchemaMerge.Merged;
import java.util.Map;
import java.util.Optional;
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

  /**
   * Adds rows; makes the table where there is none. Columns that the rows lack are null in them;
   * those that the table lacks are added with the option {@code mergeSchema}.
   */
  PlannedChange append(StructType rows) {
    if (!(target instanceof ExistingTable table)) {
      return create(rows, Optional.empty());
    }
    TableSnapshot snapshot = table.snapshot();
    requireNewFileVersion(snapshot);
    boolean merges = options.valueOrDefault(ModeOptions.MERGE_SCHEMA);
    Merged merged = merge(rows, snapshot, merges ? Columns.FEWER_OR_MORE : Columns.FEWER);
    if (!merged.table().getFields().equals(snapshot.schema().getFields())) {
      checkCanBeAdded(merged.table(), snapshot);
    } else if (merged.isComplete()) {
      return new PlannedChange(
          "append",
          snapshot.schema(),
          names,
          snapshot.fileVersion(),
          Optional.empty(),
          written -> new Append(snapshot.version().number(), written.fragments()));
    }
    return new PlannedChange(
        "append",
        merged.files(),
        names,
        snapshot.fileVersion(),
        Optional.empty(),
        written ->
            new AppendColumns(
                snapshot.version().number(), merged.table(), merged.files(), written.fragments()));
  }

  /** Replaces all rows; the schema stays unless an option changes it. */
  PlannedChange overwrite(StructType rows) {
    if (!(target instanceof ExistingTable table)) {
      return create(rows, Optional.empty());
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
      schema = keptSchema(rows, snapshot);
      matching = names;
      fileVersion =
          options.value(LanceOptions.FILE_VERSION).isPresent()
                  || !FileVersion.isWritable(snapshot.fileVersion())
                  || !schema.equals(snapshot.schema())
              ? fileVersion(schema)
              : snapshot.fileVersion();
    }
    Map<String, String> tableProperties =
        ClusterColumns.declared(location(), options, properties, rows);
    return new PlannedChange(
        "overwrite",
        schema,
        matching,
        fileVersion,
        Optional.empty(),
        written ->
            new Overwrite(
                snapshot.version().number(),
                schema,
                fileVersion,
                written.fragments(),
                tableProperties));
  }

  /** The table's schema; with the option {@code mergeSchema}, and the rows' further columns. */
  private Schema keptSchema(StructType rows, TableSnapshot snapshot) {
    if (options.valueOrDefault(ModeOptions.MERGE_SCHEMA)) {
      Merged merged = merge(rows, snapshot, Columns.FEWER_OR_MORE);
      if (merged.isComplete()) {
        return merged.table();
      }
    }
    SchemaFit.check(location(), rows, snapshot.schema(), names);
    return snapshot.schema();
  }

  /** Replaces some rows; the schema stays. Makes the table where there is none. */
  PlannedChange replace(StructType rows, ReplacedRows replaced) {
    RowWatch watch = replaced.watch(location(), rows, names);
    if (!(target instanceof ExistingTable table)) {
      return create(rows, Optional.of(watch));
    }
    TableSnapshot snapshot = table.snapshot();
    requireNewFileVersion(snapshot);
    Merged merged = merge(rows, snapshot, Columns.FEWER);
    replaced.filters(location(), snapshot.schema(), Written.of());
    return new PlannedChange(
        replaced.operation(),
        merged.files(),
        names,
        snapshot.fileVersion(),
        Optional.of(watch),
        written ->
            new Replace(
                snapshot.version().number(),
                replaced.filters(location(), snapshot.schema(), written),
                merged.files(),
                written.fragments()));
  }

  private PlannedChange create(StructType rows, Optional<RowWatch> watch) {
    Schema schema = newSchema(rows);
    String fileVersion = fileVersion(schema);
    Map<String, String> tableProperties =
        ClusterColumns.declared(location(), options, properties, rows);
    return new PlannedChange(
        "create",
        schema,
        NameMatching.CASE_SENSITIVE,
        fileVersion,
        watch,
        written -> new Create(schema, fileVersion, written.fragments(), tableProperties));
  }

  private void requireNewFileVersion(TableSnapshot snapshot) {
    if (!FileVersion.isWritable(snapshot.fileVersion())) {
      throw WriteErrors.oldFileVersion(location(), snapshot.fileVersion());
    }
  }

  private void checkCanBeAdded(Schema merged, TableSnapshot snapshot) {
    String needed = FileVersion.required(merged).text();
    if (needed.compareTo(snapshot.fileVersion()) > 0) {
      throw WriteErrors.optionNotUsable(
          ModeOptions.MERGE_SCHEMA.name(),
          "the new columns need data files of Lance file version %s, and those of %s are of %s. Write"
                  .formatted(needed, location(), snapshot.fileVersion())
              + " the whole table again with mode overwrite and option overwriteSchema=true.");
    }
    if (snapshot.rowIds() == RowIds.STABLE) {
      throw WriteErrors.optionNotUsable(
          ModeOptions.MERGE_SCHEMA.name(),
          location()
              + " has stable row ids, and to such a table Lance adds columns and rows in two"
              + " versions only. Add the columns first.");
    }
  }

  private Merged merge(StructType rows, TableSnapshot snapshot, Columns columns) {
    return SchemaMerge.merge(
        location(),
        rows,
        snapshot.schema(),
        names,
        columns,
        options.value(LanceOptions.VECTORS).orElse(Map.of()));
  }

  private String location() {
    return target.location().toString();
  }

  private Schema newSchema(StructType rows) {
    return ArrowSchemas.of(
        rows.asNullable(), options.value(LanceOptions.VECTORS).orElse(Map.of()), properties);
  }

  private String fileVersion(Schema schema) {
    return FileVersion.of(options.value(LanceOptions.FILE_VERSION), schema).text();
  }
}
