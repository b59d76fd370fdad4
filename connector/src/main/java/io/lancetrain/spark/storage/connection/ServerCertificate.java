package io.lancetrain.spark.storage.connection;

import io.lancetrain.spark.storage.Endpoint;
import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Collection;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What is wrong with the certificate of a server. */
final class ServerCertificate {
  private static final Logger LOG = LoggerFactory.getLogger(ServerCertificate.class);

  private ServerCertificate() {}

  /**
   * Shakes hands over a connection, which is of no use afterwards.
   *
   * @param authorities whose certificates are taken
   * @return why the certificate is not; empty where it is
   * @throws SSLException where the server does not speak TLS
   */
  static Optional<String> fault(Socket socket, Endpoint endpoint, SSLContext authorities)
      throws IOException {
    SSLSocketFactory factory = authorities.getSocketFactory();
    String host = endpoint.host().replaceAll("[\\[\\]]", "");
    try (SSLSocket secured =
        (SSLSocket) factory.createSocket(socket, host, endpoint.port(), true)) {
      SSLParameters parameters = secured.getSSLParameters();
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      secured.setSSLParameters(parameters);
      secured.startHandshake();
      return Optional.empty();
    } catch (SSLHandshakeException | SSLPeerUnverifiedException refused) {
      Optional<String> fault = ofCertificate(refused);
      if (fault.isEmpty()) {
        LOG.debug("{} answers, and Java cannot agree with it on TLS", host, refused);
      }
      return fault;
    }
  }

  /** The innermost reason, where it is one of certificates. */
  private static Optional<String> ofCertificate(Throwable failure) {
    boolean ofCertificate = false;
    Throwable reason = failure;
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      ofCertificate |= cause instanceof CertificateException;
      reason = cause;
    }
    return ofCertificate ? Optional.of(String.valueOf(reason.getMessage())) : Optional.empty();
  }

  /** TLS that goes by these authorities. */
  static SSLContext trusting(Collection<X509Certificate> authorities)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    int number = 0;
    for (X509Certificate authority : authorities) {
      store.setCertificateEntry("authority-" + number++, authority);
    }
    TrustManagerFactory factory =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    factory.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, factory.getTrustManagers(), null);
    return context;
  }

  /** TLS that goes by the authorities of this JVM, as Hadoop's S3A does. */
  static SSLContext trustingAsJava() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, null, null);
    return context;
  }
}
