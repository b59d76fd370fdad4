package io.lancetrain.spark.storage.resolver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.option.StorageLevel;
import io.lancetrain.spark.storage.TableUri;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Where several places set one thing, the nearest to the read or write wins. */
class StoragePrecedenceTest {
  private static final TableUri TABLE = TableUri.parse("s3://b/t.lance");
  private static final String CATALOG = "spark.sql.catalog.lance.";

  private final Map<String, String> options = new HashMap<>();
  private final Map<String, String> catalog = new HashMap<>();
  private final Map<String, String> hadoop = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  private List<StorageLevel> levels() {
    return OptionValues.of(options).before(OptionValues.of(catalog, CATALOG)).storage();
  }

  private StorageResolver resolver() {
    return new StorageResolver(Hadoop.with(hadoop), environment);
  }

  private Map<String, String> resolved() {
    return resolver().resolve(TABLE, levels()).lanceOptions();
  }

  private String source(String setting) {
    return resolver().report(TABLE, levels()).lines().stream()
        .filter(line -> line.setting().equals(setting))
        .map(StorageReport.Line::source)
        .findFirst()
        .orElse("");
  }

  @Test
  void aCatalogComesBetweenOptionsAndHadoop() {
    environment.put("AWS_REGION", "of-environment");
    assertThat(source("aws_region")).isEqualTo("environment AWS_REGION");
    hadoop.put("fs.s3a.endpoint.region", "of-hadoop");
    assertThat(source("aws_region")).isEqualTo("fs.s3a.endpoint.region");
    catalog.put("storage.aws_region", "of-catalog");
    assertThat(resolved()).containsEntry("aws_region", "of-catalog");
    assertThat(source("aws_region")).isEqualTo(CATALOG + "storage.aws_region");
    options.put("storage.AWS_REGION", "of-option");
    assertThat(resolved()).containsEntry("aws_region", "of-option");
    assertThat(source("aws_region")).isEqualTo("option storage.aws_region");
  }

  @Test
  void anOtherNameOfASettingInTheCatalogDoesNotClashWithTheOption() {
    catalog.put("storage.aws_region", "of-catalog");
    catalog.put("storage.endpoint", "https://catalog.example.com");
    options.put("storage.region", "of-option");
    options.put("storage.aws_endpoint_url", "https://option.example.com");

    assertThat(resolved())
        .containsEntry("aws_region", "of-option")
        .containsEntry("aws_endpoint", "https://option.example.com");
  }

  @Test
  void keysOfAnOptionAreNotMixedWithTheTokenOfTheCatalog() {
    catalog.put("storage.aws_access_key_id", "ckey");
    catalog.put("storage.aws_secret_access_key", "csecret");
    catalog.put("storage.aws_session_token", "ctoken");
    assertThat(resolved())
        .containsEntry("aws_access_key_id", "ckey")
        .containsEntry("aws_session_token", "ctoken");

    options.put("storage.access_key_id", "okey");
    options.put("storage.secret_access_key", "osecret");
    assertThat(resolved())
        .containsEntry("aws_access_key_id", "okey")
        .containsEntry("aws_secret_access_key", "osecret")
        .doesNotContainKey("aws_session_token");
  }

  @Test
  void halfAPairInAnOptionIsRefusedAlsoWhereTheCatalogHasTheOther() {
    catalog.put("storage.aws_secret_access_key", "csecret");
    options.put("storage.aws_access_key_id", "okey");

    assertThatThrownBy(this::resolved)
        .hasMessageContaining("option storage.aws_access_key_id is set")
        .hasMessageNotContaining("csecret");
  }

  @Test
  void keysOfAnOptionComeBeforeACatalogWithoutSignatures() {
    catalog.put("storage.aws_skip_signature", "true");
    assertThat(resolved()).containsEntry("aws_skip_signature", "true");

    options.put("storage.aws_access_key_id", "okey");
    options.put("storage.aws_secret_access_key", "osecret");
    assertThat(resolved())
        .containsEntry("aws_access_key_id", "okey")
        .doesNotContainKey("aws_skip_signature");
  }

  @Test
  void levelsOfOnePlaceAreOne() {
    options.put("storage.aws_region", "of-option");
    OptionValues values =
        OptionValues.of(options).overriddenBy(Map.of("storage.aws_region", "nearer"));

    List<StorageLevel> levels = values.storage();
    assertThat(levels).hasSize(1);
    assertThat(levels.get(0).settings()).containsEntry("aws_region", "nearer");
    assertThat(levels.get(0).toString()).doesNotContain("nearer");
  }
}
