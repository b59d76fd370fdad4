package io.lancetrain.spark.dataset;

import java.io.Serializable;
import java.util.List;

/**
 * What one native scan reads.
 *
 * @param columns the columns to read, in this order; may be empty
 * @param metadata the metadata columns to read after them
 * @param fragments ids of the fragments to read, in this order
 * @param rows which rows of them
 * @param filter which of those rows
 * @param first how many of the rows that are left, and which; all of them where the rows are a
 *     {@link RowRange} or are aggregated
 * @param aggregation what is returned in place of the rows
 * @param batchRows the most rows of one batch
 */
public record ScanRequest(
    List<String> columns,
    List<MetadataColumn> metadata,
    List<Integer> fragments,
    Rows rows,
    RowFilter filter,
    FirstRows first,
    NativeAggregation aggregation,
    long batchRows)
    implements Serializable {

  /** The same of other rows, in batches of another size. */
  public ScanRequest of(Rows newRows, long newBatchRows) {
    return new ScanRequest(
        columns, metadata, fragments, newRows, filter, first, aggregation, newBatchRows);
  }

  /** The rows of a scan, before the filter: all, or a range. */
  public sealed interface Rows extends Serializable {}

  /** Every row that is not deleted. */
  public record AllRows() implements Rows {}

  /**
   * A range, counted over the rows that are not deleted. Only its pages are read. It cannot be
   * filtered: Lance would count what the filter leaves. Nor can it be aggregated.
   *
   * @param offset rows to skip
   * @param limit rows to read after them
   */
  public record RowRange(long offset, long limit) implements Rows {}

  /**
   * A range of places in one fragment, deleted rows counted too. It may be filtered; Lance then
   * reads the filter's columns of the whole fragment.
   *
   * @param first the row address (the fragment's id times 2^32, plus the place) of the first row
   * @param end the row address after the last row
   */
  public record AddressRange(long first, long end) implements Rows {
    RowFilter filter() {
      return new RowFilter("_rowaddr >= %d AND _rowaddr < %d".formatted(first, end));
    }
  }

  /** What Lance itself knows of a row. */
  public enum MetadataColumn {
    ROW_ID("_rowid"),
    ROW_ADDRESS("_rowaddr");

    private final String columnName;

    MetadataColumn(String columnName) {
      this.columnName = columnName;
    }

    /** The name under which Lance returns it, as a uint64 that is never null. */
    public String columnName() {
      return columnName;
    }
  }
}
