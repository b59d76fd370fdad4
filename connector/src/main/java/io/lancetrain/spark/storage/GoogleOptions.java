package io.lancetrain.spark.storage;

import java.util.List;
import java.util.stream.Stream;

/** The storage settings of lance-core 7.0.0 for {@code gs://}. */
final class GoogleOptions {
  private static final List<StorageOption> OWN =
      List.of(
          StorageOption.option(
              "google_service_account",
              ValueForm.TEXT,
              "service_account",
              "google_service_account_path",
              "service_account_path"),
          StorageOption.option("google_service_account_key", ValueForm.TEXT, "service_account_key"),
          StorageOption.option(
              "google_application_credentials", ValueForm.TEXT, "application_credentials"),
          StorageOption.option("google_storage_token", ValueForm.TEXT),
          StorageOption.option("google_skip_signature", ValueForm.BOOLEAN, "skip_signature"),
          StorageOption.option("google_base_url", ValueForm.HTTP_URL, "base_url"));

  static final List<StorageOption> ALL =
      Stream.concat(OWN.stream(), StorageOption.ofAnyStore()).toList();

  private GoogleOptions() {}
}
