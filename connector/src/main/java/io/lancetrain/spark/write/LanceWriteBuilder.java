package io.lancetrain.spark.write;

import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.job.CommitSettings;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.ModeOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.option.PartitionOverwriteMode;
import io.lancetrain.spark.predicate.SqlCondition;
import io.lancetrain.spark.type.NameMatching;
import io.lancetrain.spark.type.SparkSchemas;
import io.lancetrain.spark.write.ReplacedRows.ByCondition;
import io.lancetrain.spark.write.ReplacedRows.ByGroup;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsDynamicOverwrite;
import org.apache.spark.sql.connector.write.SupportsOverwriteV2;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.types.StructType;

/** Collects what Spark says of a write; {@link #build()} checks it and freezes it. */
public final class LanceWriteBuilder implements SupportsOverwriteV2, SupportsDynamicOverwrite {
  private static final String SESSION_MODE = "spark.sql.sources.partitionOverwriteMode";

  private final WriteTarget target;
  private final LogicalWriteInfo info;
  private final OptionValues options;
  private final Map<String, String> properties;
  private Optional<Arrangement> arrangement = Optional.empty();
  private Rows replaced = Rows.NONE;
  private List<Predicate> condition = List.of();

  /** Which rows of the table Spark wants to be replaced. */
  private enum Rows {
    NONE,
    ALL,
    OF_CONDITION,
    OF_GROUPS
  }

  /**
   * A write that appends, unless it is told to truncate.
   *
   * @param target what it meets
   * @param info the rows' schema and the query
   * @param options the write's options
   * @param properties table properties that come with the write
   */
  public LanceWriteBuilder(
      WriteTarget target,
      LogicalWriteInfo info,
      OptionValues options,
      Map<String, String> properties) {
    this.target = target;
    this.info = info;
    this.options = options;
    this.properties = properties;
  }

  /** Writes what this takes of the rows, and fragments as it makes them. */
  public LanceWriteBuilder arranged(Arrangement by) {
    arrangement = Optional.of(by);
    return this;
  }

  @Override
  public LanceWriteBuilder truncate() {
    replaced = Rows.ALL;
    return this;
  }

  @Override
  public LanceWriteBuilder overwrite(Predicate[] predicates) {
    replaced = Rows.OF_CONDITION;
    condition = List.of(predicates);
    return this;
  }

  @Override
  public LanceWriteBuilder overwriteDynamicPartitions() {
    replaced = Rows.OF_GROUPS;
    return this;
  }

  @Override
  public Write build() {
    options.refuseTimeTravel();
    CommitSettings.of(options);
    SparkSession session = SparkSession.active();
    StructType columns = arrangement.map(Arrangement::columns).orElseGet(info::schema);
    PlannedChange change = change(session, columns);
    return new LanceWrite(target, change, arrangement, info, options, session.sparkContext());
  }

  private PlannedChange change(SparkSession session, StructType columns) {
    WritePlanner planner = new WritePlanner(target, options, properties, NameMatching.of(session));
    Optional<ReplacedRows> some = replacedRows(session, columns);
    if (some.isPresent()) {
      refuseArrangement();
      refuseOtherSchema();
      return planner.replace(columns, some.get());
    }
    return replaced == Rows.NONE ? planner.append(columns) : planner.overwrite(columns);
  }

  /** Which rows are replaced, where it is neither all nor none. */
  private Optional<ReplacedRows> replacedRows(SparkSession session, StructType columns) {
    Optional<String> replaceWhere = options.value(ModeOptions.REPLACE_WHERE);
    if (replaceWhere.isPresent() && replaced != Rows.ALL) {
      throw WriteErrors.optionNotUsable(
          ModeOptions.REPLACE_WHERE.name(), "it goes with mode(\"overwrite\") and save, alone.");
    }
    return switch (replaced) {
      case NONE -> Optional.empty();
      case OF_CONDITION -> Optional.of(new ByCondition(condition.toString(), condition));
      case OF_GROUPS -> Optional.of(new ByGroup(declaredGroups(session)));
      case ALL ->
          replaceWhere.isPresent()
              ? Optional.of(where(session, replaceWhere.get(), columns))
              : groups(session);
    };
  }

  private ReplacedRows where(SparkSession session, String text, StructType columns) {
    StructType known =
        target instanceof ExistingTable table
            ? SparkSchemas.of(table.snapshot().schema())
            : columns;
    return new ByCondition(
        text, SqlCondition.parse(session, target.location().toString(), text, known));
  }

  /** An overwrite is dynamic where that is the mode and the table has columns for it. */
  private Optional<ReplacedRows> groups(SparkSession session) {
    Optional<PartitionOverwriteMode> wanted = options.value(ModeOptions.PARTITION_OVERWRITE_MODE);
    boolean dynamic =
        wanted
            .map(mode -> mode == PartitionOverwriteMode.DYNAMIC)
            .orElseGet(() -> session.conf().get(SESSION_MODE).equalsIgnoreCase("dynamic"));
    boolean ofSession = dynamic && wanted.isEmpty();
    if (!dynamic
        || (ofSession && arrangement.isPresent())
        || !(target instanceof ExistingTable table)) {
      return Optional.empty();
    }
    if (wanted.isPresent()) {
      return Optional.of(new ByGroup(declaredGroups(session)));
    }
    return options.valueOrDefault(LanceOptions.OVERWRITE_SCHEMA)
        ? Optional.empty()
        : groups(session, table).map(ByGroup::new);
  }

  private ClusterColumns declaredGroups(SparkSession session) {
    Optional<ClusterColumns> groups =
        target instanceof ExistingTable table ? groups(session, table) : Optional.empty();
    return groups.orElseThrow(
        () ->
            WriteErrors.clusterColumns(
                target.location().toString(),
                "nothing",
                "a dynamic overwrite needs columns that say which rows it replaces. Set option"
                    + " clusterBy, or make the table with TBLPROPERTIES ('clusterBy' = 'day')."));
  }

  private Optional<ClusterColumns> groups(SparkSession session, ExistingTable table) {
    return ClusterColumns.of(
        target.location().toString(),
        options,
        table.snapshot().properties(),
        SparkSchemas.of(table.snapshot().schema()),
        NameMatching.of(session));
  }

  /** What an arrangement promises, it promises of all rows. */
  private void refuseArrangement() {
    if (arrangement.isPresent()) {
      throw WriteErrors.optionNotUsable(
          "training.shards",
          "only some rows are replaced, which breaks the training layout of the others. Overwrite"
              + " all rows.");
    }
  }

  /** Rows that stay have the columns that they have. */
  private void refuseOtherSchema() {
    if (options.valueOrDefault(LanceOptions.OVERWRITE_SCHEMA)) {
      throw WriteErrors.optionNotUsable(
          LanceOptions.OVERWRITE_SCHEMA.name(),
          "only some rows are replaced, and the others keep their columns. Leave it out.");
    }
  }
}
