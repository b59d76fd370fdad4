package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.TableErrors;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.ManifestSummary;
import org.lance.Ref;
import org.lance.Transaction;
import org.lance.Version;

/** The versions of a table, and the tags that name some of them. */
public final class TableHistory {
  private static final String NOT_HANDED_OVER =
      "Invalid number or type of arguments passed to java method";

  private TableHistory() {}

  /** Every version that can still be read, the newest first. */
  public static List<HistoryEntry> entries(TableLocation location) {
    return AnswerLimit.await("read the history of", location, () -> read(location));
  }

  private static List<HistoryEntry> read(TableLocation location) {
    try (Dataset dataset = TableOpener.dataset(location)) {
      List<Version> versions =
          versions(location, dataset).stream()
              .sorted(Comparator.comparing(Version::getId).reversed())
              .toList();
      Version oldest = versions.get(versions.size() - 1);
      return versions.stream()
          .map(
              version ->
                  entry(
                      version,
                      version.equals(oldest) && mayBeClone(location, dataset, version.getId())
                          ? Optional.empty()
                          : transaction(location, dataset, version.getId())))
          .toList();
    }
  }

  /**
   * Whether a version may be the clone with which a branch, or a shallow clone, begins: lance-core
   * 7.0.0 ends the process where the transaction of that is read.
   */
  private static boolean mayBeClone(TableLocation location, Dataset newest, long oldest) {
    return !location.onMain()
        || NativeCalls.call(
            "read the history of",
            location,
            () -> {
              try (Dataset dataset = newest.checkoutVersion(oldest)) {
                return dataset.getFragments().stream()
                    .flatMap(fragment -> fragment.metadata().getFiles().stream())
                    .anyMatch(file -> file.getBaseId().isPresent());
              }
            });
  }

  private static HistoryEntry entry(Version version, Optional<Transaction> transaction) {
    ManifestSummary summary = version.getManifestSummary();
    return new HistoryEntry(
        version.getId(),
        version.getDataTime().toInstant(),
        transaction.map(made -> made.operation().name()),
        summary.getTotalRows(),
        summary.getTotalFragments(),
        transaction.flatMap(Transaction::transactionProperties).orElse(Map.of()),
        transaction.map(Transaction::uuid));
  }

  /**
   * The transaction that made a version; empty where the version does not record one, or lance-core
   * cannot hand it over, as one in which pylance compacts a table with an index.
   */
  static Optional<Transaction> transaction(TableLocation location, Dataset newest, long version) {
    return NativeCalls.call(
        "read the history of",
        location,
        () -> {
          try (Dataset dataset = newest.checkoutVersion(version)) {
            return dataset.readTransaction();
          } catch (RuntimeException failure) {
            if (String.valueOf(failure.getMessage()).startsWith(NOT_HANDED_OVER)) {
              return Optional.empty();
            }
            throw failure;
          }
        });
  }

  /**
   * Whether a table has a write of an application already, or a later one. The schema says so; but
   * of a change that replaces some rows, and in a table with stable row ids, neither of which lets
   * the schema change with the rows, the history.
   */
  static boolean has(
      TableLocation location,
      Dataset newest,
      CommitRequest.Change change,
      ApplicationTransaction application) {
    if (application.isIn(newest.getLanceSchema().metadata())) {
      return true;
    }
    return (change instanceof CommitRequest.Replace || newest.hasStableRowIds())
        && versions(location, newest).stream()
            .map(version -> transaction(location, newest, version.getId()))
            .flatMap(Optional::stream)
            .anyMatch(made -> application.isSaidBy(made.transactionProperties().orElse(Map.of())));
  }

  /** All versions, of which Lance reads the manifests. */
  static List<Version> versions(TableLocation location, Dataset dataset) {
    LocalManifests.of(location).ifPresent(LocalManifests::checkAll);
    return NativeCalls.call("list the versions of", location, dataset::listVersions);
  }

  /** All tags, by name: those of the whole table, whatever the branch. */
  public static List<TableTag> tags(TableLocation location) {
    return AnswerLimit.await(
        "list the tags of",
        location,
        () -> {
          try (Dataset dataset = TableOpener.dataset(location)) {
            return tags(location, dataset);
          }
        });
  }

  static List<TableTag> tags(TableLocation location, Dataset dataset) {
    return NativeCalls.call("list the tags of", location, () -> dataset.tags().list()).stream()
        .map(
            tag ->
                new TableTag(
                    tag.getName(),
                    tag.getBranch().orElse(""),
                    tag.getVersion(),
                    tag.getCreatedAt()))
        .sorted(Comparator.comparing(TableTag::name))
        .toList();
  }

  /**
   * Names a version. A tag that names this version already stays as it is.
   *
   * @throws io.lancetrain.spark.error.LanceException where the tag names another version
   *     (LANCE_TAG_EXISTS), or there is no such version (LANCE_VERSION_NOT_FOUND)
   */
  public static void tag(TableLocation location, String name, long version) {
    location.requireWritable();
    try (Dataset dataset = TableOpener.dataset(location)) {
      if (names(location, find(location, dataset, name), version)) {
        return;
      }
      if (dataset.version() != version) {
        TableOpener.pinned(location, version).close();
      }
      NameClaim.during(
          location,
          "tag",
          name,
          () -> {
            if (!names(location, find(location, dataset, name), version)) {
              create(location, dataset, name, version);
            }
          });
    }
  }

  private static void create(TableLocation location, Dataset dataset, String name, long version) {
    Ref named = location.onMain() ? Ref.ofMain(version) : Ref.ofBranch(location.branch(), version);
    NativeCalls.call(
        "tag",
        location,
        () -> {
          dataset.tags().create(name, named);
          return name;
        });
    // Another program than this connector may have written it at the same moment.
    if (!names(location, find(location, dataset, name), version)) {
      throw TableErrors.tagLost(location.toString(), name, version);
    }
  }

  /** Whether a tag names this version already; refuses one that names another. */
  private static boolean names(TableLocation location, Optional<TableTag> existing, long version) {
    if (existing.isPresent() && !existing.get().names(location, version)) {
      requireFree(location, existing);
    }
    return existing.isPresent();
  }

  /**
   * Refuses a tag that names a version already, before a write that is to make it. The handle by
   * which the write planned lists the tags: they are those of the whole table.
   */
  public static void requireFree(TableVersion planned, String name) {
    try (DatasetLease lease = TableOpener.lease(planned)) {
      requireFree(planned.location(), find(planned.location(), lease.dataset(), name));
    }
  }

  private static void requireFree(TableLocation location, Optional<TableTag> existing) {
    existing.ifPresent(
        tag -> {
          throw TableErrors.tagExists(
              location.root().toString(), tag.name(), tag.branch(), tag.version());
        });
  }

  /** Removes a tag; the version that it named stays. */
  public static void untag(TableLocation location, String name) {
    location.requireWritable();
    try (Dataset dataset = TableOpener.dataset(location)) {
      if (find(location, dataset, name).isEmpty()) {
        throw TableErrors.tagNotFound(
            location.toString(),
            name,
            tags(location, dataset).stream().map(TableTag::name).toList());
      }
      NativeCalls.call(
          "untag",
          location,
          () -> {
            dataset.tags().delete(name);
            return name;
          });
    }
  }

  private static Optional<TableTag> find(TableLocation location, Dataset dataset, String name) {
    return tags(location, dataset).stream().filter(tag -> tag.name().equals(name)).findFirst();
  }

  /** Refuses a version that is not there, and says which are. */
  static void requireVersion(TableLocation location, Dataset dataset, long version) {
    List<Long> versions =
        versions(location, dataset).stream().map(Version::getId).sorted().toList();
    if (!versions.contains(version)) {
      throw TableErrors.versionNotFound(
          location.toString(), version, versions.get(0), versions.get(versions.size() - 1));
    }
  }
}
