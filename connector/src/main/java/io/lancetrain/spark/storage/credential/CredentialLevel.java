package io.lancetrain.spark.storage.credential;

import io.lancetrain.spark.error.CredentialErrors;
import io.lancetrain.spark.storage.Setting;
import io.lancetrain.spark.storage.TableUri;
import java.util.Optional;

/**
 * The credentials that one place holds: all parts are taken from it, or none.
 *
 * @param accessKeyName what the user would set for the access key here
 * @param secretKeyName what the user would set for the secret key here
 */
public record CredentialLevel(
    Optional<Setting> accessKey,
    Optional<Setting> secretKey,
    Optional<Setting> sessionToken,
    String accessKeyName,
    String secretKeyName) {
  /** A place without credentials. */
  public static final CredentialLevel EMPTY =
      new CredentialLevel(Optional.empty(), Optional.empty(), Optional.empty(), "", "");

  /** Whether both keys are there. */
  public boolean isComplete() {
    return accessKey.isPresent() && secretKey.isPresent();
  }

  /** Refuses a level with one key of the two; a lone token says nothing and is passed over. */
  public void refuseHalf(TableUri uri) {
    if (accessKey.isPresent() && secretKey.isEmpty()) {
      throw CredentialErrors.incompleteCredentials(uri.toString(), accessKeyName, secretKeyName);
    }
    if (secretKey.isPresent() && accessKey.isEmpty()) {
      throw CredentialErrors.incompleteCredentials(uri.toString(), secretKeyName, accessKeyName);
    }
  }
}
