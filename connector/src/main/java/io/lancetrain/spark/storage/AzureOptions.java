package io.lancetrain.spark.storage;

import java.util.List;
import java.util.stream.Stream;

/** The storage settings of lance-core 7.0.0 for {@code az://}. */
public final class AzureOptions {
  public static final String ACCOUNT = "azure_storage_account_name";
  public static final String EMULATOR = "azure_storage_use_emulator";

  private static final List<StorageOption> OWN =
      List.of(
          StorageOption.option(ACCOUNT, ValueForm.TEXT, "account_name"),
          StorageOption.option(
              "azure_storage_account_key",
              ValueForm.TEXT,
              "azure_storage_access_key",
              "azure_storage_master_key",
              "account_key",
              "access_key",
              "master_key"),
          StorageOption.option(
              "azure_storage_sas_key",
              ValueForm.TEXT,
              "azure_storage_sas_token",
              "sas_key",
              "sas_token"),
          StorageOption.option("azure_storage_token", ValueForm.TEXT, "bearer_token", "token"),
          StorageOption.option(
              "azure_storage_client_id", ValueForm.TEXT, "azure_client_id", "client_id"),
          StorageOption.option(
              "azure_storage_client_secret",
              ValueForm.TEXT,
              "azure_client_secret",
              "client_secret"),
          StorageOption.option(
              "azure_storage_tenant_id",
              ValueForm.TEXT,
              "azure_storage_authority_id",
              "azure_tenant_id",
              "azure_authority_id",
              "tenant_id",
              "authority_id"),
          StorageOption.option(
              "azure_storage_authority_host",
              ValueForm.HTTP_URL,
              "azure_authority_host",
              "authority_host"),
          StorageOption.option(
              "azure_storage_endpoint", ValueForm.HTTP_URL, "azure_endpoint", "endpoint"),
          StorageOption.option(
              "azure_msi_endpoint",
              ValueForm.HTTP_URL,
              "azure_identity_endpoint",
              "identity_endpoint",
              "msi_endpoint"),
          StorageOption.option("azure_object_id", ValueForm.TEXT, "object_id"),
          StorageOption.option("azure_msi_resource_id", ValueForm.TEXT, "msi_resource_id"),
          StorageOption.option(
              "azure_federated_token_file", ValueForm.TEXT, "federated_token_file"),
          StorageOption.option("azure_use_azure_cli", ValueForm.BOOLEAN, "use_azure_cli"),
          StorageOption.option(
              "azure_use_fabric_endpoint", ValueForm.BOOLEAN, "use_fabric_endpoint"),
          StorageOption.option(EMULATOR, ValueForm.BOOLEAN, "use_emulator"),
          StorageOption.option("azure_skip_signature", ValueForm.BOOLEAN, "skip_signature"),
          StorageOption.option("azure_disable_tagging", ValueForm.BOOLEAN, "disable_tagging"));

  static final List<StorageOption> ALL =
      Stream.concat(OWN.stream(), StorageOption.ofAnyStore()).toList();

  private AzureOptions() {}
}
