package io.lancetrain.spark.storage.resolver;

import io.lancetrain.spark.error.CredentialErrors;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.credential.CredentialChain;
import io.lancetrain.spark.storage.credential.CredentialLevel;
import io.lancetrain.spark.storage.s3a.S3aSettings;
import io.lancetrain.spark.storage.settings.EnvironmentSettings;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import java.util.List;
import java.util.Optional;

/**
 * Where credentials for a store on S3 may be: the options, {@code fs.s3a.*} and its providers, the
 * environment. They are taken from the first place that has any, as a whole.
 */
final class CredentialPlaces {
  private final TableUri uri;
  private final List<CredentialLevel> options;
  private final S3aSettings s3a;
  private final EnvironmentSettings environment;

  CredentialPlaces(
      TableUri uri,
      List<CredentialLevel> options,
      S3aSettings s3a,
      EnvironmentSettings environment) {
    this.uri = uri;
    this.options = options;
    this.s3a = s3a;
    this.environment = environment;
  }

  /** Offers those of the first place that has any. */
  void offerTo(SettingsDraft draft) {
    if (draft.isTrue(StorageOption.SKIP_SIGNATURE)) {
      return;
    }
    for (CredentialLevel level : options) {
      if (offerLevel(draft, level)) {
        return;
      }
    }
    if (s3a.anonymous().isPresent()) {
      draft.offer(StorageOption.SKIP_SIGNATURE, s3a.anonymous());
      return;
    }
    Optional<CredentialChain> chain = s3a.credentialChain();
    if (chain.isPresent()) {
      draft.use(chain.get());
      return;
    }
    CredentialLevel ofEnvironment =
        new CredentialLevel(
            environment.accessKey(),
            environment.secretKey(),
            environment.sessionToken(),
            "AWS_ACCESS_KEY_ID",
            "AWS_SECRET_ACCESS_KEY");
    List<CredentialLevel> ofBucketAndGlobal = s3a.credentialLevels();
    if (!offerLevel(draft, ofBucketAndGlobal.get(0))
        && !offerLevel(draft, ofBucketAndGlobal.get(1))
        && !offerLevel(draft, ofEnvironment)) {
      draft.offer(StorageOption.SKIP_SIGNATURE, environment.first("AWS_SKIP_SIGNATURE"));
    }
  }

  private boolean offerLevel(SettingsDraft draft, CredentialLevel level) {
    level.refuseHalf(uri);
    if (level.isComplete()) {
      draft.offer(StorageOption.ACCESS_KEY, level.accessKey());
      draft.offer(StorageOption.SECRET_KEY, level.secretKey());
      draft.offer(StorageOption.SESSION_TOKEN, level.sessionToken());
    }
    return level.isComplete();
  }

  /**
   * Lance adds the session token that it finds in its environment to keys that came from elsewhere,
   * and nothing that could be handed to it prevents that; stores refuse the mixture.
   */
  void refuseForeignSessionToken(SettingsDraft draft) {
    boolean hasToken = draft.get(StorageOption.SESSION_TOKEN).isPresent();
    if (!hasToken && environment.sessionToken().isPresent()) {
      draft
          .get(StorageOption.ACCESS_KEY)
          .ifPresent(
              key -> {
                throw CredentialErrors.foreignSessionToken(uri.toString(), key.source());
              });
    }
  }
}
