package io.lancetrain.spark.training;

import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.option.TrainingOptions;
import io.lancetrain.spark.write.LanceWriteBuilder;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.Write;
import org.apache.spark.sql.connector.write.WriteBuilder;

/**
 * Collects what Spark says of a write in the training layout; {@link #build()} checks what can be
 * checked before the rows are counted.
 */
public final class TrainingWriteBuilder implements SupportsTruncate {
  private final WriteTarget target;
  private final Function<String, WriteTarget> parts;
  private final LogicalWriteInfo info;
  private final OptionValues options;
  private final OptionValues declared;
  private final Map<String, String> properties;
  private TrainingMode mode = TrainingMode.APPEND;

  /**
   * A write that appends, unless it is told to truncate.
   *
   * @param target what it meets
   * @param parts what a part of a split, by its name, meets at its own path
   * @param info the rows' schema and the query
   * @param options the write's options
   * @param declared the layout that the table declares; where it is written as a whole with {@code
   *     training.shards} among the options, these are the new layout and none of it holds
   * @param properties table properties that come with the write
   */
  public TrainingWriteBuilder(
      WriteTarget target,
      Function<String, WriteTarget> parts,
      LogicalWriteInfo info,
      OptionValues options,
      OptionValues declared,
      Map<String, String> properties) {
    this.target = target;
    this.parts = parts;
    this.info = info;
    this.options = options;
    this.declared = declared;
    this.properties = properties;
  }

  @Override
  public WriteBuilder truncate() {
    mode = TrainingMode.OVERWRITE;
    return this;
  }

  @Override
  public Write build() {
    TrainingLayout layout = layout();
    if (layout.split().isEmpty()) {
      check(target, layout);
    } else {
      layout.split().keySet().forEach(part -> check(parts.apply(part), layout));
    }
    return new TrainingWrite(target, parts, mode, layout, options, properties);
  }

  private TrainingLayout layout() {
    boolean anew =
        mode == TrainingMode.OVERWRITE && options.value(TrainingOptions.SHARDS).isPresent();
    return TrainingLayout.of(anew ? options : options.before(declared))
        .spelledAs(info.schema(), target.location().toString());
  }

  /** Refuses what a write of these columns would refuse, before anything is counted. */
  private void check(WriteTarget one, TrainingLayout layout) {
    LanceWriteBuilder builder = new LanceWriteBuilder(one, info, options, properties);
    if (mode == TrainingMode.OVERWRITE) {
      builder.truncate().build();
      return;
    }
    builder.build();
    if (one instanceof ExistingTable existing && !existing.snapshot().fragments().isEmpty()) {
      TrainingAppend.rowsPerFragment(existing.snapshot(), layout);
    }
  }
}
