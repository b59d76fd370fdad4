package io.lancetrain.spark.maintenance;

import io.lancetrain.spark.dataset.FileKind;
import io.lancetrain.spark.dataset.TableInventory;
import io.lancetrain.spark.dataset.TableInventory.FileInTable;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.error.MaintenanceErrors;
import io.lancetrain.spark.storage.folder.DeletedFiles;
import io.lancetrain.spark.storage.folder.JobSigns;
import io.lancetrain.spark.storage.folder.StoredFile;
import io.lancetrain.spark.storage.folder.TableFiles;
import io.lancetrain.spark.storage.folder.TableFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.conf.Configuration;

/**
 * Removes files that no version of a table and none of its branches needs, such as a lost job left.
 *
 * <p>A file stays while it is younger than the age that is given, of a kind that is not known, or
 * younger than a job that gave a sign of itself within a day (see {@link JobSigns}).
 */
public final class OrphanRemoval {
  /** While jobs may be running, no file younger than this is removed. */
  public static final Duration LEAST_AGE = Duration.ofHours(24);

  /** The clocks of a driver and of the store may differ by less than this. */
  private static final Duration CLOCKS = Duration.ofHours(1);

  private final TableLocation table;
  private final Configuration configuration;
  private final Duration olderThan;
  private final RunningJobs jobs;
  private final Instant now;

  /**
   * A removal that is still to be run.
   *
   * @param location the table, or a branch of it: all branches are looked at
   * @param configuration Hadoop's, which is not changed
   * @param olderThan files that were written within this time stay
   * @param jobs whether a job may be writing
   * @param now the present
   */
  public OrphanRemoval(
      TableLocation location,
      Configuration configuration,
      Duration olderThan,
      RunningJobs jobs,
      Instant now) {
    this.table = location.root();
    this.configuration = configuration;
    this.olderThan = olderThan;
    this.jobs = jobs;
    this.now = now;
  }

  /**
   * A file that no version needs.
   *
   * @param file the file
   * @param fate what became of it
   */
  public record Orphan(StoredFile file, Fate fate) {}

  /** What became of a file. */
  public enum Fate {
    /** It is still there, as a dry run leaves it. */
    FOUND,
    /** It is gone. */
    REMOVED,
    /** It could not be deleted. */
    NOT_REMOVED
  }

  /**
   * Finds the files, and deletes them unless this is a dry run.
   *
   * @return by path
   * @throws io.lancetrain.spark.error.LanceException where the age is too low
   *     (LANCE_INVALID_OPTION), or a manifest cannot be read (LANCE_CORRUPT_TABLE); then nothing
   *     was removed
   */
  public List<Orphan> run(Removal removal) {
    if (olderThan.isNegative()
        || (jobs == RunningJobs.POSSIBLE && olderThan.compareTo(LEAST_AGE) < 0)) {
      throw MaintenanceErrors.tooYoung(table.toString(), olderThan, LEAST_AGE);
    }
    List<StoredFile> orphans = find();
    if (removal == Removal.DRY_RUN) {
      return orphans.stream().map(file -> new Orphan(file, Fate.FOUND)).toList();
    }
    DeletedFiles deletion =
        TableFiles.deleteAll(
            table.uri(),
            orphans.stream().map(StoredFile::path).toList(),
            configuration,
            table.settings());
    Set<String> deleted = new HashSet<>(deletion.deleted());
    return orphans.stream()
        .map(
            file ->
                new Orphan(file, deleted.contains(file.path()) ? Fate.REMOVED : Fate.NOT_REMOVED))
        .toList();
  }

  private List<StoredFile> find() {
    try (TableFolder folder = TableFolder.open(table.uri(), configuration, table.settings())) {
      TableInventory inventory = TableInventory.of(table, folder);
      if (inventory.versions().isEmpty() && inventory.files().isEmpty()) {
        throw TableOpener.notFound(table);
      }
      if (jobs == RunningJobs.NONE) {
        // Otherwise the age protects the files of versions that are as young as that.
        inventory.requireNewest(table);
      }
      Set<String> needed = TableInventory.neededBy(inventory.versions().stream());
      Instant youngest = youngestToRemove(inventory);
      return inventory.files().stream()
          .filter(file -> file.kind() != FileKind.MANIFEST && !needed.contains(file.key()))
          .filter(file -> file.stored().modified().isBefore(youngest))
          .filter(file -> file.kind() != FileKind.JOB_SIGN || !isOfRunningJob(file))
          .map(FileInTable::stored)
          .sorted(Comparator.comparing(StoredFile::path))
          .toList();
    }
  }

  /** The age that was given, or where a job runs that is older, the time at which it began. */
  private Instant youngestToRemove(TableInventory inventory) {
    Instant byAge = now.minus(olderThan);
    return inventory.files().stream()
        .filter(file -> file.kind() == FileKind.JOB_SIGN && isOfRunningJob(file))
        .flatMap(file -> JobSigns.begun(file.stored().path()).stream())
        .map(begun -> begun.minus(CLOCKS))
        .filter(begun -> begun.isBefore(byAge))
        .min(Comparator.naturalOrder())
        .orElse(byAge);
  }

  private boolean isOfRunningJob(FileInTable sign) {
    return jobs == RunningJobs.POSSIBLE && sign.stored().modified().isAfter(now.minus(LEAST_AGE));
  }
}
