package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.FileSettings;
import io.lancetrain.spark.job.JobCommit;
import io.lancetrain.spark.job.WriteSpec;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.metric.ByteText;
import io.lancetrain.spark.metric.WriteMetric;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.metric.CustomMetric;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;

/** A checked write as the planner sees it: what it does, how the rows shall come, its metrics. */
final class LanceWrite implements RequiresDistributionAndOrdering {
  private final WriteTarget target;
  private final PlannedChange change;
  private final Optional<Arrangement> arrangement;
  private final LogicalWriteInfo info;
  private final OptionValues options;
  private final SparkContext context;
  private final FileSettings files;
  private final RowDistribution distribution;
  private final WriteProgress progress;

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
    this.files = files();
    this.distribution =
        arrangement.isPresent()
            ? RowDistribution.asTheyCome()
            : RowDistribution.of(options, info.schema());
    this.progress = new WriteProgress(target.location());
  }

  @Override
  public Distribution requiredDistribution() {
    return distribution.required();
  }

  /** Spark may split what is too large for one partition, but not an order. */
  @Override
  public boolean distributionStrictlyRequired() {
    return distribution.isSorted();
  }

  @Override
  public SortOrder[] requiredOrdering() {
    return distribution.ordering();
  }

  @Override
  public long advisoryPartitionSizeInBytes() {
    return distribution.advisoryBytes();
  }

  @Override
  public BatchWrite toBatch() {
    WriteSpec spec =
        WriteSpec.of(
            target.location(), info.schema(), change.schema(), change.names(), files, options);
    return new LanceBatchWrite(
        spec,
        target,
        change,
        arrangement,
        new JobCommit(spec, options, info.queryId(), context),
        progress);
  }

  /** An arrangement's fragments are as large as it says, and a file that is cut breaks it. */
  private FileSettings files() {
    return new FileSettings(
        change.fileVersion(),
        arrangement
            .map(Arrangement::rowsPerFragment)
            .orElseGet(
                () -> Math.toIntExact(options.valueOrDefault(LanceOptions.MAX_ROWS_PER_FILE))),
        FileLimit.bytes(
            arrangement.isPresent()
                ? Long.MAX_VALUE
                : options.valueOrDefault(LanceOptions.MAX_BYTES_PER_FILE),
            change.schema()));
  }

  @Override
  public CustomMetric[] supportedCustomMetrics() {
    return WriteMetric.declared();
  }

  /** What the files came to, which Spark asks for from 4.0 on; the method does not exist in 3.5. */
  public CustomTaskMetric[] reportDriverMetrics() {
    return progress.metrics();
  }

  @Override
  public String description() {
    return String.format(
        "lance %s, %s, %s, files of version %s with at most %,d rows and about %s",
        target.location(),
        action(),
        distribution,
        files.fileVersion(),
        files.maxRows(),
        ByteText.of(files.maxBytes()));
  }

  private String action() {
    return target instanceof ExistingTable table
        ? change.operation() + " at version " + table.snapshot().version().number()
        : "create";
  }

  @Override
  public String toString() {
    return description();
  }
}
