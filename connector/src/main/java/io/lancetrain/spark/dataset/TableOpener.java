package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.type.FileVersion;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.OpenDatasetBuilder;
import org.lance.ReadOptions;
import org.lance.Version;
import org.lance.fragment.DataFile;
import org.lance.fragment.DeletionFile;

/**
 * Opens tables: the newest version, or an older one by number, tag or time, as a snapshot.
 *
 * <p>Opening the newest version costs one LIST and one GET of the manifest; opening a known version
 * one HEAD and one GET. What was opened stays in the pool for the scans that follow.
 */
public final class TableOpener {
  /** A part of a path that leads upwards, also in the encodings that Lance resolves. */
  private static final Pattern CLIMBING =
      Pattern.compile("(?i)(?:^|[/\\\\]|%2f|%5c)(?:\\.|%2e){2}(?:$|[/\\\\]|%2f|%5c)");

  private TableOpener() {}

  /** The newest version, or empty where there is no table. */
  public static Optional<TableSnapshot> latest(TableLocation location) {
    return AnswerLimit.await(
        "open", location, () -> newest(location).map(dataset -> snapshot(location, dataset)));
  }

  /** The newest version. */
  public static TableSnapshot existing(TableLocation location) {
    return latest(location).orElseThrow(() -> notFound(location));
  }

  /** Whether there is a table. */
  public static boolean exists(TableLocation location) {
    return AnswerLimit.await(
        "open",
        location,
        () -> {
          Optional<Dataset> dataset = newest(location);
          dataset.ifPresent(Dataset::close);
          return dataset.isPresent();
        });
  }

  /** The version with this number. */
  public static TableSnapshot version(TableLocation location, long number) {
    return AnswerLimit.await("open", location, () -> snapshot(location, pinned(location, number)));
  }

  /**
   * The version that carries this tag, whatever its branch; where the location is a branch, the tag
   * has to be of it.
   */
  public static TableSnapshot tag(TableLocation location, String tag) {
    List<TableTag> tags = TableHistory.tags(location);
    return tags.stream()
        .filter(candidate -> candidate.name().equals(tag))
        .filter(found -> location.onMain() || found.branch().equals(location.branch()))
        .findFirst()
        .map(found -> version(location.ofBranch(found.branch()), found.version()))
        .orElseThrow(
            () ->
                TableErrors.tagNotFound(
                    location.toString(), tag, tags.stream().map(TableTag::name).toList()));
  }

  /** The error of a path that holds no table, or of a table without this branch. */
  public static LanceException notFound(TableLocation location) {
    if (location.onMain()) {
      return TableErrors.pathNotFound(location.toString());
    }
    TableLocation root = location.root();
    return exists(root)
        ? TableErrors.branchNotFound(
            root.toString(),
            location.branch(),
            TableBranches.list(root).stream().map(TableBranch::name).toList())
        : TableErrors.pathNotFound(root.toString());
  }

  /** The version that was the newest at this time. */
  public static TableSnapshot asOf(TableLocation location, Instant time) {
    return AnswerLimit.await("open", location, () -> newestAt(location, time));
  }

  private static TableSnapshot newestAt(TableLocation location, Instant time) {
    try (Dataset dataset = dataset(location)) {
      List<Version> versions = TableHistory.versions(location, dataset);
      Version oldest = versions.stream().min(Comparator.comparing(Version::getId)).orElseThrow();
      return versions.stream()
          .filter(version -> !inMicroseconds(version).isAfter(time))
          .max(Comparator.comparing(Version::getId))
          .map(version -> version(location, version.getId()))
          .orElseThrow(
              () ->
                  TableErrors.noVersionAsOf(
                      location.toString(), time, oldest.getId(), oldest.getDataTime().toInstant()));
    }
  }

  /** When it was committed, as the history shows it: Spark has no finer timestamps. */
  private static Instant inMicroseconds(Version version) {
    return version.getDataTime().toInstant().truncatedTo(ChronoUnit.MICROS);
  }

  /** A handle of the newest version, which the caller closes. */
  static Dataset dataset(TableLocation location) {
    return newest(location).orElseThrow(() -> notFound(location));
  }

  /** A handle of a version, with the location's own settings; the caller closes it. */
  static Dataset pinned(TableLocation location, long version) {
    return numbered(location, version).orElseThrow(() -> noSuchVersion(location, version));
  }

  /** Whether there is this version, whatever a listing shows. */
  static boolean exists(TableLocation location, long version) {
    Optional<Dataset> dataset = numbered(location, version);
    dataset.ifPresent(Dataset::close);
    return dataset.isPresent();
  }

  /** The pooled handle of a version that a snapshot named. */
  static DatasetLease lease(TableVersion version) {
    return DatasetPool.shared().acquire(version, () -> reopen(version));
  }

  private static Dataset reopen(TableVersion version) {
    TableLocation location = version.location();
    Dataset dataset = pinned(location, version.number());
    try {
      if (!NativeCalls.call("open", location, () -> pin(location, dataset)).equals(version)) {
        throw TableErrors.replacedWhileReading(location.toString(), version.number());
      }
      return dataset;
    } catch (RuntimeException | Error failure) {
      dataset.close();
      throw failure;
    }
  }

  private static RuntimeException noSuchVersion(TableLocation location, long number) {
    try (Dataset dataset = dataset(location)) {
      TableHistory.requireVersion(location, dataset, number);
      return TableErrors.replacedWhileReading(location.toString(), number);
    }
  }

  private static ReadOptions.Builder readOptions(TableLocation location) {
    return new ReadOptions.Builder()
        .setStorageOptions(location.settings().lanceOptions())
        .setSession(NativeSession.shared());
  }

  private static OpenDatasetBuilder builder(TableLocation location) {
    OpenDatasetBuilder builder = Dataset.open().allocator(NativeMemory.root());
    Optional<CredentialVendor> vendor = CredentialVendor.of(location);
    if (vendor.isEmpty()) {
      return builder.uri(location.uri().lance());
    }
    // Fails here, with the reason, where there are no credentials.
    vendor.get().options();
    // The session of the read options is not looked at beside a namespace.
    return builder
        .namespaceClient(vendor.get())
        .tableId(vendor.get().table())
        .session(NativeSession.shared());
  }

  private static Optional<Dataset> newest(TableLocation location) {
    LocalManifests.of(location).ifPresent(LocalManifests::checkNewest);
    return open(location, readOptions(location));
  }

  private static Optional<Dataset> numbered(TableLocation location, long version) {
    if (version < 1) {
      return Optional.empty();
    }
    LocalManifests.of(location).ifPresent(manifests -> manifests.check(version));
    return open(location, readOptions(location).setVersion(version));
  }

  /** Empty where the store says that there is no such table or version. */
  private static Optional<Dataset> open(TableLocation location, ReadOptions.Builder options) {
    return AnswerLimit.repeat("open", location, () -> openOnce(location, options));
  }

  private static Optional<Dataset> openOnce(TableLocation location, ReadOptions.Builder options) {
    try {
      return Optional.of(builder(location).readOptions(options.build()).build());
    } catch (Exception failure) {
      if (NativeCalls.isNotFound(location, failure)) {
        return Optional.empty();
      }
      throw NativeCalls.translate("open", location, failure);
    }
  }

  /** Reads what a snapshot holds, once, and leaves the handle to the pool. */
  private static TableSnapshot snapshot(TableLocation location, Dataset opened) {
    TableVersion version = pin(location, opened);
    try (DatasetLease lease = DatasetPool.shared().acquire(version, () -> opened)) {
      Dataset dataset = lease.dataset();
      if (dataset != opened) {
        opened.close();
      }
      return NativeCalls.call("open", location, () -> snapshot(version, dataset));
    }
  }

  private static TableSnapshot snapshot(TableVersion version, Dataset dataset) throws Exception {
    String fileVersion = dataset.getLanceFileFormatVersion();
    if (!FileVersion.isReadable(fileVersion)) {
      throw TableErrors.unknownFileVersion(version.location().toString(), fileVersion);
    }
    return new TableSnapshot(
        version,
        NativeSchema.of(dataset, NativeMemory.root()),
        dataset.getFragments().stream()
            .map(fragment -> summary(version.location(), fragment))
            .toList(),
        fileVersion,
        dataset.hasStableRowIds() ? RowIds.STABLE : RowIds.ADDRESSES,
        Map.copyOf(dataset.getConfig()));
  }

  private static TableVersion pin(TableLocation location, Dataset opened) {
    try {
      return NativeCalls.call(
          "open",
          location,
          () ->
              new TableVersion(
                  location, opened.version(), opened.getVersion().getDataTime().toInstant()));
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  private static FragmentSummary summary(TableLocation location, Fragment fragment) {
    FragmentMetadata metadata = fragment.metadata();
    for (DataFile file : metadata.getFiles()) {
      if (CLIMBING.matcher(file.getPath()).find()) {
        throw TableErrors.fileElsewhere(location.toString(), file.getPath());
      }
    }
    return new FragmentSummary(
        metadata.getId(), rows(fragment), metadata.getPhysicalRows(), bytes(metadata));
  }

  /** Old writers did not record how many rows a deletion file deletes; then it is read. */
  private static long rows(Fragment fragment) {
    DeletionFile deletions = fragment.metadata().getDeletionFile();
    return deletions != null && deletions.getNumDeletedRows() == null
        ? fragment.countRows()
        : fragment.metadata().getNumRows();
  }

  static long bytes(FragmentMetadata metadata) {
    return metadata.getFiles().stream()
        .map(DataFile::getFileSizeBytes)
        .mapToLong(size -> size == null ? 0 : size)
        .sum();
  }
}
