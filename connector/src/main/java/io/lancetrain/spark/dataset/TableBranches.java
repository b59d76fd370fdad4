package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.TableErrors;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.Ref;

/** The branches of a table, each a line of versions of its own. */
public final class TableBranches {
  private TableBranches() {}

  /** All branches but the main one, by name. */
  public static List<TableBranch> list(TableLocation location) {
    return AnswerLimit.await(
        "list the branches of",
        location,
        () -> {
          try (Dataset dataset = TableOpener.dataset(location.root())) {
            return list(location, dataset);
          }
        });
  }

  static List<TableBranch> list(TableLocation location, Dataset dataset) {
    return NativeCalls.call("list the branches of", location, () -> dataset.branches().list())
        .stream()
        .map(
            branch ->
                new TableBranch(
                    branch.getName(),
                    branch.getParentBranch().orElse(""),
                    branch.getParentVersion(),
                    Instant.ofEpochSecond(branch.getCreateAt())))
        .sorted(Comparator.comparing(TableBranch::name))
        .toList();
  }

  /**
   * Makes a branch that begins with a version of the table, or of the branch, at this location.
   *
   * @throws io.lancetrain.spark.error.LanceException where there is such a branch
   *     (LANCE_BRANCH_EXISTS), or no such version (LANCE_VERSION_NOT_FOUND)
   */
  public static void create(TableLocation location, String name, long version) {
    location.requireWritable();
    try (Dataset source = TableOpener.pinned(location, version)) {
      NameClaim.during(location, "branch", name, () -> create(location, source, name));
    }
  }

  private static void create(TableLocation location, Dataset source, String name) {
    boolean taken =
        list(location).stream().anyMatch(branch -> branch.name().equals(name))
            || TableOpener.exists(location.ofBranch(name));
    if (taken) {
      throw TableErrors.branchExists(location.root().toString(), name);
    }
    // The branch of the reference is not looked at: it is the handle that must be of it.
    Ref from =
        location.onMain()
            ? Ref.ofMain(source.version())
            : Ref.ofBranch(location.branch(), source.version());
    NativeCalls.call(
        "make branch '" + name + "' of",
        location,
        () -> {
          Map<String, String> settings = location.settings().currentOptions();
          Dataset made =
              settings.isEmpty()
                  ? source.createBranch(name, from)
                  : source.createBranch(name, from, settings);
          made.close();
          return name;
        });
  }

  /**
   * Removes a branch with all its versions.
   *
   * @throws io.lancetrain.spark.error.LanceException where there is no such branch
   *     (LANCE_BRANCH_NOT_FOUND), or a tag names a version of it or a branch began from it
   *     (LANCE_BRANCH_IN_USE)
   */
  public static void delete(TableLocation location, String name) {
    location.requireWritable();
    try (Dataset dataset = TableOpener.dataset(location.root())) {
      List<TableBranch> branches = list(location, dataset);
      if (branches.stream().noneMatch(branch -> branch.name().equals(name))) {
        throw TableErrors.branchNotFound(
            location.root().toString(), name, branches.stream().map(TableBranch::name).toList());
      }
      user(location, dataset, branches, name)
          .ifPresent(
              user -> {
                throw TableErrors.branchInUse(location.root().toString(), name, user);
              });
      NativeCalls.call(
          "delete branch '" + name + "' of",
          location,
          () -> {
            dataset.branches().delete(name);
            return name;
          });
    }
  }

  /** Who would be left without versions: Lance looks after branches, but not after tags. */
  private static Optional<String> user(
      TableLocation location, Dataset dataset, List<TableBranch> branches, String name) {
    Optional<String> child =
        branches.stream()
            .filter(branch -> branch.parent().equals(name))
            .map(branch -> "branch '" + branch.name() + "' began from it")
            .findFirst();
    return child.isPresent()
        ? child
        : TableHistory.tags(location, dataset).stream()
            .filter(tag -> tag.branch().equals(name))
            .map(tag -> "tag '" + tag.name() + "' names its version " + tag.version())
            .findFirst();
  }
}
