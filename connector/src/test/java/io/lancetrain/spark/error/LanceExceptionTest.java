package io.lancetrain.spark.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.apache.spark.SparkThrowable;
import org.junit.jupiter.api.Test;

class LanceExceptionTest {
  private final LanceException error = TableErrors.tagNotFound("s3://b/t", "v2", List.of());

  @Test
  void sparksErrorFrameworkReadsConditionStateAndParameters() {
    assertThat(error).isInstanceOf(SparkThrowable.class);
    assertThat(error.getErrorClass()).isEqualTo("LANCE_TAG_NOT_FOUND");
    assertThat(error.getCondition()).isEqualTo("LANCE_TAG_NOT_FOUND");
    assertThat(error.getSqlState()).isEqualTo("42K03");
    assertThat(error.getMessageParameters())
        .isEqualTo(Map.of("table", "s3://b/t", "tag", "v2", "tags", "it has no tags"));
  }

  /** Of pyspark.errors.exceptions.captured.convert_exception; it leaves all others to Py4J. */
  @Test
  void pysparkHandsItOverAsAnExceptionOfItsOwn() {
    assertThat(error).isInstanceOf(IllegalArgumentException.class);
  }
}
