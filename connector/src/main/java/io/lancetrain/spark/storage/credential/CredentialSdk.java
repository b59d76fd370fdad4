package io.lancetrain.spark.storage.credential;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URI;
import java.time.Instant;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/**
 * The two generations of Amazon's SDK under Hadoop's S3A, and the names by which each is asked for
 * credentials. One jar runs on both, so that it can name neither in its class files.
 */
public enum CredentialSdk {
  /** Hadoop 3.3. */
  ONE(
      "org.apache.hadoop.fs.s3a.S3AUtils",
      "createAWSCredentialProviderSet",
      "getCredentials",
      "com.amazonaws.auth.AWSCredentials",
      "getAWSAccessKeyId",
      "getAWSSecretKey",
      "com.amazonaws.auth.AWSSessionCredentials",
      "getSessionToken"),
  /** Hadoop 3.4 and later. */
  TWO(
      "org.apache.hadoop.fs.s3a.auth.CredentialProviderListFactory",
      "createAWSCredentialProviderList",
      "resolveCredentials",
      "software.amazon.awssdk.auth.credentials.AwsCredentials",
      "accessKeyId",
      "secretAccessKey",
      "software.amazon.awssdk.auth.credentials.AwsSessionCredentials",
      "sessionToken");

  private static final String EXPIRY = "expirationTime";

  private final String factory;
  private final String create;
  private final String ask;
  private final String credentials;
  private final String accessKey;
  private final String secretKey;
  private final String sessionCredentials;
  private final String sessionToken;

  CredentialSdk(
      String factory,
      String create,
      String ask,
      String credentials,
      String accessKey,
      String secretKey,
      String sessionCredentials,
      String sessionToken) {
    this.factory = factory;
    this.create = create;
    this.ask = ask;
    this.credentials = credentials;
    this.accessKey = accessKey;
    this.secretKey = secretKey;
    this.sessionCredentials = sessionCredentials;
    this.sessionToken = sessionToken;
  }

  /** The one that this Hadoop uses. */
  public static CredentialSdk of(Configuration configuration) {
    return configuration.getClassByNameOrNull(TWO.factory) == null ? ONE : TWO;
  }

  /**
   * Hadoop's list of providers, made as S3A makes it for a bucket.
   *
   * @throws ClassNotFoundException where S3A is not on the class path
   * @throws InvocationTargetException with what Hadoop threw
   */
  Object createProviders(URI bucket, Configuration configuration)
      throws ReflectiveOperationException {
    return configuration
        .getClassByName(factory)
        .getMethod(create, URI.class, Configuration.class)
        .invoke(null, bucket, configuration);
  }

  /**
   * What the list answers now; an empty key stands for requests without a signature.
   *
   * @throws InvocationTargetException with what a provider threw
   */
  Credentials ask(Object providers) throws ReflectiveOperationException {
    Object found = providers.getClass().getMethod(ask).invoke(providers);
    ClassLoader loader = providers.getClass().getClassLoader();
    // The class of the answer may be private to a provider: only the SDK's own types can be asked.
    Class<?> keys = Class.forName(credentials, false, loader);
    Class<?> withToken = Class.forName(sessionCredentials, false, loader);
    Optional<String> token =
        withToken.isInstance(found) ? text(withToken, sessionToken, found) : Optional.empty();
    return new Credentials(
        text(keys, accessKey, found).orElse(""),
        text(keys, secretKey, found).orElse(""),
        token,
        expiry(keys, found));
  }

  private static Optional<String> text(Class<?> type, String method, Object target)
      throws ReflectiveOperationException {
    return Optional.ofNullable((String) type.getMethod(method).invoke(target));
  }

  private Optional<Instant> expiry(Class<?> keys, Object found)
      throws ReflectiveOperationException {
    if (this == ONE) {
      return Optional.empty();
    }
    Method expiry = keys.getMethod(EXPIRY);
    return ((Optional<?>) expiry.invoke(found)).map(Instant.class::cast);
  }
}
