package io.lancetrain.spark.storage.resolver;

import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.ValueForm;
import io.lancetrain.spark.storage.commit.CommitProtection;
import io.lancetrain.spark.storage.commit.CommitProtection.Proof;
import io.lancetrain.spark.storage.settings.ReadSettings;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The storage settings that the connector follows itself, and Lance is not given. */
record OwnSettings(Map<String, Setting> settings) {
  /** Takes them out of the draft. */
  static OwnSettings takenFrom(SettingsDraft draft) {
    Map<String, Setting> taken = new TreeMap<>();
    for (String name :
        new String[] {
          StorageOption.ANSWER_TIMEOUT,
          StorageOption.COMMIT_LOCK,
          StorageOption.COMMIT_PROBE,
          StorageOption.TIGRIS_BUCKET_TYPE,
          StorageOption.TIGRIS_READ_ENDPOINT,
          StorageOption.TIGRIS_SNAPSHOT_VERSION
        }) {
      draft.remove(name).ifPresent(setting -> taken.put(name, setting));
    }
    return new OwnSettings(taken);
  }

  private Optional<Setting> get(String name) {
    return Optional.ofNullable(settings.get(name));
  }

  /** How commits are kept apart in a store of which so much is known. */
  CommitProtection protection(Proof proof) {
    boolean waived =
        get(StorageOption.COMMIT_PROBE).map(Setting::value).equals(Optional.of("false"));
    String lock =
        get(StorageOption.COMMIT_LOCK).map(Setting::value).orElse(CommitProtection.NO_LOCK);
    return new CommitProtection(waived ? Proof.WAIVED : proof, lock);
  }

  /**
   * What holds for reads alone.
   *
   * @param options Lance's, where scans go to another endpoint
   * @param snapshot the snapshot that is read; empty where there is none
   */
  ReadSettings reading(Map<String, String> options, String snapshot) {
    Duration answerTimeout =
        get(StorageOption.ANSWER_TIMEOUT)
            .map(Setting::value)
            .map(ValueForm::toDuration)
            .orElse(ReadSettings.NONE.answerTimeout());
    return new ReadSettings(options, snapshot, answerTimeout);
  }

  Optional<String> tigrisBucketType() {
    return get(StorageOption.TIGRIS_BUCKET_TYPE).map(Setting::value);
  }

  Optional<Setting> tigrisReadEndpoint() {
    return get(StorageOption.TIGRIS_READ_ENDPOINT);
  }

  Optional<Setting> tigrisSnapshotVersion() {
    return get(StorageOption.TIGRIS_SNAPSHOT_VERSION);
  }
}
