package io.lancetrain.spark.storage.resolver;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.StorageLevel;
import io.lancetrain.spark.storage.Endpoint;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.commit.CommitProtection.Proof;
import io.lancetrain.spark.storage.connection.CertificateAuthorities;
import io.lancetrain.spark.storage.s3a.HadoopSettings;
import io.lancetrain.spark.storage.s3a.S3aEncryption;
import io.lancetrain.spark.storage.s3a.S3aRequests;
import io.lancetrain.spark.storage.s3a.S3aSettings;
import io.lancetrain.spark.storage.settings.EnvironmentSettings;
import io.lancetrain.spark.storage.settings.ReadSettings;
import io.lancetrain.spark.storage.settings.RequestDefaults;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import io.lancetrain.spark.storage.settings.StorageSettings;
import io.lancetrain.spark.storage.tigris.TigrisPreset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Finds out how to reach a table's store. For each setting the first place wins: the option {@code
 * storage.NAME}, the catalog's, {@code fs.s3a.*} (the bucket's before the global one), the {@code
 * AWS_*} environment, then what Tigris is known to want, then defaults. Credentials are taken from
 * one place as a whole; providers of credentials that {@code fs.s3a.*} names are such a place.
 * Google's and Azure's stores have options and their environment alone.
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
   * @param levels the options, the most important place first
   * @throws io.lancetrain.spark.error.LanceException for an unknown name (LANCE_UNKNOWN_OPTION), a
   *     value that cannot be used, half a pair of keys, or a session token for Tigris
   *     (LANCE_INVALID_OPTION)
   */
  public StorageSettings resolve(TableUri uri, List<StorageLevel> levels) {
    return resolved(uri, levels).settings();
  }

  /** The settings for a table where all options were set in one place. */
  public StorageSettings resolve(TableUri uri, Map<String, String> storageOptions) {
    return resolve(uri, List.of(new StorageLevel(StorageLevel.OPTIONS, storageOptions)));
  }

  /**
   * What {@link #resolve(TableUri, List)} takes, and from where.
   *
   * @throws io.lancetrain.spark.error.LanceException as {@link #resolve(TableUri, List)} does
   */
  public StorageReport report(TableUri uri, List<StorageLevel> levels) {
    Resolved resolved = resolved(uri, levels);
    return StorageReport.of(
        uri,
        resolved.endpoint(),
        resolved.settings(),
        resolved.draft().all(),
        resolved.own().settings());
  }

  private record Resolved(
      SettingsDraft draft,
      OwnSettings own,
      Optional<Endpoint> endpoint,
      Proof proof,
      ReadSettings reading) {
    StorageSettings settings() {
      return draft.finished().protectedBy(own.protection(proof)).reading(reading);
    }
  }

  private Resolved resolved(TableUri uri, List<StorageLevel> levels) {
    OptionSettings options = OptionSettings.of(uri.store(), levels);
    SettingsDraft draft = options.draft();
    if (!uri.isLocal()) {
      RequestDefaults.offerOwn(draft);
    }
    OwnSettings own = OwnSettings.takenFrom(draft);
    return switch (uri.store()) {
      case S3 -> onS3(uri, options, own);
      case GOOGLE, AZURE -> {
        environment.offerTo(draft, uri.store());
        CertificateAuthorities.offer(draft, environment);
        AzureAccount.require(uri, draft);
        RequestDefaults.offer(draft);
        ReadSettings reading = own.reading(Map.of(), "");
        yield new Resolved(draft, own, Optional.empty(), Proof.TO_BE_SHOWN, reading);
      }
      case LOCAL ->
          new Resolved(new SettingsDraft(), own, Optional.empty(), Proof.KNOWN, ReadSettings.NONE);
    };
  }

  private Resolved onS3(TableUri uri, OptionSettings options, OwnSettings own) {
    S3aSettings s3a = new S3aSettings(hadoop, uri.bucket());
    SettingsDraft draft = options.draft();
    Optional<Endpoint> endpoint =
        endpoint(draft, s3a).map(address -> address.withoutTigrisBucket(uri.bucket()));
    Optional<Endpoint> tigris = endpoint.filter(Endpoint::isTigris);

    CredentialPlaces credentials =
        new CredentialPlaces(uri, options.credentials(), s3a, environment);
    credentials.offerTo(draft);
    draft.offer(StorageOption.REGION, s3a.region());
    draft.offer(StorageOption.REGION, endpoint.flatMap(Endpoint::region));
    if (tigris.filter(address -> !address.isFromEnvironment()).isPresent()) {
      // A region in the environment is then that of another store.
      TigrisPreset.offerRegion(draft);
    }
    draft.offer(StorageOption.REGION, environment.region());
    new S3aRequests(s3a).offer(draft);
    if (draft.get(StorageOption.ENCRYPTION).isEmpty()) {
      new S3aEncryption(s3a).offer(draft);
    }
    environment.offerOthers(draft);
    CertificateAuthorities.offer(draft, environment);
    if (tigris.isPresent()) {
      TigrisPreset.refuseSessionToken(draft, uri);
      TigrisPreset.offer(draft, own.tigrisBucketType());
      if (style(tigris.get(), s3a, uri).isEmpty()) {
        TigrisPreset.offerPathStyle(draft);
      }
    }
    credentials.refuseForeignSessionToken(draft);
    endpoint.ifPresent(address -> offerEndpoint(draft, address, s3a, uri));
    RequestDefaults.offer(draft);
    String snapshot = TigrisPreset.offerSnapshot(draft, own.tigrisSnapshotVersion());
    Map<String, String> ofReads =
        own.tigrisReadEndpoint().map(address -> readOptions(draft, address)).orElse(Map.of());
    return new Resolved(draft, own, endpoint, proof(endpoint), own.reading(ofReads, snapshot));
  }

  /** Amazon S3 and Tigris document that they make a key only once where they are asked to. */
  private static Proof proof(Optional<Endpoint> endpoint) {
    boolean known = endpoint.filter(address -> !address.isAws() && !address.isTigris()).isEmpty();
    return known ? Proof.KNOWN : Proof.TO_BE_SHOWN;
  }

  /** What a gateway for reads takes instead: path style alone, and http where its address says. */
  private static Map<String, String> readOptions(SettingsDraft draft, Setting address) {
    Endpoint endpoint = Endpoint.parse(address, "https");
    Map<String, String> options = new HashMap<>();
    options.put(StorageOption.ENDPOINT, endpoint.toString());
    options.put(PREFERRED_ENDPOINT, endpoint.toString());
    options.put(StorageOption.VIRTUAL_HOSTED, "false");
    if (endpoint.isPlainHttp()) {
      boolean forbidden =
          draft
              .get(StorageOption.ALLOW_HTTP)
              .filter(setting -> setting.value().equals("false"))
              .isPresent();
      if (forbidden) {
        throw httpForbidden(endpoint);
      }
      options.put(StorageOption.ALLOW_HTTP, "true");
    }
    return options;
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

  private void offerEndpoint(
      SettingsDraft draft, Endpoint endpoint, S3aSettings s3a, TableUri uri) {
    if (endpoint.isAws() && environment.endpoint().isEmpty()) {
      return;
    }
    draft.offer(StorageOption.REGION, GENERIC_REGION);
    draft.offer(StorageOption.VIRTUAL_HOSTED, style(endpoint, s3a, uri));
    if (endpoint.isFromS3a()) {
      draft.offer(StorageOption.VIRTUAL_HOSTED, s3aStyle(endpoint, s3a, uri));
    }
    draft.offer(StorageOption.VIRTUAL_HOSTED, new Setting("false", "default"));
    Endpoint address = endpoint;
    if (draft.isTrue(StorageOption.VIRTUAL_HOSTED)) {
      // Lance leaves the bucket out of the address, and expects its user to have put it there.
      boolean mayHoldBucket =
          !endpoint.isFromS3a() && !endpoint.isTigris() && endpoint.startsWith(uri.bucket());
      address = mayHoldBucket ? endpoint : endpoint.hosting(uri.bucket());
    }
    draft.offer(StorageOption.ENDPOINT, address.setting());
    draft.offer(PREFERRED_ENDPOINT, address.setting());
    if (address.isPlainHttp()) {
      allowHttp(draft, endpoint);
    }
  }

  /** The style that a user asked for in the place that names the endpoint. */
  private Optional<Setting> style(Endpoint endpoint, S3aSettings s3a, TableUri uri) {
    if (endpoint.isFromS3a()) {
      return s3a.pathStyle().map(asked -> s3aStyle(endpoint, s3a, uri));
    }
    return endpoint.isFromEnvironment()
        ? environment.first("AWS_VIRTUAL_HOSTED_STYLE_REQUEST")
        : Optional.empty();
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
      throw httpForbidden(endpoint);
    }
  }

  private static RuntimeException httpForbidden(Endpoint endpoint) {
    return OptionErrors.invalidValue(
        LanceOptions.STORAGE_PREFIX + StorageOption.ALLOW_HTTP,
        "false",
        "true for " + endpoint + ", or the endpoint must begin with https://");
  }
}
