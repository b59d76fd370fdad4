package io.lancetrain.spark.training;

import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.option.TrainingOptions;
import io.lancetrain.spark.write.LanceWriteBuilder;
import java.util.HashMap;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.util.LongAccumulator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lays one table out: counts the rows, plans the fragments, writes and commits them. */
final class LayoutWrite {
  private static final Logger LOG = LoggerFactory.getLogger(LayoutWrite.class);

  private final WriteTarget target;
  private final TrainingMode mode;
  private final TrainingLayout layout;
  private final OptionValues options;
  private final Map<String, String> properties;

  /**
   * A write.
   *
   * @param options the write's options
   * @param properties table properties that come with it
   */
  LayoutWrite(
      WriteTarget target,
      TrainingMode mode,
      TrainingLayout layout,
      OptionValues options,
      Map<String, String> properties) {
    this.target = target;
    this.mode = mode;
    this.layout = layout;
    this.options = options;
    this.properties = properties;
  }

  /** Rows that were counted, and where each of them goes. */
  private record Planned(ArrangedRows rows, LayoutSize size, LayoutPlan plan) {}

  /**
   * Counts the rows and plans the fragments: what cannot be laid out is refused here.
   *
   * @param part which part of a split they are, as name=share; empty for a whole
   * @return writes and commits them
   */
  Runnable plan(Dataset<Row> rows, String part) {
    String table = table();
    ArrangedRows arranged = new ArrangedRows(table, rows, layout);
    HashCounts counts = arranged.count();
    LayoutSize size = size(table, counts);
    LOG.info("Laying {} out for training: {} of {}", table, size, layout);
    Planned planned = new Planned(arranged, size, new LayoutPlan(counts, size));
    return () -> write(planned, rows, part);
  }

  private void write(Planned planned, Dataset<Row> rows, String part) {
    String table = table();
    LayoutSize size = planned.size();
    LongAccumulator equalRows =
        rows.sparkSession().sparkContext().longAccumulator("equal rows of " + table);
    FragmentArrangement arrangement =
        new FragmentArrangement(table, rows.schema(), planned.plan(), equalRows);
    PreparedRows.write(
        table,
        planned.rows().by(planned.plan(), size.inputRows()),
        info -> {
          LanceWriteBuilder builder =
              new LanceWriteBuilder(target, info, options, config(rows, size, part))
                  .arranged(arrangement);
          return keepsFragments() ? builder : builder.truncate();
        });
    report(table, size, equalRows.value());
  }

  private String table() {
    return target.location().toString();
  }

  private LayoutSize size(String table, HashCounts counts) {
    if (keepsFragments()) {
      TableSnapshot snapshot = ((ExistingTable) target).snapshot();
      return LayoutSize.ofAppend(
          table, layout, TrainingAppend.rowsPerFragment(snapshot, layout), counts.rows());
    }
    return LayoutSize.ofTable(table, layout, counts.rows(), counts.bytes());
  }

  /** Whether the rows join others; a table without fragments is laid out as a whole. */
  private boolean keepsFragments() {
    return mode == TrainingMode.APPEND
        && target instanceof ExistingTable table
        && !table.snapshot().fragments().isEmpty();
  }

  private Map<String, String> config(Dataset<Row> rows, LayoutSize size, String part) {
    Map<String, String> config = new HashMap<>(properties);
    config.keySet().removeIf(name -> name.startsWith(TrainingOptions.PREFIX));
    config.putAll(layout.declaration());
    config.putAll(TrainingCards.of(rows, layout, size, part).config());
    return config;
  }

  private static void report(String table, LayoutSize size, long equalRows) {
    if (size.dropped() > 0) {
      LOG.warn(
          "Left {} of {} rows out of {}: they do not fill {} fragments of full batches"
              + " (training.remainder=drop)",
          size.dropped(),
          size.inputRows(),
          table,
          size.fragments());
    }
    if (size.repeated() > 0) {
      LOG.warn(
          "Wrote {} of {} rows a second time to {}, to fill {} fragments of full batches"
              + " (training.remainder=repeat)",
          size.repeated(),
          size.inputRows(),
          table,
          size.fragments());
    }
    if (equalRows > 0) {
      LOG.warn(
          "About {} rows of {} are equal to another row, or have the same training.key, and lie"
              + " next to it. Add a column that tells them apart to spread them",
          equalRows,
          table);
    }
  }
}
