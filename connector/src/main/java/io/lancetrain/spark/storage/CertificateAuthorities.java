package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.StorageErrors;
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

/**
 * The certificate authorities that a store may have its certificate from, beside those of the
 * machine: the option {@code storage.ca_file}, or {@code AWS_CA_BUNDLE}, or the trust store that
 * the JVM was given, which is the one that S3A goes by.
 *
 * <p>Lance has no setting for them but one: it takes the certificates of a proxy's authorities as
 * good for every server, where there is a proxy. So a proxy is named through which nothing goes,
 * where there is none. The certificates travel as text, since executors need not have the file;
 * they are public.
 */
final class CertificateAuthorities {
  /** Lance's name for the certificates, in PEM. */
  static final String CERTIFICATES = "proxy_ca_certificate";

  /** Every name and every address. */
  static final String EVERYTHING = "*,0.0.0.0/0,::/0";

  /** Never connected to. */
  private static final String NO_PROXY = "http://127.0.0.1:9";

  private static final String TRUST_STORE = "javax.net.ssl.trustStore";

  private CertificateAuthorities() {}

  /** Offers what was set, in the words that Lance knows. */
  static void offer(SettingsDraft draft, EnvironmentSettings environment) {
    Optional<Setting> certificates =
        draft
            .remove(StorageOption.CA_FILE)
            .or(() -> environment.first("AWS_CA_BUNDLE"))
            .map(CertificateAuthorities::ofFile)
            .or(CertificateAuthorities::ofTrustStore);
    certificates.ifPresent(
        text -> {
          draft.offer(CERTIFICATES, text);
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
      draft.offer(StorageOption.PROXY_EXCLUDES, new Setting(EVERYTHING, source));
    }
  }

  /** Whether these options name a proxy through which something may go. */
  static boolean haveProxy(Map<String, String> lanceOptions) {
    return lanceOptions.containsKey(StorageOption.PROXY_URL)
        && !EVERYTHING.equals(lanceOptions.get(StorageOption.PROXY_EXCLUDES));
  }

  private static Setting ofFile(Setting file) {
    try {
      return new Setting(
          CertificateFiles.pem(CertificateFiles.read(Path.of(file.value()))), file.source());
    } catch (IOException | GeneralSecurityException | RuntimeException failure) {
      throw StorageErrors.unusableCertificates(
          file.source().replaceFirst("^(option|environment) ", ""), file.value(), failure);
    }
  }

  /** What the JVM was told to trust and would not by itself. */
  private static Optional<Setting> ofTrustStore() {
    String store = System.getProperty(TRUST_STORE, "");
    if (store.isBlank() || !new File(store).isFile()) {
      return Optional.empty();
    }
    try {
      Set<X509Certificate> own = new LinkedHashSet<>(CertificateFiles.trustedByJava());
      own.removeAll(CertificateFiles.shippedWithJava());
      return own.isEmpty()
          ? Optional.empty()
          : Optional.of(new Setting(CertificateFiles.pem(own), TRUST_STORE));
    } catch (IOException | GeneralSecurityException failure) {
      throw StorageErrors.unusableCertificates(TRUST_STORE, store, failure);
    }
  }

  /** All whose certificates Lance takes, as far as that can be known. */
  static Collection<X509Certificate> trusted(
      Map<String, String> lanceOptions, Map<String, String> environment)
      throws IOException, GeneralSecurityException {
    Set<X509Certificate> all = new LinkedHashSet<>(CertificateFiles.trustedByJava());
    all.addAll(CertificateFiles.ofMachine(environment));
    String text = lanceOptions.get(CERTIFICATES);
    if (text != null) {
      all.addAll(CertificateFiles.parse(text.getBytes(StandardCharsets.US_ASCII)));
    }
    return all;
  }
}
