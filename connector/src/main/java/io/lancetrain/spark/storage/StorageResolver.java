package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.storage.CommitProtection.Proof;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Finds out how to reach a table's store. For each setting the first place wins: the option {@code
 * storage.NAME}, {@code fs.s3a.*} (the bucket's before the global one), the {@code AWS_*}
 * environment, then what Tigris is known to want, then defaults. Credentials are taken from one
 * place as a whole; providers of credentials that {@code fs.s3a.*} names are such a place.
 *
 * @since 0.1.0
 */
public final class StorageResolver {
  /** Lance prefers this name over {@code aws_endpoint}, and may find it in its environment. */
  private static final String PREFERRED_ENDPOINT = "aws_endpoint_url_s3";

  /** What S3A signs with for a store that is not Amazon's. */
  private static final Setting GENERIC_REGION = new Setting("us-east-1", "default");

  private final HadoopSettings hadoop;
  private final EnvironmentSettings environment;

  /**
   * A resolver over these places.
   *
   * @param hadoop what a user set for Hadoop
   * @param environment the environment's variables
   */
  public StorageResolver(HadoopSettings hadoop, Map<String, String> environment) {
    this.hadoop = hadoop;
    this.environment = new EnvironmentSettings(environment);
  }

  /**
   * The settings for a table; none for a local path, whose options are checked all the same.
   *
   * @param storageOptions names, without {@code storage.} and in any case, to values
   * @throws io.lancetrain.spark.error.LanceException for an unknown name (LANCE_UNKNOWN_OPTION), a
   *     value that cannot be used, half a pair of keys, or a session token for Tigris
   *     (LANCE_INVALID_OPTION)
   */
  public StorageSettings resolve(TableUri uri, Map<String, String> storageOptions) {
    SettingsDraft options = checked(storageOptions);
    String lock =
        options
            .remove(StorageOption.COMMIT_LOCK)
            .map(Setting::value)
            .orElse(CommitProtection.NO_LOCK);
    Optional<String> probe = options.remove(StorageOption.COMMIT_PROBE).map(Setting::value);
    if (!uri.onS3()) {
      return StorageSettings.NONE.protectedBy(new CommitProtection(Proof.KNOWN, lock));
    }
    S3aSettings s3a = new S3aSettings(hadoop, uri.bucket());
    Optional<String> tigrisBucketType =
        options.remove(StorageOption.TIGRIS_BUCKET_TYPE).map(Setting::value);
    SettingsDraft draft = options;
    Optional<Endpoint> endpoint = endpoint(draft, s3a);

    offerCredentials(draft, s3a, uri);
    draft.offer(StorageOption.REGION, s3a.region());
    draft.offer(StorageOption.REGION, endpoint.flatMap(Endpoint::region));
    draft.offer(StorageOption.REGION, environment.region());
    new S3aRequests(s3a).offer(draft);
    if (draft.get(StorageOption.ENCRYPTION).isEmpty()) {
      new S3aEncryption(s3a).offer(draft);
    }
    environment.offerOthers(draft);
    CertificateAuthorities.offer(draft, environment);
    if (endpoint.filter(Endpoint::isTigris).isPresent()) {
      TigrisPreset.refuseSessionToken(draft, uri);
      TigrisPreset.offer(draft, tigrisBucketType);
    }
    refuseForeignSessionToken(draft, uri);
    endpoint.ifPresent(address -> offerEndpoint(draft, address, s3a, uri));
    RequestDefaults.offer(draft);
    Proof proof = probe.filter("false"::equals).isPresent() ? Proof.WAIVED : proof(endpoint);
    return draft.finished().protectedBy(new CommitProtection(proof, lock));
  }

  /** Amazon S3 and Tigris document that they make a key only once where they are asked to. */
  private static Proof proof(Optional<Endpoint> endpoint) {
    boolean known = endpoint.filter(address -> !address.isAws() && !address.isTigris()).isEmpty();
    return known ? Proof.KNOWN : Proof.TO_BE_SHOWN;
  }

  private static SettingsDraft checked(Map<String, String> storageOptions) {
    Map<String, String> givenAs = new TreeMap<>();
    SettingsDraft draft = new SettingsDraft();
    new TreeMap<>(storageOptions)
        .forEach(
            (name, value) -> {
              StorageOption option = StorageOption.named(name);
              String shown = LanceOptions.STORAGE_PREFIX + name;
              String before = givenAs.putIfAbsent(option.name(), shown);
              if (before != null) {
                throw OptionErrors.conflictingOptions(before, shown);
              }
              draft.offer(
                  option.name(), new Setting(option.checked(value, shown), "option " + shown));
            });
    return draft;
  }

  private Optional<Endpoint> endpoint(SettingsDraft draft, S3aSettings s3a) {
    Optional<Setting> option = draft.remove(StorageOption.ENDPOINT);
    if (option.isPresent()) {
      String protocol = draft.isTrue(StorageOption.ALLOW_HTTP) ? "http" : "https";
      return option.map(setting -> Endpoint.parse(setting, protocol));
    }
    if (s3a.endpoint().isPresent()) {
      String protocol = s3a.usesTls() ? "https" : "http";
      return s3a.endpoint().map(setting -> Endpoint.parse(setting, protocol));
    }
    return environment.endpoint().map(setting -> Endpoint.parse(setting, "https"));
  }

  private void offerCredentials(SettingsDraft draft, S3aSettings s3a, TableUri uri) {
    if (draft.isTrue(StorageOption.SKIP_SIGNATURE)) {
      return;
    }
    CredentialLevel ofOptions =
        new CredentialLevel(
            draft.remove(StorageOption.ACCESS_KEY),
            draft.remove(StorageOption.SECRET_KEY),
            draft.remove(StorageOption.SESSION_TOKEN),
            "option " + LanceOptions.STORAGE_PREFIX + StorageOption.ACCESS_KEY,
            "option " + LanceOptions.STORAGE_PREFIX + StorageOption.SECRET_KEY);
    if (offerLevel(draft, ofOptions, uri)) {
      return;
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
    if (!offerLevel(draft, ofBucketAndGlobal.get(0), uri)
        && !offerLevel(draft, ofBucketAndGlobal.get(1), uri)
        && !offerLevel(draft, ofEnvironment, uri)) {
      draft.offer(StorageOption.SKIP_SIGNATURE, environment.first("AWS_SKIP_SIGNATURE"));
    }
  }

  private static boolean offerLevel(SettingsDraft draft, CredentialLevel level, TableUri uri) {
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
  private void refuseForeignSessionToken(SettingsDraft draft, TableUri uri) {
    boolean hasToken = draft.get(StorageOption.SESSION_TOKEN).isPresent();
    if (!hasToken && environment.sessionToken().isPresent()) {
      draft
          .get(StorageOption.ACCESS_KEY)
          .ifPresent(
              key -> {
                throw StorageErrors.foreignSessionToken(uri.toString(), key.source());
              });
    }
  }

  private void offerEndpoint(
      SettingsDraft draft, Endpoint endpoint, S3aSettings s3a, TableUri uri) {
    if (endpoint.isAws() && environment.endpoint().isEmpty()) {
      return;
    }
    draft.offer(StorageOption.REGION, GENERIC_REGION);
    boolean fromS3a = endpoint.source().toLowerCase(Locale.ROOT).startsWith("fs.s3a.");
    if (fromS3a) {
      draft.offer(StorageOption.VIRTUAL_HOSTED, s3aStyle(endpoint, s3a, uri));
    } else if (endpoint.source().startsWith("environment")) {
      draft.offer(
          StorageOption.VIRTUAL_HOSTED, environment.first("AWS_VIRTUAL_HOSTED_STYLE_REQUEST"));
    }
    draft.offer(StorageOption.VIRTUAL_HOSTED, new Setting("false", "default"));
    Endpoint address = endpoint;
    if (draft.isTrue(StorageOption.VIRTUAL_HOSTED)) {
      // Lance leaves the bucket out of the address, and expects its user to have put it there.
      boolean mayHoldBucket = !fromS3a && endpoint.startsWith(uri.bucket());
      address = mayHoldBucket ? endpoint : endpoint.hosting(uri.bucket());
    }
    draft.offer(StorageOption.ENDPOINT, address.setting());
    draft.offer(PREFERRED_ENDPOINT, address.setting());
    if (address.isPlainHttp()) {
      allowHttp(draft, endpoint);
    }
  }

  /** S3A puts the bucket before the host unless told otherwise, or where that is impossible. */
  private static Setting s3aStyle(Endpoint endpoint, S3aSettings s3a, TableUri uri) {
    Setting pathStyle =
        s3a.pathStyle().orElse(new Setting("false", "default of fs.s3a.path.style.access"));
    boolean virtualHosted = pathStyle.value().equals("false") && endpoint.canHost(uri.bucket());
    return new Setting(String.valueOf(virtualHosted), pathStyle.source());
  }

  private static void allowHttp(SettingsDraft draft, Endpoint endpoint) {
    draft.offer(StorageOption.ALLOW_HTTP, new Setting("true", endpoint.source()));
    if (!draft.isTrue(StorageOption.ALLOW_HTTP)) {
      throw OptionErrors.invalidValue(
          LanceOptions.STORAGE_PREFIX + StorageOption.ALLOW_HTTP,
          "false",
          "true for " + endpoint + ", or the endpoint must begin with https://");
    }
  }
}
