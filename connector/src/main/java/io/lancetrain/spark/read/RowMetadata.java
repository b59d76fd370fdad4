package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.RowIds;
import io.lancetrain.spark.dataset.ScanRequest;
import io.lancetrain.spark.dataset.SplitColumns;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.predicate.FilterColumns;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * A column that Lance knows of each row without its being in the table.
 *
 * @param name as users select it
 * @param dataType as Spark shows it
 * @param comment for {@code DESCRIBE}
 */
public record RowMetadata(String name, DataType dataType, String comment)
    implements MetadataColumn {
  /** The row's id. */
  public static final RowMetadata ROW_ID =
      new RowMetadata("_rowid", DataTypes.LongType, "The id of the row");

  /** Where the row lies: the fragment's id times 2^32, plus its place in the fragment. */
  public static final RowMetadata ROW_ADDRESS =
      new RowMetadata(
          "_rowaddr", DataTypes.LongType, "The fragment's id times 2^32, plus the place in it");

  /** The fragment that holds the row. */
  public static final RowMetadata FRAGMENT_ID =
      new RowMetadata("_fragid", DataTypes.IntegerType, "The id of the fragment");

  /** All of them. */
  public static final List<RowMetadata> ALL = List.of(ROW_ID, ROW_ADDRESS, FRAGMENT_ID);

  static Optional<RowMetadata> named(String name) {
    return ALL.stream().filter(column -> column.name().equals(name)).findFirst();
  }

  /** Whether any of these columns is one. */
  static boolean isAmong(StructType columns) {
    return Arrays.stream(columns.fieldNames()).anyMatch(name -> named(name).isPresent());
  }

  /**
   * What a predicate on a table can name: its columns, and the metadata columns. By a stable row id
   * lance-core 7.0.0 filters only where it also returns it; any other row id is the address.
   *
   * <p>None where Lance would lose nulls of a column with any filter. The address is a sum, which
   * is all that keeps Lance from looking up the rows of a condition that is equal to it; it then
   * fails on every other condition beside that one.
   */
  static FilterColumns filterColumns(TableSnapshot table) {
    String address =
        "(CAST(" + ScanRequest.MetadataColumn.ROW_ADDRESS.columnName() + " AS BIGINT) + 0)";
    if (!SplitColumns.canBeNamed(table.schema())) {
      return FilterColumns.none("a nested column that Lance's SQL cannot name");
    }
    FilterColumns columns =
        FilterColumns.of(table.schema())
            .withRowNumber(ROW_ADDRESS.name(), address)
            .withRowNumber(FRAGMENT_ID.name(), "(" + address + " / 4294967296)");
    return table.rowIds() == RowIds.ADDRESSES
        ? columns.withRowNumber(ROW_ID.name(), address)
        : columns;
  }

  /** Whether a column of this name says at which address each row of a table lies. */
  static boolean isAddress(String name, RowIds rowIds) {
    return name.equals(ROW_ADDRESS.name())
        || (name.equals(ROW_ID.name()) && rowIds == RowIds.ADDRESSES);
  }

  @Override
  public boolean isNullable() {
    return false;
  }
}
