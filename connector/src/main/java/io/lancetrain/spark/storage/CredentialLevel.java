package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.CredentialErrors;
import java.util.Optional;

/**
 * The credentials that one place holds: all parts are taken from it, or none.
 *
 * @param accessKeyName what the user would set for the access key here
 * @param secretKeyName what the user would set for the secret key here
 */
record CredentialLevel(
    Optional<Setting> accessKey,
    Optional<Setting> secretKey,
    Optional<Setting> sessionToken,
    String accessKeyName,
    String secretKeyName) {
  static final CredentialLevel EMPTY =
      new CredentialLevel(Optional.empty(), Optional.empty(), Optional.empty(), "", "");

  boolean isComplete() {
    return accessKey.isPresent() && secretKey.isPresent();
  }

  /** Refuses a level with one key of the two; a lone token says nothing and is passed over. */
  void refuseHalf(TableUri uri) {
    if (accessKey.isPresent() && secretKey.isEmpty()) {
      throw CredentialErrors.incompleteCredentials(uri.toString(), accessKeyName, secretKeyName);
    }
    if (secretKey.isPresent() && accessKey.isEmpty()) {
      throw CredentialErrors.incompleteCredentials(uri.toString(), secretKeyName, accessKeyName);
    }
  }
}
