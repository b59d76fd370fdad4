package io.lancetrain.spark.storage.connection;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509TrustManager;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads certificates from where machines, JVMs and users keep them. */
final class CertificateFiles {
  /** Variables with which a machine names the places of its authorities; Lance goes by them too. */
  static final String MACHINE_FILE = "SSL_CERT_FILE";

  static final String MACHINE_FOLDERS = "SSL_CERT_DIR";

  private static final Logger LOG = LoggerFactory.getLogger(CertificateFiles.class);

  /** Nothing else of a file is looked at: a private key may lie beside its certificate. */
  private static final Pattern BLOCK =
      Pattern.compile("-----BEGIN (?:TRUSTED )?CERTIFICATE-----([A-Za-z0-9+/=\\s]+)-----END ");

  private static final int LINE = 64;

  /** Where Linux distributions keep all authorities in one file. */
  private static final List<String> BUNDLES =
      List.of(
          "/etc/ssl/certs/ca-certificates.crt",
          "/etc/pki/tls/certs/ca-bundle.crt",
          "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
          "/etc/ssl/ca-bundle.pem",
          "/etc/ssl/cert.pem");

  private CertificateFiles() {}

  /** The certificates of a file in PEM; at least one. */
  static List<X509Certificate> read(Path file) throws IOException, CertificateException {
    List<X509Certificate> certificates = parse(Files.readAllBytes(file));
    if (certificates.isEmpty()) {
      throw new CertificateException("it holds no certificate in PEM");
    }
    return certificates;
  }

  static List<X509Certificate> parse(byte[] pem) throws CertificateException {
    CertificateFactory factory = CertificateFactory.getInstance("X.509");
    List<X509Certificate> certificates = new ArrayList<>();
    Matcher block = BLOCK.matcher(new String(pem, StandardCharsets.ISO_8859_1));
    while (block.find()) {
      byte[] der = Base64.getMimeDecoder().decode(block.group(1));
      certificates.add(
          (X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
    }
    return certificates;
  }

  /** The certificates alone, as text. */
  static String pem(Collection<X509Certificate> certificates) throws CertificateException {
    Base64.Encoder encoder = Base64.getMimeEncoder(LINE, new byte[] {'\n'});
    StringBuilder text = new StringBuilder();
    for (X509Certificate certificate : certificates) {
      text.append("-----BEGIN CERTIFICATE-----\n")
          .append(encoder.encodeToString(certificate.getEncoded()))
          .append("\n-----END CERTIFICATE-----\n");
    }
    return text.toString();
  }

  /** The authorities that this JVM goes by. */
  static List<X509Certificate> trustedByJava() throws GeneralSecurityException {
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init((KeyStore) null);
    return Arrays.stream(factory.getTrustManagers())
        .filter(X509TrustManager.class::isInstance)
        .flatMap(manager -> Arrays.stream(((X509TrustManager) manager).getAcceptedIssuers()))
        .toList();
  }

  /** The authorities that this JVM would go by if it was told nothing else. */
  static List<X509Certificate> shippedWithJava() throws IOException, GeneralSecurityException {
    Path store = Path.of(System.getProperty("java.home"), "lib", "security", "cacerts");
    if (!Files.isRegularFile(store)) {
      return List.of();
    }
    KeyStore shipped = KeyStore.getInstance(store.toFile(), (char[]) null);
    List<X509Certificate> certificates = new ArrayList<>();
    for (String alias : Collections.list(shipped.aliases())) {
      Certificate certificate = shipped.getCertificate(alias);
      if (certificate instanceof X509Certificate authority) {
        certificates.add(authority);
      }
    }
    return certificates;
  }

  /** The authorities that the machine goes by, and so does Lance; none where it keeps no files. */
  static List<X509Certificate> ofMachine(Map<String, String> environment) {
    List<X509Certificate> certificates = new ArrayList<>();
    for (Path file : filesOfMachine(environment)) {
      try {
        certificates.addAll(parse(Files.readAllBytes(file)));
      } catch (IOException | CertificateException | RuntimeException unreadable) {
        LOG.debug("Cannot read certificates from {}", file, unreadable);
      }
    }
    return certificates;
  }

  private static List<Path> filesOfMachine(Map<String, String> environment) {
    String file = environment.getOrDefault(MACHINE_FILE, "");
    String folders = environment.getOrDefault(MACHINE_FOLDERS, "");
    if (file.isEmpty() && folders.isEmpty()) {
      return firstBundle().stream().toList();
    }
    return Stream.concat(
            Stream.of(file).filter(name -> !name.isEmpty()).map(Path::of),
            Arrays.stream(folders.split(File.pathSeparator))
                .filter(name -> !name.isEmpty())
                .flatMap(CertificateFiles::filesIn))
        .filter(Files::isRegularFile)
        .toList();
  }

  private static Optional<Path> firstBundle() {
    return BUNDLES.stream().map(Path::of).filter(Files::isRegularFile).findFirst();
  }

  private static Stream<Path> filesIn(String folder) {
    try (Stream<Path> files = Files.list(Path.of(folder))) {
      return files.collect(Collectors.toList()).stream();
    } catch (IOException unreadable) {
      LOG.debug("Cannot list the certificates in {}", folder, unreadable);
      return Stream.empty();
    }
  }
}
