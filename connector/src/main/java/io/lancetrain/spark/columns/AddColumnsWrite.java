package io.lancetrain.spark.columns;

import io.lancetrain.spark.dataset.FileSettings;
import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.job.JobCommit;
import io.lancetrain.spark.job.WriteSpec;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.NameMatching;
import java.util.HashMap;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.distributions.Distribution;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.RequiresDistributionAndOrdering;

/** Adds columns to a table: Spark brings the rows of each fragment together, and sorts them. */
final class AddColumnsWrite implements RequiresDistributionAndOrdering {
  private final TableSnapshot table;
  private final AddedColumns added;
  private final LogicalWriteInfo info;
  private final OptionValues options;
  private final SparkContext context;

  AddColumnsWrite(
      TableSnapshot table,
      AddedColumns added,
      LogicalWriteInfo info,
      OptionValues options,
      SparkContext context) {
    this.table = table;
    this.added = added;
    this.info = info;
    this.options = options;
    this.context = context;
  }

  @Override
  public Distribution requiredDistribution() {
    return Distributions.clustered(
        new Expression[] {
          Expressions.apply(FragmentOfAddress.NAME, Expressions.column(added.addressName()))
        });
  }

  @Override
  public SortOrder[] requiredOrdering() {
    return new SortOrder[] {
      Expressions.sort(Expressions.column(added.addressName()), SortDirection.ASCENDING)
    };
  }

  @Override
  public BatchWrite toBatch() {
    WriteSpec files =
        WriteSpec.of(
            table.version().location(),
            info.schema(),
            added.columns(),
            NameMatching.CASE_SENSITIVE,
            new FileSettings(table.fileVersion(), Integer.MAX_VALUE, Long.MAX_VALUE),
            options);
    HashMap<Integer, FragmentSummary> fragments = new HashMap<>();
    table.fragments().forEach(fragment -> fragments.put(fragment.id(), fragment));
    ColumnFilesSpec spec = new ColumnFilesSpec(files, table.version(), added.address(), fragments);
    return new AddColumnsBatch(
        table,
        added,
        spec,
        options.valueOrDefault(LanceOptions.MISSING_ROWS),
        new JobCommit(files, options, info.queryId(), context));
  }

  @Override
  public String description() {
    return "lance columns of " + table.version().location();
  }

  @Override
  public String toString() {
    return description();
  }
}
