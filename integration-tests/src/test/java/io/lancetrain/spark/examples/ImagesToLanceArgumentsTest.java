package io.lancetrain.spark.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.examples.ImagesToLanceArguments.TestTable;
import io.lancetrain.spark.examples.ImagesToLanceArguments.UsageException;
import org.apache.spark.sql.SaveMode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImagesToLanceArgumentsTest {
  private static final String REQUIRED = "--images i --labels l --output o";

  @Test
  void whatIsNotGivenHasItsDefault() throws UsageException {
    ImagesToLanceArguments arguments = parse(REQUIRED);

    assertThat(arguments.images()).isEqualTo(new LabelledImages("i", 8));
    assertThat(arguments.labels()).isEqualTo("l");
    assertThat(arguments.output()).isEqualTo("o");
    assertThat(arguments.mode()).isEqualTo(SaveMode.ErrorIfExists);
    assertThat(arguments.tag()).isEmpty();
    assertThat(arguments.vectorColumn()).isEqualTo("embedding");
    assertThat(arguments.test()).isEmpty();
  }

  @Test
  void everyArgumentIsTaken() throws UsageException {
    ImagesToLanceArguments arguments =
        parse(
            "--mode Overwrite --tag v1 --vector-column pixels --side 16"
                + " --test-output t --test-fraction 0.1 "
                + REQUIRED);

    assertThat(arguments.images()).isEqualTo(new LabelledImages("i", 16));
    assertThat(arguments.mode()).isEqualTo(SaveMode.Overwrite);
    assertThat(arguments.tag()).contains("v1");
    assertThat(arguments.vectorColumn()).isEqualTo("pixels");
    assertThat(arguments.test()).contains(new TestTable("t", 0.1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          --labels l --output o                                   | --images is missing
          --images i --labels l                                   | --output is missing
          --images i --labels l --output                          | --output needs a value
          --images i --images i                                   | --images is there twice
          --image i                                               | there is no argument --image
          --images i --labels l --output o --side 0               | --side has to be from 1 to 1024
          --images i --labels l --output o --side wide            | not wide
          --images i --labels l --output o --mode replace         | not replace
          --images i --labels l --output o --test-fraction 0.1    | needs --test-output
          --images i --labels l --output o --test-output t --test-fraction 1 | between 0 and 1
          """)
  void whatCannotBeUsedIsNamed(String commandLine, String message) {
    assertThatThrownBy(() -> parse(commandLine))
        .isInstanceOf(UsageException.class)
        .hasMessageContaining(message);
  }

  private static ImagesToLanceArguments parse(String commandLine) throws UsageException {
    return ImagesToLanceArguments.parse(commandLine.trim().split(" +"));
  }
}
