package io.lancetrain.spark.storage.credential;

import io.lancetrain.spark.error.CredentialErrors;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.storage.Secrets;
import java.lang.reflect.InvocationTargetException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;

/** Hadoop's providers of credentials for one bucket, in this process. Safe for any thread. */
public final class CredentialProviders {
  /** So many of the last keys are kept, to be masked in what a store says about a request. */
  private static final int REMEMBERED = 8;

  private final CredentialChain chain;
  private final Deque<Credentials> last = new ArrayDeque<>();
  private Hadoop hadoop;
  private LanceException failure;

  /** Hadoop's own list, and how to ask it. */
  private record Hadoop(CredentialSdk sdk, Object providers) {}

  CredentialProviders(CredentialChain chain) {
    this.chain = chain;
  }

  /**
   * What the providers answer now.
   *
   * @throws LanceException where S3A is not on the class path (LANCE_UNSUPPORTED_OPERATION), or no
   *     provider has credentials (LANCE_ACCESS_DENIED)
   */
  synchronized Credentials current() {
    try {
      Credentials answer = ask();
      failure = null;
      if (!answer.equals(last.peekLast())) {
        last.addLast(answer);
        if (last.size() > REMEMBERED) {
          last.removeFirst();
        }
      }
      return answer;
    } catch (LanceException noCredentials) {
      failure = noCredentials;
      throw noCredentials;
    }
  }

  /** Why the providers gave nothing when they were asked last; empty where they did. */
  synchronized Optional<LanceException> failure() {
    return Optional.ofNullable(failure);
  }

  /** The text without the keys that were given lately. */
  public synchronized String masked(String text) {
    String masked = text;
    for (Credentials credentials : last) {
      masked = Secrets.masked(credentials.lanceOptions(), masked);
    }
    return masked;
  }

  private Credentials ask() {
    try {
      if (hadoop == null) {
        hadoop = make();
      }
      Credentials answer = hadoop.sdk().ask(hadoop.providers());
      if (answer.accessKey().isEmpty() || answer.secretKey().isEmpty()) {
        throw CredentialErrors.noCredentials(
            chain.source(), chain.names(), "no key, for requests without a signature", null);
      }
      return answer;
    } catch (ClassNotFoundException noS3a) {
      throw CredentialErrors.noS3aForProviders(chain.source(), chain.names(), noS3a);
    } catch (InvocationTargetException thrown) {
      Throwable cause = thrown.getCause();
      throw CredentialErrors.noCredentials(
          chain.source(), chain.names(), String.valueOf(cause), cause);
    } catch (ReflectiveOperationException | LinkageError otherHadoop) {
      throw CredentialErrors.noCredentials(
          chain.source(), chain.names(), otherHadoop.toString(), otherHadoop);
    }
  }

  private Hadoop make() throws ReflectiveOperationException {
    Configuration configuration = new Configuration();
    ClassLoader ofThread = Thread.currentThread().getContextClassLoader();
    configuration.setClassLoader(
        ofThread == null ? CredentialProviders.class.getClassLoader() : ofThread);
    chain.hadoop().forEach(configuration::set);
    spread(configuration);
    CredentialSdk sdk = CredentialSdk.of(configuration);
    URI bucket = URI.create("s3a://" + chain.bucket() + "/");
    return new Hadoop(sdk, sdk.createProviders(bucket, configuration));
  }

  /** Providers read the global keys: what is set for the bucket alone is put there, as S3A does. */
  private void spread(Configuration configuration) {
    String ofBucket = "fs.s3a.bucket." + chain.bucket() + ".";
    chain
        .hadoop()
        .forEach(
            (key, value) -> {
              String name = key.startsWith(ofBucket) ? key.substring(ofBucket.length()) : "";
              if (!name.isEmpty() && !name.equals("impl") && !name.startsWith("bucket.")) {
                configuration.set("fs.s3a." + name, value);
              }
            });
  }
}
