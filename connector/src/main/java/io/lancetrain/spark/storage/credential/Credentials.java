package io.lancetrain.spark.storage.credential;

import io.lancetrain.spark.storage.Secrets;
import io.lancetrain.spark.storage.StorageOption;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Keys to a store, as a provider gave them. {@code toString} shows no secret.
 *
 * @param expiry when the store will refuse them, where the provider tells
 */
public record Credentials(
    String accessKey, String secretKey, Optional<String> sessionToken, Optional<Instant> expiry) {
  /** As Lance takes them. */
  public Map<String, String> lanceOptions() {
    Map<String, String> options = new TreeMap<>();
    options.put(StorageOption.ACCESS_KEY, accessKey);
    options.put(StorageOption.SECRET_KEY, secretKey);
    sessionToken.ifPresent(token -> options.put(StorageOption.SESSION_TOKEN, token));
    return options;
  }

  @Override
  public String toString() {
    return Secrets.masked(StorageOption.ACCESS_KEY, accessKey);
  }
}
