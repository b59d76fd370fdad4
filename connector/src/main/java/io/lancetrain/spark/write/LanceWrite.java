package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.FileSettings;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;

/** A checked write as the planner sees it. */
final class LanceWrite implements Write {
  private final WriteTarget target;
  private final PlannedChange change;
  private final LogicalWriteInfo info;
  private final OptionValues options;
  private final SparkContext context;

  LanceWrite(
      WriteTarget target,
      PlannedChange change,
      LogicalWriteInfo info,
      OptionValues options,
      SparkContext context) {
    this.target = target;
    this.change = change;
    this.info = info;
    this.options = options;
    this.context = context;
  }

  @Override
  public BatchWrite toBatch() {
    FileSettings files =
        new FileSettings(
            change.target(),
            change.fileVersion(),
            Math.toIntExact(options.valueOrDefault(LanceOptions.MAX_ROWS_PER_FILE)),
            options.valueOrDefault(LanceOptions.MAX_BYTES_PER_FILE));
    WriteSpec spec =
        new WriteSpec(
            target.location(),
            info.schema(),
            change.schema().toJson(),
            change.names(),
            files,
            options.valueOrDefault(LanceOptions.BATCH_BYTES));
    return new LanceBatchWrite(
        spec,
        target,
        change,
        info.queryId(),
        CommitSettings.of(options),
        options.value(LanceOptions.TAG),
        context);
  }

  @Override
  public String description() {
    return "lance " + target.location();
  }

  @Override
  public String toString() {
    return description();
  }
}
