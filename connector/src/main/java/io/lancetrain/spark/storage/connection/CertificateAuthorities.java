package io.lancetrain.spark.storage.connection;

import io.lancetrain.spark.error.ConnectionErrors;
import io.lancetrain.spark.storage.ProxyAddress;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.settings.EnvironmentSettings;
import io.lancetrain.spark.storage.settings.SettingsDraft;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The certificate authorities that a store may have its certificate from, beside those of the
 * machine: the option {@code storage.ca_file}, or else {@code AWS_CA_BUNDLE} and the trust store
 * that the JVM was given, which is the one that S3A goes by.
 *
 * <p>Lance has no setting for them but one: it takes the certificates of a proxy's authorities as
 * good for every server, where there is a proxy. So a proxy is named through which nothing goes,
 * where there is none. The certificates travel as text, since executors need not have the file;
 * they are public.
 */
public final class CertificateAuthorities {
  /** Never connected to. */
  private static final String NO_PROXY = "http://127.0.0.1:9";

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";
  private static final String BUNDLE = "AWS_CA_BUNDLE";
  private static final Logger LOG = LoggerFactory.getLogger(CertificateAuthorities.class);

  /** Read once: each table that is opened asks for them. */
  private static final Map<Surroundings, Optional<Setting>> OF_PROCESS = new ConcurrentHashMap<>();

  private CertificateAuthorities() {}

  /** Offers what was set, in the words that Lance knows. */
  public static void offer(SettingsDraft draft, EnvironmentSettings environment) {
    Optional<Setting> certificates =
        draft
            .remove(StorageOption.CA_FILE)
            .map(CertificateAuthorities::ofFile)
            .or(
                () ->
                    OF_PROCESS.computeIfAbsent(
                        Surroundings.of(environment), CertificateAuthorities::ofSurroundings));
    certificates.ifPresent(
        text -> {
          draft.offer(StorageOption.CERTIFICATES, text);
          offerProxy(draft, environment, text.source());
        });
  }

  /** Where a proxy is named, Lance does not look for those of the environment. */
  private static void offerProxy(
      SettingsDraft draft, EnvironmentSettings environment, String source) {
    if (draft.get(StorageOption.PROXY_URL).isPresent()) {
      return;
    }
    Optional<Setting> proxy =
        environment.first("HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy");
    if (proxy.isPresent()) {
      draft.offer(StorageOption.PROXY_URL, proxy);
      draft.offer(StorageOption.PROXY_EXCLUDES, environment.first("NO_PROXY", "no_proxy"));
    } else {
      draft.remove(StorageOption.PROXY_EXCLUDES);
      draft.offer(StorageOption.PROXY_URL, new Setting(NO_PROXY, source));
      draft.offer(StorageOption.PROXY_EXCLUDES, new Setting(ProxyAddress.EVERYTHING, source));
    }
  }

  private static Setting ofFile(Setting file) {
    try {
      return new Setting(
          CertificateFiles.pem(CertificateFiles.read(Path.of(file.value()))), file.source());
    } catch (IOException | GeneralSecurityException | RuntimeException failure) {
      throw ConnectionErrors.unusableCertificates(
          file.source().replaceFirst("^(option|environment) ", ""), file.value(), failure);
    }
  }

  /** Where a process keeps authorities of its own, and its machine those that everybody knows. */
  private record Surroundings(
      String bundle, String trustStore, String machineFile, String machineFolder) {
    static Surroundings of(EnvironmentSettings environment) {
      return new Surroundings(
          value(environment, BUNDLE),
          System.getProperty(TRUST_STORE, ""),
          value(environment, CertificateFiles.MACHINE_FILE),
          value(environment, CertificateFiles.MACHINE_FOLDERS));
    }

    private static String value(EnvironmentSettings environment, String name) {
      return environment.first(name).map(Setting::value).orElse("");
    }

    Map<String, String> machine() {
      return Map.of(
          CertificateFiles.MACHINE_FILE, machineFile,
          CertificateFiles.MACHINE_FOLDERS, machineFolder);
    }
  }

  /**
   * What the process was told to trust and the machine does not know by itself: the machines of
   * executors are taken to know the same. A file that cannot be used is no reason to fail, since
   * nobody named it for this.
   */
  private static Optional<Setting> ofSurroundings(Surroundings from) {
    Set<X509Certificate> own = new LinkedHashSet<>();
    try {
      if (!from.bundle().isEmpty()) {
        own.addAll(CertificateFiles.read(Path.of(from.bundle())));
      }
    } catch (IOException | GeneralSecurityException | RuntimeException unusable) {
      LOG.warn(
          "Cannot use the certificates in {}, which {} names", from.bundle(), BUNDLE, unusable);
    }
    try {
      if (new File(from.trustStore()).isFile()) {
        own.addAll(CertificateFiles.trustedByJava());
        own.removeAll(CertificateFiles.shippedWithJava());
      }
      own.removeAll(CertificateFiles.ofMachine(from.machine()));
      return own.isEmpty()
          ? Optional.empty()
          : Optional.of(new Setting(CertificateFiles.pem(own), BUNDLE + " or " + TRUST_STORE));
    } catch (IOException | GeneralSecurityException unusable) {
      LOG.warn("Cannot use the trust store {}", from.trustStore(), unusable);
      return Optional.empty();
    }
  }

  /** All whose certificates Lance takes, as far as that can be known. */
  static Collection<X509Certificate> trusted(
      Map<String, String> lanceOptions, Map<String, String> environment)
      throws IOException, GeneralSecurityException {
    Set<X509Certificate> all = new LinkedHashSet<>(CertificateFiles.trustedByJava());
    all.addAll(CertificateFiles.ofMachine(environment));
    String text = lanceOptions.get(StorageOption.CERTIFICATES);
    if (text != null) {
      all.addAll(CertificateFiles.parse(text.getBytes(StandardCharsets.US_ASCII)));
    }
    return all;
  }
}
