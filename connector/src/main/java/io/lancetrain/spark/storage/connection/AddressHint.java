package io.lancetrain.spark.storage.connection;

import io.lancetrain.spark.storage.StorageOption;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.util.Locale;

/**
 * What may be wrong with how an address and a bucket's name are put together, for an error message.
 *
 * @since 0.1.0
 */
public final class AddressHint {
  private AddressHint() {}

  /** The end of a reason, beginning with a semicolon; empty where nothing is conspicuous. */
  public static String of(TableUri uri, StorageSettings settings) {
    String endpoint =
        settings.lanceOptions().getOrDefault(StorageOption.ENDPOINT, "").toLowerCase(Locale.ROOT);
    if ("true".equals(settings.lanceOptions().get(StorageOption.VIRTUAL_HOSTED))) {
      return "; the bucket's name stands before the host by "
          + settings.described(StorageOption.VIRTUAL_HOSTED)
          + ", set it to false for a store that wants path style";
    }
    String bucket = uri.bucket().toLowerCase(Locale.ROOT);
    boolean namesBucket =
        endpoint.contains("://" + bucket + ".")
            || endpoint.matches(".*://[^/]+/(.*/)?\\Q" + bucket + "\\E/*");
    return namesBucket ? "; the endpoint names the bucket, which it must not: leave it out" : "";
  }
}
