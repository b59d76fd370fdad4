package io.lancetrain.spark.table;

import io.lancetrain.spark.columns.AddColumnsBuilder;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.error.TrainingErrors;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.job.WriteTarget.NewTable;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.training.TrainingWriteBuilder;
import io.lancetrain.spark.write.LanceWriteBuilder;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;

/**
 * What a write of a table goes through: it adds columns, lays rows out for trainers, or writes them
 * as they come. Laid out are writes with options of the layout, and all of a table that declares
 * one in its properties.
 */
final class TableWrites {
  private TableWrites() {}

  /**
   * How Spark writes a table: it hands the whole input over where that is laid out, and else the
   * rows. This is a property of the table and not of one write of it.
   */
  static Set<TableCapability> writing(OptionValues options, Map<String, String> properties) {
    return isLaidOut(options, properties) && !options.valueOrDefault(LanceOptions.ADD_COLUMNS)
        ? Set.of(TableCapability.V1_BATCH_WRITE, TableCapability.TRUNCATE)
        : Set.of(
            TableCapability.BATCH_WRITE,
            TableCapability.TRUNCATE,
            TableCapability.OVERWRITE_BY_FILTER,
            TableCapability.OVERWRITE_DYNAMIC);
  }

  /**
   * Refuses a layout that only the options of a write ask for, with which {@code writeTo} comes
   * after Spark has asked the table how it is written.
   *
   * @param named the options with which the table was named
   * @param all those and the write's own
   */
  static void refuseLateLayout(
      TableLocation location,
      OptionValues named,
      OptionValues all,
      Map<String, String> properties) {
    if (isLaidOut(all, properties) && !isLaidOut(named, properties)) {
      throw TrainingErrors.layoutAsOptionOfWriteTo(location.toString());
    }
  }

  private static boolean isLaidOut(OptionValues options, Map<String, String> properties) {
    return !options.onlyTraining().isEmpty() || !declared(properties).isEmpty();
  }

  private static OptionValues declared(Map<String, String> properties) {
    return OptionValues.among(properties).onlyTraining();
  }

  /**
   * What a write goes through.
   *
   * @param properties those of the table that is there, or is to be made
   * @param added those that come with the write
   */
  static SupportsTruncate builder(
      WriteTarget target,
      LogicalWriteInfo info,
      OptionValues options,
      Map<String, String> properties,
      Map<String, String> added) {
    if (options.valueOrDefault(LanceOptions.ADD_COLUMNS)) {
      return new AddColumnsBuilder(target, info, options);
    }
    return isLaidOut(options, properties)
        ? new TrainingWriteBuilder(
            target, part -> part(target, part), info, options, declared(properties), added)
        : new LanceWriteBuilder(target, info, options, added);
  }

  private static WriteTarget part(WriteTarget whole, String name) {
    TableLocation location = whole.location().part(name);
    return TableOpener.latest(location)
        .<WriteTarget>map(ExistingTable::new)
        .orElseGet(() -> new NewTable(location));
  }
}
