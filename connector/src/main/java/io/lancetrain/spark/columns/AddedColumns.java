package io.lancetrain.spark.columns;

import io.lancetrain.spark.dataset.RowIds;
import io.lancetrain.spark.dataset.ScanRequest.MetadataColumn;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.ArrowSchemas;
import io.lancetrain.spark.type.FileVersion;
import io.lancetrain.spark.type.NameMatching;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Which columns a DataFrame adds to a table, and which of its own says to which rows.
 *
 * @param address the ordinal of the column of addresses in the DataFrame
 * @param addressName its name
 * @param columns the new columns as they are written; all of them can be null
 */
record AddedColumns(int address, String addressName, Schema columns) {
  private static final String ROW_ADDRESS = MetadataColumn.ROW_ADDRESS.columnName();
  private static final String ROW_ID = MetadataColumn.ROW_ID.columnName();

  /** Names that say where a row is, and so are never those of new columns. */
  private static final Set<String> PLACES = Set.of(ROW_ADDRESS, ROW_ID, "_fragid");

  /**
   * Decides and checks it.
   *
   * @throws io.lancetrain.spark.error.LanceException where the DataFrame has no address, no new
   *     column, or one that the table has (LANCE_SCHEMA_MISMATCH), or a column that the table
   *     cannot hold
   */
  static AddedColumns of(
      TableSnapshot table, StructType rows, OptionValues options, NameMatching names) {
    String location = table.version().location().toString();
    if (!FileVersion.isWritable(table.fileVersion())) {
      throw WriteErrors.oldFileVersion(location, table.fileVersion());
    }
    String address = addressName(location, table, rows);
    List<StructField> added =
        Arrays.stream(rows.fields()).filter(field -> !PLACES.contains(field.name())).toList();
    if (added.isEmpty()) {
      throw ColumnErrors.unfit(
          location, "the DataFrame has no column beside '" + address + "'. Select those to add.");
    }
    refuseExisting(location, table, added, names);
    StructType columns = new StructType(added.toArray(StructField[]::new)).asNullable();
    Schema schema =
        ArrowSchemas.of(columns, options.value(LanceOptions.VECTORS).orElse(Map.of()), Map.of());
    if (FileVersion.required(schema) != FileVersion.V2_1) {
      throw ColumnErrors.unsupported(
          location,
          "a map or a vector of structs cannot be added yet. Write the table anew with the column.");
    }
    return new AddedColumns(rows.fieldIndex(address), address, schema);
  }

  private static String addressName(String location, TableSnapshot table, StructType rows) {
    List<String> present = Arrays.asList(rows.fieldNames());
    String name = present.contains(ROW_ADDRESS) ? ROW_ADDRESS : ROW_ID;
    if (!present.contains(name)) {
      throw ColumnErrors.unfit(
          location,
          "the DataFrame has no column '_rowaddr' that says to which row each belongs. Read it from"
              + " the table, beside its other columns.");
    }
    if (name.equals(ROW_ID) && table.rowIds() == RowIds.STABLE) {
      throw ColumnErrors.unfit(
          location,
          "its row ids are stable, and do not say where a row is. Use column '_rowaddr' in place of"
              + " '_rowid'.");
    }
    if (!rows.fields()[rows.fieldIndex(name)].dataType().equals(DataTypes.LongType)) {
      throw ColumnErrors.unfit(location, "column '" + name + "' must be a bigint. Do not cast it.");
    }
    return name;
  }

  private static void refuseExisting(
      String location, TableSnapshot table, List<StructField> added, NameMatching names) {
    for (int place = 0; place < added.size(); place++) {
      String name = added.get(place).name();
      boolean exists =
          table.schema().getFields().stream().anyMatch(old -> names.same(old.getName(), name));
      if (exists) {
        throw ColumnErrors.unfit(
            location, "it has a column '" + name + "' already. Use another name, or leave it out.");
      }
      boolean twice =
          added.subList(0, place).stream().anyMatch(field -> names.same(field.name(), name));
      if (twice) {
        throw ColumnErrors.unfit(
            location, "column '" + name + "' appears twice. Rename one of the two.");
      }
    }
  }
}
