package io.lancetrain.spark.maintenance;

import io.lancetrain.spark.dataset.CommitRequest;
import io.lancetrain.spark.dataset.CommitRequest.Restore;
import io.lancetrain.spark.dataset.TableCommit;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import java.util.Map;

/** Makes the content of an older version the newest again, as a version of its own. */
public final class Restoring {
  private Restoring() {}

  /**
   * What a restore did.
   *
   * @param restored the version whose content is the newest again
   * @param version the version that the restore made
   */
  public record Restored(long restored, long version) {}

  /**
   * Restores a version.
   *
   * @param properties what the history shall say of it
   * @throws io.lancetrain.spark.error.LanceException where there is no such version
   *     (LANCE_VERSION_NOT_FOUND)
   */
  public static Restored restore(
      TableLocation location, long version, Map<String, String> properties) {
    long newest = TableOpener.existing(location).version().number();
    TableOpener.version(location, version);
    long made =
        new TableCommit(new CommitRequest(location, new Restore(newest, version), properties))
            .execute();
    return new Restored(version, made);
  }
}
