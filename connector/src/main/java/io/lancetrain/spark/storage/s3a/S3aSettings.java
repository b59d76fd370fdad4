package io.lancetrain.spark.storage.s3a;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.ValueForm;
import io.lancetrain.spark.storage.credential.CredentialChain;
import io.lancetrain.spark.storage.credential.CredentialLevel;
import io.lancetrain.spark.storage.credential.ProviderNames;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What {@code fs.s3a.*} says for one bucket: {@code fs.s3a.bucket.NAME.*} before {@code fs.s3a.*},
 * as S3A itself reads it.
 */
public final class S3aSettings {
  private static final String GLOBAL = "fs.s3a.";

  private final HadoopSettings hadoop;
  private final UnaryOperator<String> secrets;
  private final String bucket;
  private final String ofBucket;

  /** Those of a bucket. */
  public S3aSettings(HadoopSettings hadoop, String bucket) {
    this.hadoop = hadoop;
    this.secrets = hadoop.secrets(bucket);
    this.bucket = bucket;
    this.ofBucket = GLOBAL + "bucket." + bucket + ".";
  }

  /**
   * The providers to ask for credentials; empty where none are named, and where those that are only
   * read the settings that {@link #credentialLevels()} has.
   */
  public Optional<CredentialChain> credentialChain() {
    return providers()
        .filter(providers -> !providers.onlyReadSettings())
        .map(providers -> new CredentialChain(bucket, providers, hadoop.entries(bucket)));
  }

  private Optional<ProviderNames> providers() {
    return value("aws.credentials.provider")
        .map(ProviderNames::of)
        .filter(providers -> !providers.names().isEmpty());
  }

  /** The bucket's own credentials, then the global ones; parts of the two are never mixed. */
  public List<CredentialLevel> credentialLevels() {
    return List.of(credentialLevel(ofBucket), credentialLevel(GLOBAL));
  }

  private CredentialLevel credentialLevel(String prefix) {
    Optional<ProviderNames> providers = providers();
    if (!providers.map(ProviderNames::readKeys).orElse(true)) {
      return CredentialLevel.EMPTY;
    }
    Optional<Setting> token =
        providers.map(ProviderNames::readSessionToken).orElse(true)
            ? secretAt(prefix, "session.token")
            : Optional.empty();
    return new CredentialLevel(
        secretAt(prefix, "access.key"),
        secretAt(prefix, "secret.key"),
        token,
        prefix + "access.key",
        prefix + "secret.key");
  }

  /** Requests without a signature, for public buckets. */
  public Optional<Setting> anonymous() {
    return providers()
        .filter(ProviderNames::allowAnonymous)
        .filter(providers -> !providers.readKeys())
        .filter(ProviderNames::onlyReadSettings)
        .map(providers -> new Setting("true", providers.source()));
  }

  /** The address of the store. */
  public Optional<Setting> endpoint() {
    return value("endpoint");
  }

  /** The region that requests are signed for. */
  public Optional<Setting> region() {
    return value("endpoint.region");
  }

  /** Whether the bucket stands in the path of requests. */
  public Optional<Setting> pathStyle() {
    return bool("path.style.access");
  }

  /** Whether an endpoint that names no protocol means https, which is S3A's default. */
  public boolean usesTls() {
    return bool("connection.ssl.enabled").map(tls -> tls.value().equals("true")).orElse(true);
  }

  Optional<Setting> bool(String name) {
    return value(name)
        .map(
            found ->
                new Setting(
                    ValueForm.BOOLEAN
                        .normalized(found.value().toLowerCase(Locale.ROOT))
                        .orElseThrow(
                            () ->
                                OptionErrors.invalidValue(
                                    found.source(), found.value(), ValueForm.BOOLEAN.expected())),
                    found.source()));
  }

  Optional<Setting> value(String name) {
    return at(ofBucket, name).or(() -> at(GLOBAL, name));
  }

  /** A setting that may be kept in a credential file. */
  Optional<Setting> secret(String name) {
    return secretAt(ofBucket, name).or(() -> secretAt(GLOBAL, name));
  }

  private Optional<Setting> secretAt(String prefix, String name) {
    return found(secrets.apply(prefix + name), prefix + name);
  }

  private Optional<Setting> at(String prefix, String name) {
    return found(hadoop.value(prefix + name), prefix + name);
  }

  private static Optional<Setting> found(String value, String key) {
    return value == null || value.isBlank()
        ? Optional.empty()
        : Optional.of(new Setting(value, key));
  }
}
