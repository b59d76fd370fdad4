package io.lancetrain.spark.storage.tigris;

import io.lancetrain.spark.error.CredentialErrors;
import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * What Tigris wants: region {@code auto}, path style, and strong consistency asked for on every
 * request, because its buckets are by default consistent only within a region. Buckets of the types
 * multi-region and single-region are consistent everywhere without asking.
 */
public final class TigrisPreset {
  private static final String SOURCE = "Tigris preset";
  private static final String CONSISTENT = StorageOption.HEADERS + "X-Tigris-Consistent";
  private static final String SNAPSHOT = StorageOption.HEADERS + "X-Tigris-Snapshot-Version";
  private static final Set<String> CONSISTENT_TYPES = Set.of("multi-region", "single-region");

  private TigrisPreset() {}

  /** Offers the region that Tigris goes by. */
  public static void offerRegion(SettingsDraft draft) {
    draft.offer(StorageOption.REGION, new Setting("auto", SOURCE));
  }

  /** Offers path style. */
  public static void offerPathStyle(SettingsDraft draft) {
    draft.offer(StorageOption.VIRTUAL_HOSTED, new Setting("false", SOURCE));
  }

  /**
   * Offers the region, and asks for consistency unless the type of the bucket makes that needless.
   */
  public static void offer(SettingsDraft draft, Optional<String> bucketType) {
    offerRegion(draft);
    boolean setByUser = draft.get(CONSISTENT.toLowerCase(Locale.ROOT)).isPresent();
    if (!setByUser && bucketType.filter(CONSISTENT_TYPES::contains).isEmpty()) {
      draft.offer(CONSISTENT, new Setting("true", SOURCE));
    }
  }

  /**
   * Sends the snapshot with every request.
   *
   * @return its number, also where the user set the header; empty where none is read
   */
  public static String offerSnapshot(SettingsDraft draft, Optional<Setting> snapshot) {
    Optional<Setting> header = draft.get(SNAPSHOT.toLowerCase(Locale.ROOT));
    if (header.isPresent() && snapshot.isPresent()) {
      throw OptionErrors.conflictingOptions(
          LanceOptions.STORAGE_PREFIX + StorageOption.TIGRIS_SNAPSHOT_VERSION,
          LanceOptions.STORAGE_PREFIX + SNAPSHOT);
    }
    draft.offer(SNAPSHOT, snapshot);
    return header.or(() -> snapshot).map(Setting::value).orElse("");
  }

  /** Refuses a session token, of which Tigris knows none (LANCE_INVALID_OPTION). */
  public static void refuseSessionToken(SettingsDraft draft, TableUri uri) {
    draft
        .get(StorageOption.SESSION_TOKEN)
        .ifPresent(
            token -> {
              throw CredentialErrors.temporaryCredentialsOnTigris(uri.toString(), token.source());
            });
  }
}
