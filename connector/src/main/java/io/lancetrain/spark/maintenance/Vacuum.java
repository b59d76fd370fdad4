package io.lancetrain.spark.maintenance;

import io.lancetrain.spark.dataset.FileKind;
import io.lancetrain.spark.dataset.TableBranch;
import io.lancetrain.spark.dataset.TableBranches;
import io.lancetrain.spark.dataset.TableHistory;
import io.lancetrain.spark.dataset.TableInventory;
import io.lancetrain.spark.dataset.TableInventory.FileInTable;
import io.lancetrain.spark.dataset.TableInventory.VersionInTable;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.dataset.TableTag;
import io.lancetrain.spark.storage.folder.DeletedFiles;
import io.lancetrain.spark.storage.folder.DeletedFiles.NotDeleted;
import io.lancetrain.spark.storage.folder.StoredFile;
import io.lancetrain.spark.storage.folder.TableFiles;
import io.lancetrain.spark.storage.folder.TableFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;

/**
 * Removes old versions of a table, or of a branch, and the files that only those need.
 *
 * <p>The newest version stays, and so does one that a tag names or a branch began with; no file
 * goes that any other version of the table or of a branch needs. lance-core has a call for this
 * too, which leaves files behind that are younger than the oldest version that stays.
 */
public final class Vacuum {
  private final TableLocation location;
  private final Configuration configuration;
  private final Retention retention;
  private final Instant now;

  /**
   * A removal that is still to be run.
   *
   * @param location the table, or the branch whose versions are meant
   * @param configuration Hadoop's, which is not changed
   * @param retention which versions stay
   * @param now the present
   */
  public Vacuum(
      TableLocation location, Configuration configuration, Retention retention, Instant now) {
    this.location = location;
    this.configuration = configuration;
    this.retention = retention;
    this.now = now;
  }

  /**
   * What a vacuum did, or would do.
   *
   * @param versions the versions that are gone, from the oldest on
   * @param files how many files are gone, manifests included
   * @param bytes their size
   * @param notDeleted files that could not be deleted; a version whose manifest is among them stays
   */
  public record Vacuumed(
      List<Long> versions, long files, long bytes, List<NotDeleted> notDeleted) {}

  /**
   * Removes the versions, unless this is a dry run.
   *
   * @throws io.lancetrain.spark.error.LanceException where a manifest cannot be read
   *     (LANCE_CORRUPT_TABLE); then nothing was removed
   */
  public Vacuumed run(Removal removal) {
    TableLocation table = location.root();
    TableOpener.existing(location);
    try (TableFolder folder = TableFolder.open(table.uri(), configuration, table.settings())) {
      TableInventory inventory = TableInventory.of(table, folder);
      List<VersionInTable> old = old(inventory);
      if (removal == Removal.DRY_RUN) {
        List<StoredFile> files = new ArrayList<>(manifests(old));
        files.addAll(onlyNeededBy(old, inventory));
        return vacuumed(old, files, List.of());
      }
      return remove(old, inventory);
    }
  }

  private List<VersionInTable> old(TableInventory inventory) {
    List<VersionInTable> newestFirst =
        inventory.versions().stream()
            .filter(version -> version.branch().equals(location.branch()) && !version.detached())
            .sorted(Comparator.comparing(VersionInTable::number).reversed())
            .toList();
    Instant youngest = now.minus(retention.youngerThan());
    Set<Long> named = named();
    return newestFirst.stream()
        .skip(retention.newest())
        .filter(version -> !version.committed().isAfter(youngest))
        .filter(version -> !named.contains(version.number()))
        .sorted(Comparator.comparing(VersionInTable::number))
        .toList();
  }

  /** Asked after the versions were read: what is named in between is named of one that is there. */
  private Set<Long> named() {
    Stream<Long> tagged =
        TableHistory.tags(location).stream()
            .filter(tag -> tag.branch().equals(location.branch()))
            .map(TableTag::version);
    Stream<Long> branched =
        TableBranches.list(location).stream()
            .filter(branch -> branch.parent().equals(location.branch()))
            .map(TableBranch::parentVersion);
    return Stream.concat(tagged, branched).collect(Collectors.toSet());
  }

  /** Manifests first: what is stopped after them leaves files that no version needs. */
  private Vacuumed remove(List<VersionInTable> old, TableInventory inventory) {
    DeletedFiles manifests = delete(manifests(old));
    Set<String> deleted = new HashSet<>(manifests.deleted());
    List<VersionInTable> removed =
        old.stream().filter(version -> deleted.contains(version.manifest().path())).toList();
    List<StoredFile> files = onlyNeededBy(removed, inventory);
    DeletedFiles rest = delete(files);
    deleted.addAll(rest.deleted());
    List<NotDeleted> notDeleted = new ArrayList<>(manifests.notDeleted());
    notDeleted.addAll(rest.notDeleted());
    List<StoredFile> gone =
        Stream.concat(manifests(removed).stream(), files.stream())
            .filter(file -> deleted.contains(file.path()))
            .toList();
    return vacuumed(removed, gone, notDeleted);
  }

  private DeletedFiles delete(List<StoredFile> files) {
    return TableFiles.deleteAll(
        location.root().uri(),
        files.stream().map(StoredFile::path).toList(),
        configuration,
        location.settings());
  }

  private static List<StoredFile> manifests(List<VersionInTable> versions) {
    return versions.stream().map(VersionInTable::manifest).toList();
  }

  private static List<StoredFile> onlyNeededBy(
      List<VersionInTable> removed, TableInventory inventory) {
    Set<String> unneeded = TableInventory.neededBy(removed.stream());
    unneeded.removeAll(
        TableInventory.neededBy(
            inventory.versions().stream().filter(version -> !removed.contains(version))));
    return inventory.files().stream()
        .filter(file -> file.kind() != FileKind.MANIFEST && unneeded.contains(file.key()))
        .map(FileInTable::stored)
        .toList();
  }

  private static Vacuumed vacuumed(
      List<VersionInTable> versions, List<StoredFile> files, List<NotDeleted> notDeleted) {
    return new Vacuumed(
        versions.stream().map(VersionInTable::number).toList(),
        files.size(),
        files.stream().mapToLong(StoredFile::bytes).sum(),
        notDeleted);
  }
}
