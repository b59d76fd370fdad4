package io.lancetrain.spark.storage.s3a;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import java.util.Locale;
import java.util.Optional;

/**
 * The encryption that {@code fs.s3a.encryption.*} asks for: what the store does is asked of it for
 * Lance's files, too; what S3A itself does before it sends a file Lance cannot do, so that it is
 * refused.
 */
public final class S3aEncryption {
  private static final String ALGORITHM = "encryption.algorithm";
  private static final String KEY = "encryption.key";

  /** What Hadoop called them before version 3.3.2. */
  private static final String OLD_ALGORITHM = "server-side-encryption-algorithm";

  private static final String OLD_KEY = "server-side-encryption.key";

  private final S3aSettings s3a;

  /** What these settings say of it. */
  public S3aEncryption(S3aSettings s3a) {
    this.s3a = s3a;
  }

  /** Offers it as Lance takes it. */
  public void offer(SettingsDraft draft) {
    s3a.value(ALGORITHM)
        .or(() -> s3a.value(OLD_ALGORITHM))
        .ifPresent(algorithm -> offer(draft, algorithm));
  }

  private void offer(SettingsDraft draft, Setting algorithm) {
    Optional<Setting> key = s3a.secret(KEY).or(() -> s3a.secret(OLD_KEY));
    switch (algorithm.value().toUpperCase(Locale.ROOT)) {
      case "AES256", "SSE-S3" -> offer(draft, "AES256", algorithm);
      case "SSE-KMS" -> {
        offer(draft, "aws:kms", algorithm);
        draft.offer(StorageOption.KMS_KEY, key);
      }
      case "DSSE-KMS" -> {
        offer(draft, "aws:kms:dsse", algorithm);
        draft.offer(StorageOption.KMS_KEY, key);
      }
      case "SSE-C" -> {
        offer(draft, "sse-c", algorithm);
        draft.offer(StorageOption.CUSTOMER_KEY, key);
      }
      default ->
          throw OptionErrors.invalidValue(
              algorithm.source(),
              algorithm.value(),
              "AES256, SSE-KMS, DSSE-KMS or SSE-C for a Lance table, which only the store can"
                  + " encrypt");
    }
  }

  private static void offer(SettingsDraft draft, String lanceName, Setting algorithm) {
    draft.offer(StorageOption.ENCRYPTION, new Setting(lanceName, algorithm.source()));
  }
}
