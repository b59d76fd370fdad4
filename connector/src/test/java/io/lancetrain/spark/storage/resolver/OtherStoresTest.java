package io.lancetrain.spark.storage.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.commit.CommitProtection.Proof;
import io.lancetrain.spark.storage.folder.TableFolder;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.util.HashMap;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Google's and Azure's stores are passed through to lance-core. */
class OtherStoresTest {
  private static final TableUri GOOGLE = TableUri.parse("gs://b/dir/t.lance");
  private static final TableUri AZURE = TableUri.parse("az://c/dir/t.lance");

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private StorageSettings resolved(TableUri table) {
    return new StorageResolver(Hadoop.with(Map.of()), environment).resolve(table, options);
  }

  @Test
  void theirOptionsReachLanceUnderItsOwnNames() {
    options.put("Service_Account", "/etc/key.json");
    options.put("client_max_retries", "2");
    assertThat(resolved(GOOGLE).lanceOptions())
        .containsEntry("google_service_account", "/etc/key.json")
        .containsEntry("client_max_retries", "2")
        .containsEntry("connect_timeout", "5s")
        .doesNotContainKeys("aws_region", "answer_timeout");
    options.clear();

    options.put("azure_storage_account_name", "account");
    options.put("access_key", "a2V5");
    assertThat(resolved(AZURE).lanceOptions())
        .containsEntry("azure_storage_account_name", "account")
        .containsEntry("azure_storage_account_key", "a2V5");
  }

  @Test
  void theDriversEnvironmentIsHandedOver() {
    environment.put("GOOGLE_SERVICE_ACCOUNT", "/etc/key.json");
    environment.put("AZURE_STORAGE_ACCOUNT_NAME", "account");

    assertThat(resolved(GOOGLE).lanceOptions())
        .containsEntry("google_service_account", "/etc/key.json")
        .doesNotContainKey("azure_storage_account_name");
    assertThat(resolved(AZURE).lanceOptions())
        .containsEntry("azure_storage_account_name", "account");
  }

  @Test
  void whatASessionSetsForAnotherStoreHasNoEffect() {
    options.put("aws_region", "eu-central-1");
    options.put("google_skip_signature", "true");
    options.put("azure_storage_account_name", "account");
    options.put("tigris.bucketType", "global");

    assertThat(resolved(GOOGLE).lanceOptions())
        .containsEntry("google_skip_signature", "true")
        .doesNotContainKeys("aws_region", "azure_storage_account_name", "tigris.bucketType");
    assertThat(resolved(TableUri.parse("s3://b/t.lance")).lanceOptions())
        .containsEntry("aws_region", "eu-central-1")
        .doesNotContainKeys("google_skip_signature", "azure_storage_account_name");
  }

  @ParameterizedTest
  @CsvSource({
    "gs://b/t.lance, google_service_acount, google_service_account",
    "az://b/t.lance, azure_storage_acount_name, azure_storage_account_name",
    "s3://b/t.lance, aws_acces_key_id, aws_access_key_id"
  })
  void unknownNamesAreRefusedWithTheNearestOfTheStore(String uri, String name, String nearest) {
    options.put(name, "x");

    assertThatThrownBy(() -> resolved(TableUri.parse(uri)))
        .hasMessageStartingWith("[LANCE_UNKNOWN_OPTION]")
        .hasMessageContaining("'storage." + nearest + "'");
  }

  @Test
  void azuresStoreNeedsAnAccount() {
    assertThatThrownBy(() -> resolved(AZURE))
        .hasMessageStartingWith("[LANCE_INVALID_OPTION]")
        .hasMessageContaining("storage.azure_storage_account_name");
    options.put("use_emulator", "true");
    assertThat(resolved(AZURE).lanceOptions()).containsEntry("azure_storage_use_emulator", "true");
  }

  @Test
  void theyHaveToShowThatCommitsAreSafe() {
    assertThat(resolved(GOOGLE).protection().proof()).isEqualTo(Proof.TO_BE_SHOWN);
    options.put("commit.probe", "false");
    options.put("account_name", "account");
    assertThat(resolved(AZURE).protection().proof()).isEqualTo(Proof.WAIVED);
  }

  @ParameterizedTest
  @CsvSource({"gs://b/t.lance, gcs-connector", "az://b/t.lance, store's own tools"})
  void workOnSingleFilesSaysWhatIsMissing(String uri, String remedy) {
    TableUri table = TableUri.parse(uri);

    assertThatThrownBy(
            () -> TableFolder.open(table, new Configuration(), StorageSettings.NONE).close())
        .hasMessageStartingWith("[LANCE_UNSUPPORTED_OPERATION]")
        .hasMessageContaining(remedy);
    assertThat(TableFolder.openIfPossible(table, new Configuration(), StorageSettings.NONE))
        .isEmpty();
  }
}
