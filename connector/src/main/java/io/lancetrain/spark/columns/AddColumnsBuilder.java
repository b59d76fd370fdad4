package io.lancetrain.spark.columns;

import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.NameMatching;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;

/** A write that adds columns to the rows of a table, in place of rows. */
public final class AddColumnsBuilder implements SupportsTruncate {
  private final WriteTarget target;
  private final LogicalWriteInfo info;
  private final OptionValues options;

  /**
   * A write that is still to be checked.
   *
   * @param target what it meets
   * @param info the rows' schema and the query
   * @param options the write's options
   */
  public AddColumnsBuilder(WriteTarget target, LogicalWriteInfo info, OptionValues options) {
    this.target = target;
    this.info = info;
    this.options = options;
  }

  @Override
  public AddColumnsBuilder truncate() {
    throw ColumnErrors.unsupported(
        target.location().toString(),
        "mode overwrite replaces its rows. Use mode append with option addColumns.");
  }

  @Override
  public Write build() {
    if (!(target instanceof ExistingTable existing)) {
      throw ColumnErrors.unsupported(
          target.location().toString(),
          "there is no table yet. Write it without option addColumns.");
    }
    SparkSession session = SparkSession.active();
    options.refuseTimeTravel();
    NameMatching names = NameMatching.of(session);
    return new AddColumnsWrite(
        existing.snapshot(),
        AddedColumns.of(existing.snapshot(), info.schema(), options, names),
        info,
        options,
        session.sparkContext());
  }
}
