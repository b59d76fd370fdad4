package io.lancetrain.spark.option;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OptionValuesTest {
  @Test
  void namesMatchInAnyCase() {
    assertThat(OptionValues.of(Map.of("VersionAsOF", "3")).value(LanceOptions.VERSION_AS_OF))
        .contains(3L);
  }

  @ParameterizedTest
  @CsvSource({
    "versionAsOff,versionAsOf",
    "tags,tag",
    "vector,vectors",
    "maxRowPerFile,maxRowsPerFile"
  })
  void aMisspeltOptionIsRefusedWithTheOneThatIsMeant(String misspelt, String meant) {
    assertThatThrownBy(() -> OptionValues.of(Map.of(misspelt, "1")))
        .isInstanceOf(LanceException.class)
        .hasMessageContaining("LANCE_UNKNOWN_OPTION")
        .hasMessageContaining("'" + meant + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"checkpointLocation", "owner", "compression", "header"})
  void aNameThatIsLikeNoOptionIsRefusedWithoutAGuess(String name) {
    assertThatThrownBy(() -> OptionValues.of(Map.of(name, "1")))
        .hasMessageContaining("LANCE_UNKNOWN_OPTION")
        .hasMessageContaining("options.md")
        .hasMessageNotContaining("Did you mean");
  }

  @Test
  void theOptionsAmongPropertiesAreFound() {
    Map<String, String> properties =
        Map.of("owner", "me", "splitBytes", "1m", "storage.aws_region", "auto");

    assertThat(OptionValues.among(properties))
        .isEqualTo(OptionValues.of(Map.of("splitBytes", "1m", "storage.aws_region", "auto")));
  }

  @ParameterizedTest
  @CsvSource({
    "versionAsOf,zero",
    "versionAsOf,0",
    "splitBytes,-1",
    "splitBytes,much",
    "maxRowsPerFile,0",
    "maxRowsPerFile,2147483648",
    "overwriteSchema,yes",
    "fileVersion,2.0",
    "vectors,embedding",
    "vectors,embedding:0",
    "tag,a/b",
    "nanosecondTimestamps,round"
  })
  void aValueThatAnOptionDoesNotTakeIsRefusedWithNameAndValue(String name, String value) {
    assertThatThrownBy(() -> OptionValues.of(Map.of(name, value)))
        .isInstanceOf(LanceException.class)
        .hasMessageContaining("LANCE_INVALID_OPTION")
        .hasMessageContaining("'" + name + "'")
        .hasMessageContaining("'" + value + "'");
  }

  @Test
  void whatIsNotSetHasTheValueThatTheReferencePageSays() {
    OptionValues none = OptionValues.of(Map.of());

    assertThat(none.valueOrDefault(LanceOptions.BATCH_BYTES)).isEqualTo(8L << 20);
    assertThat(none.valueOrDefault(LanceOptions.MAX_ROWS_PER_FILE)).isEqualTo(1L << 20);
    assertThat(none.valueOrDefault(LanceOptions.MAX_BYTES_PER_FILE)).isEqualTo(512L << 20);
    assertThat(none.valueOrDefault(LanceOptions.OVERWRITE_SCHEMA)).isFalse();
    assertThat(none.valueOrDefault(LanceOptions.NANOSECOND_TIMESTAMPS))
        .isEqualTo(NanosecondTimestamps.EXACT);
    assertThat(OptionValues.of(Map.of("batchBytes", "1m")).valueOrDefault(LanceOptions.BATCH_BYTES))
        .isEqualTo(1L << 20);
  }

  @Test
  void sizesAreReadAsSparkReadsThem() {
    assertThat(OptionValues.of(Map.of("batchBytes", "2m")).value(LanceOptions.BATCH_BYTES))
        .contains(2L << 20);
  }

  @Test
  void vectorsAreReadWithTheirLengths() {
    assertThat(
            OptionValues.of(Map.of("vectors", "embedding:256, face.encoding:128"))
                .value(LanceOptions.VECTORS))
        .contains(Map.of("embedding", 256, "face.encoding", 128));
  }

  @Test
  void marksOfSparkItselfAreNoOptions() {
    assertThat(OptionValues.of(Map.of("__required_write_privileges__", "INSERT")))
        .isEqualTo(OptionValues.of(Map.of()));
  }

  @Test
  void whatIsSetForOneReadComesBeforeWhatIsSetForTheTable() {
    OptionValues table = OptionValues.of(Map.of("tag", "v1", "batchBytes", "1m"));
    OptionValues read = table.overriddenBy(Map.of("tag", "v2"));

    assertThat(read.value(LanceOptions.TAG)).contains("v2");
    assertThat(read.value(LanceOptions.BATCH_BYTES)).contains(1L << 20);
  }

  @Test
  void storageSettingsAreNotShown() {
    OptionValues values =
        OptionValues.of(Map.of("path", "s3://b/t", "storage.aws_secret_access_key", "hush"));

    assertThat(values.toString()).contains("s3://b/t").doesNotContain("hush");
    assertThat(values.storage().get(0).settings()).containsEntry("aws_secret_access_key", "hush");
  }
}
