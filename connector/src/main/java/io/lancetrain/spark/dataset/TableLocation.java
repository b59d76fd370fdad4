package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.Serializable;

/**
 * Where a table, or a branch of it, is and how to reach it. A branch is a table of its own in a
 * folder of the table, and uses files of the version that it began with.
 *
 * @param uri the table's folder, or the branch's
 * @param settings Lance's storage options; they hold secrets and are shown nowhere
 * @param branch the branch's name; empty for the main branch, which is the table itself
 */
public record TableLocation(TableUri uri, StorageSettings settings, String branch)
    implements Serializable {
  private static final String BRANCHES = "/tree/";

  /** A table's main branch. */
  public TableLocation(TableUri uri, StorageSettings settings) {
    this(uri, settings, "");
  }

  /** A branch of the table to which this belongs; with an empty name the main one. */
  public TableLocation ofBranch(String name) {
    String root = uri.path().substring(0, uri.path().length() - suffix(branch).length());
    TableUri place = new TableUri(uri.scheme(), uri.bucket(), root + suffix(name));
    return new TableLocation(place, settings, name);
  }

  private static String suffix(String branch) {
    return branch.isEmpty() ? "" : BRANCHES + branch;
  }

  /** The same branch of the table beside this one that a part of a split is. */
  public TableLocation part(String name) {
    return new TableLocation(root().uri().part(name), settings).ofBranch(branch);
  }

  /** The table itself. */
  public TableLocation root() {
    return ofBranch("");
  }

  /** Whether this is the table itself. */
  public boolean onMain() {
    return branch.isEmpty();
  }

  /** Where scans of a known version find what they read. */
  TableLocation forScans() {
    return new TableLocation(uri, settings.forScans(), branch);
  }

  /**
   * Returns where the table can be changed.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_UNSUPPORTED_OPERATION where it is read
   *     as it was in a snapshot of its bucket
   */
  void requireWritable() {
    settings
        .snapshot()
        .ifPresent(
            snapshot -> {
              throw StorageErrors.snapshotIsReadOnly(uri.toString(), snapshot);
            });
  }

  /** The URI alone. */
  @Override
  public String toString() {
    return uri.toString();
  }
}
