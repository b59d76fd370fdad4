package io.lancetrain.spark.storage.resolver;

import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.storage.AzureOptions;
import io.lancetrain.spark.storage.StoreKind;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.SettingsDraft;

/** The account that an Azure container belongs to, which its URI does not name. */
final class AzureAccount {
  private AzureAccount() {}

  /** Refuses settings for a container on Azure that name none. */
  static void require(TableUri uri, SettingsDraft draft) {
    boolean found =
        draft.get(AzureOptions.ACCOUNT).isPresent() || draft.isTrue(AzureOptions.EMULATOR);
    if (uri.store() == StoreKind.AZURE && !found) {
      throw StorageErrors.noAzureAccount(uri.toString());
    }
  }
}
