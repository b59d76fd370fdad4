package io.lancetrain.spark.storage.s3a;

import io.lancetrain.spark.error.CredentialErrors;
import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.security.ProviderUtils;

/**
 * Hadoop's settings as a user made them: Hadoop gives many {@code fs.s3a.*} keys a value of its
 * own, which must not pass for somebody's wish.
 *
 * @since 0.1.0
 */
public final class HadoopSettings {
  private static final String HADOOP_DEFAULTS = "-default.xml";
  private static final String S3A = "org.apache.hadoop.fs.s3a.S3AFileSystem";
  private static final String ALL_BUCKETS = "fs.s3a.bucket.";
  private static final String CREDENTIAL_FILES = "hadoop.security.credential.provider.path";
  private static final String CREDENTIAL_FILES_OF_S3A = "security.credential.provider.path";

  private final Configuration configuration;

  private HadoopSettings(Configuration configuration) {
    this.configuration = configuration;
  }

  /** What was set in this configuration, which is looked at later and never changed. */
  public static HadoopSettings of(Configuration configuration) {
    return new HadoopSettings(configuration);
  }

  /** The value of a key; null where it is not set, or where only Hadoop's defaults set it. */
  String value(String key) {
    String value = configuration.getTrimmed(key);
    return value == null || isDefault(configuration.getPropertySources(key)) ? null : value;
  }

  private static boolean isDefault(String[] sources) {
    return sources != null
        && sources.length > 0
        && Arrays.stream(sources).allMatch(source -> source.endsWith(HADOOP_DEFAULTS));
  }

  /**
   * Looks secrets of a bucket up as S3A does: in the credential files that are named for the
   * bucket, for S3A, or for all of Hadoop, then among the settings. The look-up gives null for a
   * key that is in none of them.
   */
  UnaryOperator<String> secrets(String bucket) {
    String files = credentialFiles(bucket);
    if (files.isEmpty()) {
      return this::value;
    }
    Configuration view = withCredentialFiles(new Configuration(configuration), files);
    return key -> {
      try {
        char[] secret = view.getPassword(key);
        return secret == null ? null : String.valueOf(secret);
      } catch (IOException failure) {
        throw CredentialErrors.credentialFile(files, key, failure);
      }
    };
  }

  /** The paths of credential files, in the order in which they are searched; may be empty. */
  private String credentialFiles(String bucket) {
    String ofS3a = value(ALL_BUCKETS + bucket + "." + CREDENTIAL_FILES_OF_S3A);
    if (ofS3a == null) {
      ofS3a = value("fs.s3a." + CREDENTIAL_FILES_OF_S3A);
    }
    String ofHadoop = value(CREDENTIAL_FILES);
    if (ofS3a == null) {
      return ofHadoop == null ? "" : ofHadoop;
    }
    return ofHadoop == null ? ofS3a : ofS3a + "," + ofHadoop;
  }

  /** A credential file in the store itself could only be opened with what is in it. */
  private static Configuration withCredentialFiles(Configuration copy, String files) {
    copy.set(CREDENTIAL_FILES, files);
    Class<?> s3a = copy.getClassByNameOrNull(S3A);
    if (s3a == null || !FileSystem.class.isAssignableFrom(s3a)) {
      return copy;
    }
    try {
      return ProviderUtils.excludeIncompatibleCredentialProviders(
          copy, s3a.asSubclass(FileSystem.class));
    } catch (IOException failure) {
      throw CredentialErrors.credentialFile(files, CREDENTIAL_FILES, failure);
    }
  }

  /**
   * Everything that was set and may matter for one bucket, so that a provider of credentials finds
   * it on an executor, too: a class of the user's may ask for any key. As Hadoop keeps it, with
   * variables in it.
   */
  Map<String, String> entries(String bucket) {
    Map<String, String> entries = new TreeMap<>();
    for (Map.Entry<String, String> entry : configuration) {
      String key = entry.getKey();
      boolean ofOtherBucket =
          key.startsWith(ALL_BUCKETS) && !key.startsWith(ALL_BUCKETS + bucket + ".");
      if (!ofOtherBucket && !isDefault(configuration.getPropertySources(key))) {
        entries.put(key, entry.getValue());
      }
    }
    String files = credentialFiles(bucket);
    if (!files.isEmpty()) {
      entries.put(CREDENTIAL_FILES, files);
    }
    return entries;
  }
}
