package io.lancetrain.spark.write;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.LanceOption;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.NameMatching;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.types.StructType;

/** Collects what Spark says of a write; {@link #build()} checks it and freezes it. */
public final class LanceWriteBuilder implements SupportsTruncate {
  private final WriteTarget target;
  private final LogicalWriteInfo info;
  private final OptionValues options;
  private final Map<String, String> properties;
  private Optional<Arrangement> arrangement = Optional.empty();
  private boolean truncate;

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
    truncate = true;
    return this;
  }

  @Override
  public Write build() {
    refuseTimeTravel(options);
    SparkSession session = SparkSession.active();
    WritePlanner planner = new WritePlanner(target, options, properties, names(session));
    StructType columns = arrangement.map(Arrangement::columns).orElseGet(info::schema);
    PlannedChange change = truncate ? planner.overwrite(columns) : planner.append(columns);
    return new LanceWrite(target, change, arrangement, info, options, session.sparkContext());
  }

  static void refuseTimeTravel(OptionValues options) {
    for (LanceOption<?> option :
        List.of(LanceOptions.VERSION_AS_OF, LanceOptions.TIMESTAMP_AS_OF)) {
      if (options.value(option).isPresent()) {
        throw OptionErrors.notForWrites(option.name());
      }
    }
  }

  static NameMatching names(SparkSession session) {
    return Boolean.parseBoolean(session.conf().get("spark.sql.caseSensitive"))
        ? NameMatching.CASE_SENSITIVE
        : NameMatching.CASE_INSENSITIVE;
  }
}
