package io.lancetrain.spark;

import io.lancetrain.spark.dataset.HistoryEntry;
import io.lancetrain.spark.dataset.TableHistory;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.dataset.TableTag;
import io.lancetrain.spark.maintenance.Restoring;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.table.TableLocator;
import io.lancetrain.spark.training.Training;
import io.lancetrain.spark.training.TrainingCard;
import io.lancetrain.spark.training.TrainingCheck;
import java.sql.Timestamp;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * What can be done to a table besides reading and writing rows: its history, tags and roll-back.
 *
 * <p>Every call looks at the table as it is then; an object holds nothing open. All of them throw
 * {@link io.lancetrain.spark.error.LanceException}, with LANCE_PATH_NOT_FOUND where the path has no
 * table.
 *
 * @since 0.1.0
 */
public final class LanceTables {
  private static final StructType HISTORY =
      new StructType()
          .add("version", DataTypes.LongType, false)
          .add("timestamp", DataTypes.TimestampType, false)
          .add("operation", DataTypes.StringType, true)
          .add("rows", DataTypes.LongType, false)
          .add("fragments", DataTypes.LongType, false)
          .add(
              "properties",
              DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType, false),
              false)
          .add("transaction", DataTypes.StringType, true);

  private static final StructType TAGS =
      new StructType()
          .add("name", DataTypes.StringType, false)
          .add("version", DataTypes.LongType, false)
          .add("created", DataTypes.TimestampType, true);

  private final SparkSession session;
  private final TableLocation location;

  private LanceTables(SparkSession session, TableLocation location) {
    this.session = session;
    this.location = location;
  }

  /**
   * The table at this path, reached as {@code format("lance")} reaches it in this session.
   *
   * @param uri as in {@code load(uri)}
   */
  public static LanceTables forPath(SparkSession session, String uri) {
    return forPath(session, uri, Map.of());
  }

  /**
   * The table at this path.
   *
   * @param options as of a read, such as {@code storage.aws_region}; they come before those that
   *     the session's configuration sets for all tables
   */
  public static LanceTables forPath(SparkSession session, String uri, Map<String, String> options) {
    OptionValues all = OptionValues.of(options).before(SessionOptions.of(session));
    return new LanceTables(session, TableLocator.locate(uri, all, session));
  }

  /** The number of the newest version. */
  public long version() {
    return TableOpener.existing(location).version().number();
  }

  /**
   * Every version that can still be read, the newest first: version, timestamp, operation (null
   * where it is not recorded), rows and fragments of the whole table, the commit's properties, and
   * the UUID of its transaction (null where it is not recorded), which LANCE_COMMIT_UNKNOWN names.
   */
  public Dataset<Row> history() {
    List<Row> rows = TableHistory.entries(location).stream().map(LanceTables::row).toList();
    return session.createDataFrame(rows, HISTORY);
  }

  private static Row row(HistoryEntry entry) {
    return RowFactory.create(
        entry.version(),
        Timestamp.from(entry.committed()),
        entry.operation().orElse(null),
        entry.rows(),
        entry.fragments(),
        entry.properties(),
        entry.transaction().orElse(null));
  }

  /** All tags by name: name, version, and when it was made (null where it is not recorded). */
  public Dataset<Row> tags() {
    List<Row> rows = TableHistory.tags(location).stream().map(LanceTables::row).toList();
    return session.createDataFrame(rows, TAGS);
  }

  private static Row row(TableTag tag) {
    return RowFactory.create(
        tag.name(), tag.version(), tag.created().map(Timestamp::from).orElse(null));
  }

  /**
   * Names a version. A tag that names it already stays as it is; LANCE_TAG_EXISTS where it names
   * another, LANCE_VERSION_NOT_FOUND where there is no such version.
   */
  public void tag(String name, long version) {
    TableHistory.tag(location, name, version);
  }

  /** Removes a tag; the version stays. LANCE_TAG_NOT_FOUND where there is no such tag. */
  public void untag(String name) {
    TableHistory.untag(location, name);
  }

  /**
   * Makes the content of an older version the newest again, as a new version; nothing is lost.
   *
   * @return the number of the new version
   */
  public long restore(long version) {
    return Restoring.restore(
            location,
            version,
            Map.of("spark.application.id", session.sparkContext().applicationId()))
        .version();
  }

  /**
   * What the newest version says of its training layout.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_TRAINING_LAYOUT where it was not laid
   *     out
   */
  public TrainingCard trainingCard() {
    return Training.card(TableOpener.existing(location));
  }

  /**
   * Whether the newest version gives each of so many shards the same number of fragments, rows and
   * full batches, and why not: a plain append, deleted rows and a compaction end that.
   *
   * @param shards ranks times loader workers
   * @param batchSize the rows of a trainer's batch
   */
  public TrainingCheck checkTraining(int shards, int batchSize) {
    return Training.check(TableOpener.existing(location), shards, batchSize);
  }

  @Override
  public String toString() {
    return location.toString();
  }
}
