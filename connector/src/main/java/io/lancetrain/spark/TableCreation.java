package io.lancetrain.spark;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.job.WriteTarget.NewTable;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.table.UnwrittenTable;
import io.lancetrain.spark.write.EmptyTable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;

/**
 * A table that a statement makes: at once and without rows, or staged, with the rows of a query.
 *
 * @param identifier its name in the catalog
 * @param properties those that the table keeps
 */
record TableCreation(
    Identifier identifier,
    TableLocation location,
    OptionValues options,
    StructType columns,
    Map<String, String> properties) {

  /** Makes it, without rows. */
  void now() throws TableAlreadyExistsException {
    refuseExisting();
    refuseNewBranch(location);
    EmptyTable.create(location, columns, options, properties);
  }

  /** Stages it where there is no table. */
  StagedTable ofNew() throws TableAlreadyExistsException {
    refuseExisting();
    refuseNewBranch(location);
    return staged(new NewTable(location));
  }

  /** Stages it where there is a table, which it replaces. */
  StagedTable inPlaceOfExisting() throws NoSuchTableException {
    TableSnapshot snapshot =
        TableOpener.latest(location).orElseThrow(() -> new NoSuchTableException(identifier));
    return staged(new ExistingTable(snapshot));
  }

  /** Stages it whether or not there is a table. */
  StagedTable ofNewOrInPlaceOfExisting() {
    Optional<TableSnapshot> newest = TableOpener.latest(location);
    if (newest.isEmpty()) {
      refuseNewBranch(location);
    }
    return staged(
        newest.<WriteTarget>map(ExistingTable::new).orElseGet(() -> new NewTable(location)));
  }

  private StagedTable staged(WriteTarget target) {
    return new UnwrittenTable(target, options, columns, properties);
  }

  private void refuseExisting() throws TableAlreadyExistsException {
    if (TableOpener.exists(location)) {
      throw new TableAlreadyExistsException(identifier);
    }
  }

  /** A write makes a table where there is none; a branch is made from a version, by name. */
  static void refuseNewBranch(TableLocation location) {
    if (!location.onMain()) {
      throw TableOpener.notFound(location);
    }
  }

  static void refusePartitions(TableLocation location, Transform[] partitions) {
    if (partitions.length > 0) {
      throw TableErrors.unsupported(
          location.toString(),
          "partition",
          "a Lance table has fragments and no partitions. Leave out partitionBy; for overwrites of"
              + " only the rows of some days, say, declare the columns with the option clusterBy, or"
              + " with TBLPROPERTIES ('clusterBy' = 'day').");
    }
  }
}
