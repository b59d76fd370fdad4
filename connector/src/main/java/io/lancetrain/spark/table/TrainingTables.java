package io.lancetrain.spark.table;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.training.TrainingLayout;
import io.lancetrain.spark.training.TrainingWriteBuilder;
import io.lancetrain.spark.write.WriteTarget;
import io.lancetrain.spark.write.WriteTarget.ExistingTable;
import io.lancetrain.spark.write.WriteTarget.NewTable;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;

/**
 * Which writes are laid out for trainers: those with options of the layout, and all of a table that
 * declares one in its properties.
 */
final class TrainingTables {
  private TrainingTables() {}

  /** The options of a write, and after them what the table declares of its layout. */
  static OptionValues options(OptionValues options, Map<String, String> properties) {
    return options.before(OptionValues.among(properties).onlyTraining());
  }

  /**
   * How Spark writes a table: it hands the whole input over where that is laid out, and else the
   * rows. This is a property of the table and not of one write of it.
   */
  static Set<TableCapability> writing(OptionValues options) {
    return options.onlyTraining().isEmpty()
        ? Set.of(
            TableCapability.BATCH_WRITE,
            TableCapability.TRUNCATE,
            TableCapability.OVERWRITE_BY_FILTER,
            TableCapability.OVERWRITE_DYNAMIC)
        : Set.of(TableCapability.V1_BATCH_WRITE, TableCapability.TRUNCATE);
  }

  /** The write in the layout that the options ask for; empty where they ask for none. */
  static Optional<SupportsTruncate> builder(
      WriteTarget target,
      LogicalWriteInfo info,
      OptionValues options,
      Map<String, String> properties) {
    return TrainingLayout.of(options)
        .map(
            layout ->
                new TrainingWriteBuilder(
                    target, part -> part(target, part), info, layout, options, properties));
  }

  private static WriteTarget part(WriteTarget whole, String name) {
    TableLocation location =
        new TableLocation(whole.location().uri().part(name), whole.location().settings());
    return TableOpener.latest(location)
        .<WriteTarget>map(ExistingTable::new)
        .orElseGet(() -> new NewTable(location));
  }
}
