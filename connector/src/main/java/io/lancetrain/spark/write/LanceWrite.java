package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.FileSettings;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import java.util.Optional;
import java.util.UUID;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.Write;

/** A checked write as the planner sees it. */
final class LanceWrite implements Write {
  /** Gateways that cache objects take none that is larger. */
  private static final long HARD_LIMIT = 1L << 30;

  private final WriteTarget target;
  private final PlannedChange change;
  private final Optional<Arrangement> arrangement;
  private final LogicalWriteInfo info;
  private final OptionValues options;
  private final SparkContext context;

  LanceWrite(
      WriteTarget target,
      PlannedChange change,
      Optional<Arrangement> arrangement,
      LogicalWriteInfo info,
      OptionValues options,
      SparkContext context) {
    this.target = target;
    this.change = change;
    this.arrangement = arrangement;
    this.info = info;
    this.options = options;
    this.context = context;
  }

  @Override
  public BatchWrite toBatch() {
    WriteSpec spec =
        new WriteSpec(
            target.location(),
            info.schema(),
            change.schema().toJson(),
            change.names(),
            files(),
            options.valueOrDefault(LanceOptions.BATCH_BYTES),
            UUID.randomUUID().toString());
    return new LanceBatchWrite(
        spec,
        target,
        change,
        arrangement,
        info.queryId(),
        CommitSettings.of(options),
        options.value(LanceOptions.TAG),
        context);
  }

  /** An arrangement's fragments are as large as it says, and a file that is cut breaks it. */
  private FileSettings files() {
    return new FileSettings(
        change.target(),
        change.fileVersion(),
        arrangement
            .map(Arrangement::rowsPerFragment)
            .orElseGet(
                () -> Math.toIntExact(options.valueOrDefault(LanceOptions.MAX_ROWS_PER_FILE))),
        arrangement.isPresent()
            ? HARD_LIMIT
            : options.valueOrDefault(LanceOptions.MAX_BYTES_PER_FILE));
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
