package io.lancetrain.spark;

import io.lancetrain.spark.dataset.TableBranches;
import io.lancetrain.spark.dataset.TableHistory;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.maintenance.OrphanRemoval;
import io.lancetrain.spark.maintenance.Removal;
import io.lancetrain.spark.maintenance.Restoring;
import io.lancetrain.spark.maintenance.Retention;
import io.lancetrain.spark.maintenance.RunningJobs;
import io.lancetrain.spark.maintenance.Vacuum;
import io.lancetrain.spark.maintenance.Vacuum.Vacuumed;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.table.TableLocator;
import io.lancetrain.spark.training.Training;
import io.lancetrain.spark.training.TrainingCard;
import io.lancetrain.spark.training.TrainingCheck;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

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

  /**
   * How this session would reach a path's store, which is not asked: first the store that was
   * recognised, whether its commits are safe, and the lock; then each setting, its value with
   * secrets masked, and its source: an option or a catalog's, {@code fs.s3a.*}, the environment,
   * the Tigris preset, or a default. A row for each: setting, value, source.
   *
   * @param uri as in {@code load(uri)}; there need not be a table
   * @throws io.lancetrain.spark.error.LanceException for a setting that cannot be used, as a read
   *     has it
   */
  public static Dataset<Row> storageReport(SparkSession session, String uri) {
    return storageReport(session, uri, Map.of());
  }

  /**
   * How this session would reach a path's store with these options.
   *
   * @param options as of a read
   * @return as {@link #storageReport(SparkSession, String)}
   */
  public static Dataset<Row> storageReport(
      SparkSession session, String uri, Map<String, String> options) {
    OptionValues all = OptionValues.of(options).before(SessionOptions.of(session));
    return Listing.STORAGE.of(TableLocator.report(uri, all, session).lines(), session);
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
    return Listing.HISTORY.of(TableHistory.entries(location), session);
  }

  /**
   * All tags of the table and its branches by name: name, version, when it was made (null where it
   * is not recorded), and the version's branch (null for the main one).
   */
  public Dataset<Row> tags() {
    return Listing.TAGS.of(TableHistory.tags(location), session);
  }

  /**
   * Names a version, of the branch where there is an option {@code branch}. A tag that names it
   * already stays as it is; LANCE_TAG_EXISTS where it names another, also one that another driver
   * made in this moment; LANCE_VERSION_NOT_FOUND where there is no such version.
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

  /**
   * All branches but the main one, by name: name, parent (the branch that it began from, null for
   * the main one), parentVersion (the version that it began with), and when it was made.
   */
  public Dataset<Row> branches() {
    return Listing.BRANCHES.of(TableBranches.list(location), session);
  }

  /**
   * Makes a branch that begins with the newest version of the table, or of the branch that the
   * option {@code branch} names. No row is copied. LANCE_BRANCH_EXISTS where there is such a
   * branch.
   */
  public void createBranch(String name) {
    createBranch(name, version());
  }

  /**
   * Makes a branch that begins with this version. LANCE_BRANCH_EXISTS where there is such a branch,
   * LANCE_VERSION_NOT_FOUND where there is no such version.
   */
  public void createBranch(String name, long version) {
    TableBranches.create(location, LanceOptions.BRANCH.parse(name), version);
  }

  /**
   * Removes a branch with all its versions. LANCE_BRANCH_NOT_FOUND where there is no such branch,
   * LANCE_BRANCH_IN_USE where a tag names a version of it or another branch began from it.
   */
  public void deleteBranch(String name) {
    TableBranches.delete(location, name);
  }

  /**
   * Removes files that no version, tag or branch needs and that are older than this, such as a lost
   * driver left; jobs may be running meanwhile.
   *
   * @param olderThan at least 24 hours
   * @param removal whether to remove them, or only to find them
   * @return a row for each: path within the table's folder, bytes, when it was modified, and its
   *     fate: FOUND by a dry run, REMOVED or NOT_REMOVED
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION for a lower age
   */
  public Dataset<Row> removeOrphans(Duration olderThan, Removal removal) {
    return removeOrphans(olderThan, removal, RunningJobs.POSSIBLE);
  }

  /**
   * Removes files that no version, tag or branch needs and that are older than this.
   *
   * @param olderThan at least 24 hours, or any where the caller knows that no job is running
   * @param removal whether to remove them, or only to find them
   * @param jobs with NONE, rows are lost where a job is running after all
   * @return as {@link #removeOrphans(Duration, Removal)}
   */
  public Dataset<Row> removeOrphans(Duration olderThan, Removal removal, RunningJobs jobs) {
    OrphanRemoval orphans =
        new OrphanRemoval(
            location, session.sparkContext().hadoopConfiguration(), olderThan, jobs, Instant.now());
    return Listing.ORPHANS.of(orphans.run(removal), session);
  }

  /**
   * Removes old versions of the table, or of the branch that the option {@code branch} names, and
   * the files that only they need. The newest version stays, and so does one that a tag names or a
   * branch began with. Queries that still read a removed version fail.
   *
   * @param retention which versions stay
   * @return what was removed
   */
  public Vacuumed vacuum(Retention retention) {
    return vacuum(retention, Removal.DELETE);
  }

  /**
   * Removes old versions as {@link #vacuum(Retention)} does, or says what that would remove.
   *
   * @param retention which versions stay
   * @param removal whether to remove them
   * @return what was removed, or would be
   */
  public Vacuumed vacuum(Retention retention, Removal removal) {
    return new Vacuum(
            location, session.sparkContext().hadoopConfiguration(), retention, Instant.now())
        .run(removal);
  }

  @Override
  public String toString() {
    return location.toString();
  }
}
