package io.lancetrain.spark.storage.credential;

import io.lancetrain.spark.storage.Setting;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/**
 * The classes that {@code fs.s3a.aws.credentials.provider} names, in their order.
 *
 * @param names full class names
 * @param source the key under which they were found
 */
public record ProviderNames(List<String> names, String source) {
  private static final String PACKAGE = "org.apache.hadoop.fs.s3a.";
  private static final String SIMPLE = PACKAGE + "SimpleAWSCredentialsProvider";
  private static final String TEMPORARY = PACKAGE + "TemporaryAWSCredentialsProvider";
  private static final String ANONYMOUS = PACKAGE + "AnonymousAWSCredentialsProvider";
  private static final Set<String> OF_SETTINGS = Set.of(SIMPLE, TEMPORARY, ANONYMOUS);

  /** Copies the names. */
  public ProviderNames {
    names = List.copyOf(names);
  }

  /** Reads the list as S3A does. */
  public static ProviderNames of(Setting setting) {
    return new ProviderNames(
        Arrays.stream(setting.value().split(",", -1))
            .map(String::strip)
            .filter(name -> !name.isEmpty())
            .toList(),
        setting.source());
  }

  /** Whether all of them only read settings, so that nobody has to be asked. */
  public boolean onlyReadSettings() {
    return OF_SETTINGS.containsAll(names);
  }

  /** Whether one of them reads an access key and a secret key from the settings. */
  public boolean readKeys() {
    return names.contains(SIMPLE) || readSessionToken();
  }

  /** Whether one of them reads a session token, too. */
  public boolean readSessionToken() {
    return names.contains(TEMPORARY);
  }

  /** Whether requests may go without a signature. */
  public boolean allowAnonymous() {
    return names.contains(ANONYMOUS);
  }
}
