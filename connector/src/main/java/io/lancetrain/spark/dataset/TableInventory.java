package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.MaintenanceErrors;
import io.lancetrain.spark.storage.folder.StoredFile;
import io.lancetrain.spark.storage.folder.TableFolder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.lance.Dataset;
import org.lance.Fragment;

/**
 * Everything that lies in a table's folder, its branches' included, and which files each version
 * needs.
 *
 * <p>The files are listed before the manifests are read: whatever is committed later needs files
 * that are not in the list, or that were younger than any that are removed.
 */
public final class TableInventory {
  private static final int REPETITIONS = 3;

  private final List<FileInTable> files;
  private final List<VersionInTable> versions;

  private TableInventory(List<FileInTable> files, List<VersionInTable> versions) {
    this.files = List.copyOf(files);
    this.versions = List.copyOf(versions);
  }

  /**
   * A file of a known kind.
   *
   * @param stored the file
   * @param kind what it is
   * @param key by which manifests name it
   */
  public record FileInTable(StoredFile stored, FileKind kind, String key) {}

  /**
   * A version of the table or of a branch.
   *
   * @param branch its branch; empty for the main one
   * @param number the version
   * @param committed when it was committed
   * @param manifest its manifest
   * @param files the keys of the files that it needs
   */
  public record VersionInTable(
      String branch, long number, Instant committed, StoredFile manifest, Set<String> files) {
    /** Whether it is a version of its own, which no history has. */
    public boolean detached() {
      return number < 0;
    }
  }

  /**
   * Takes stock of a table.
   *
   * @param location the table or one of its branches
   * @param folder the table's own folder, not a branch's
   * @throws io.lancetrain.spark.error.LanceException where a manifest cannot be read: then nobody
   *     can say which files are needed
   */
  public static TableInventory of(TableLocation location, TableFolder folder) {
    List<FileInTable> files =
        list(location, folder, "").stream()
            .flatMap(
                stored ->
                    FileKind.of(stored.path()).stream()
                        .map(known -> new FileInTable(stored, known.kind(), known.key())))
            .toList();
    TableInventory inventory = new TableInventory(files, versions(location, folder));
    AnswerLimit.await(
        "list the files of",
        location,
        () -> {
          inventory.newestOfEachBranch().forEach(version -> compare(location, version));
          return inventory;
        });
    return inventory;
  }

  private Collection<VersionInTable> newestOfEachBranch() {
    return versions.stream()
        .filter(version -> !version.detached())
        .collect(
            Collectors.toMap(
                VersionInTable::branch,
                version -> version,
                BinaryOperator.maxBy(Comparator.comparing(VersionInTable::number))))
        .values();
  }

  /** Lance itself must not know of a file that was not found in the manifest. */
  private static void compare(TableLocation location, VersionInTable version) {
    TableLocation branch = location.ofBranch(version.branch());
    try (Dataset dataset = TableOpener.pinned(branch, version.number())) {
      Set<String> files =
          NativeCalls.call("list the files of", branch, () -> filesByLance(dataset));
      if (!version.files().containsAll(files)) {
        files.removeAll(version.files());
        throw MaintenanceErrors.unreadableManifest(
            location.toString(), version.manifest().path(), "it also names " + files);
      }
    }
  }

  /**
   * Looks for versions that the listing did not show: where it lags behind, nobody would seem to
   * need their files.
   *
   * @throws io.lancetrain.spark.error.LanceException where there is one (LANCE_COMMIT_CONFLICT)
   */
  public void requireNewest(TableLocation location) {
    AnswerLimit.await(
        "list the files of",
        location,
        () -> {
          newestOfEachBranch().forEach(version -> requireNewest(location, version));
          return this;
        });
  }

  private static void requireNewest(TableLocation location, VersionInTable newest) {
    long next = newest.number() + 1;
    if (location.uri().onS3() && TableOpener.exists(location.ofBranch(newest.branch()), next)) {
      throw MaintenanceErrors.staleListing(location.toString(), newest.number(), next);
    }
  }

  private static Set<String> filesByLance(Dataset dataset) {
    Set<String> files = new HashSet<>();
    for (Fragment fragment : dataset.getFragments()) {
      fragment.metadata().getFiles().forEach(file -> files.add(FileKind.DATA.key(file.getPath())));
    }
    dataset.getIndexes().forEach(index -> files.add(FileKind.INDEX.key(index.uuid().toString())));
    return files;
  }

  private static List<VersionInTable> versions(TableLocation location, TableFolder folder) {
    List<VersionInTable> versions = new ArrayList<>();
    for (StoredFile manifest : manifests(location, folder)) {
      // One that is gone again was removed by somebody else: nothing needs its files.
      Optional<byte[]> content = read(location, folder, manifest);
      if (content.isPresent()) {
        versions.add(version(location, manifest, content.get()));
      }
    }
    return versions;
  }

  /** Listed anew, since the list of all files takes its time. */
  private static List<StoredFile> manifests(TableLocation location, TableFolder folder) {
    return Stream.of("_versions", "tree")
        .flatMap(part -> list(location, folder, part).stream())
        .filter(
            file ->
                FileKind.of(file.path())
                    .filter(known -> known.kind() == FileKind.MANIFEST)
                    .isPresent())
        .toList();
  }

  /** S3A takes the end of a connection for the end of a file. */
  private static Optional<byte[]> read(
      TableLocation location, TableFolder folder, StoredFile manifest) {
    String action = "read " + manifest.path() + " of";
    Backoff backoff = new Backoff(REPETITIONS);
    while (true) {
      Optional<byte[]> content =
          AnswerLimit.await(action, location, () -> folder.read(manifest.path()));
      if (content.isEmpty() || content.get().length == manifest.bytes()) {
        return content;
      }
      if (!backoff.pause()) {
        throw MaintenanceErrors.unreadableManifest(
            location.toString(),
            manifest.path(),
            "of its " + manifest.bytes() + " bytes the store gave " + content.get().length);
      }
    }
  }

  private static List<StoredFile> list(TableLocation location, TableFolder folder, String part) {
    return AnswerLimit.await("list the files of", location, () -> folder.list(part));
  }

  private static VersionInTable version(TableLocation location, StoredFile manifest, byte[] bytes) {
    try {
      ManifestContent content = ManifestContent.parse(bytes);
      if (!content.branch().equals(branch(manifest.path()))) {
        throw MaintenanceErrors.partOfATable(location.toString(), content.branch());
      }
      return new VersionInTable(
          content.branch(), content.version(), content.committed(), manifest, content.files());
    } catch (ManifestContent.Unreadable unreadable) {
      throw MaintenanceErrors.unreadableManifest(
          location.toString(), manifest.path(), unreadable.getMessage());
    }
  }

  private static String branch(String manifestPath) {
    int end = manifestPath.lastIndexOf("/_versions/");
    return end < 0 ? "" : manifestPath.substring("tree/".length(), end);
  }

  /** All files whose kind is known; those of any other kind are nobody's to remove. */
  public List<FileInTable> files() {
    return files;
  }

  /** All versions of the table and its branches. */
  public List<VersionInTable> versions() {
    return versions;
  }

  /** The keys of the files that these versions need. */
  public static Set<String> neededBy(Stream<VersionInTable> versions) {
    return versions.flatMap(version -> version.files().stream()).collect(Collectors.toSet());
  }
}
