package io.lancetrain.spark.read;

import io.lancetrain.spark.dataset.FirstRows;
import io.lancetrain.spark.dataset.NativeAggregation;
import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.dataset.ScanRequest.MetadataColumn;
import io.lancetrain.spark.dataset.TableVersion;
import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Everything that a scan was told, frozen when it is built. Two scans with equal specs read the
 * same, which lets Spark share one exchange between them.
 *
 * @param version what is read
 * @param columns the columns that Spark wants, in its order, nested ones pruned, metadata columns
 *     among them
 * @param filter which rows Lance returns
 * @param wholeColumns a filter that every row passes: with the others, Lance reads the columns that
 *     it names at once
 * @param rows which of the rows that pass it
 * @param aggregation what Lance returns in place of them
 * @param settings how it is read
 */
record ScanSpec(
    TableVersion version,
    StructType columns,
    RowFilter filter,
    RowFilter wholeColumns,
    PushedRows rows,
    NativeAggregation aggregation,
    ReadSettings settings)
    implements Serializable {
  /** Bytes of a row from which on it pays to fetch its columns alone, after the others' order. */
  private static final long WIDE_ROW = 256;

  /** The same rows; where there is an order, wide columns are read when it has been decided. */
  ScanSpec withLateColumns(RowWidth width) {
    return filter.isNone() && !rows.order().isEmpty() && width.projected() > WIDE_ROW
        ? new ScanSpec(
            version, columns, RowFilter.EVERY_ROW, wholeColumns, rows, aggregation, settings)
        : this;
  }

  /**
   * The same rows, aggregated; no nested column is read for that but by the filter.
   *
   * @param groups the columns of the answer
   */
  ScanSpec aggregated(NativeAggregation newAggregation, StructType groups) {
    return new ScanSpec(version, groups, filter, RowFilter.NONE, rows, newAggregation, settings);
  }

  /** Whether the driver knows which rows are returned, as nothing decides that but their place. */
  boolean isCountable() {
    return filter.isNone() && rows.order().isEmpty() && aggregation.isNone();
  }

  /** What each task returns: all rows of its slice, or as many as all tasks together may. */
  FirstRows firstOfTask() {
    return isCountable() ? FirstRows.ALL : new FirstRows(rows.order(), rows.window().limit());
  }

  /** The table's own columns among those that Spark wants; Lance knows what it aggregates. */
  List<String> dataColumns() {
    if (!aggregation.isNone()) {
      return List.of();
    }
    List<String> names = new ArrayList<>();
    for (StructField field : columns.fields()) {
      if (RowMetadata.named(field.name()).isEmpty()) {
        names.add(field.name());
      }
    }
    return names;
  }

  /** What Lance has to add for the metadata columns; a fragment's id comes from the address. */
  List<MetadataColumn> metadataColumns() {
    Set<MetadataColumn> columnsOfLance = new LinkedHashSet<>();
    Arrays.stream(columns.fields())
        .flatMap(field -> RowMetadata.named(field.name()).stream())
        .map(
            column ->
                column.equals(RowMetadata.ROW_ID)
                    ? MetadataColumn.ROW_ID
                    : MetadataColumn.ROW_ADDRESS)
        .forEach(columnsOfLance::add);
    return List.copyOf(columnsOfLance);
  }
}
