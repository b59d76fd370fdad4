package io.lancetrain.spark.option;

import io.lancetrain.spark.error.OptionErrors;
import java.util.Optional;
import java.util.function.Function;

/**
 * One option: its name, what it may be used for, how its text is read, and its documentation.
 *
 * @param <T> the type of the parsed value
 * @param name the name as documented; users may write it in any case
 * @param use reads, writes, or both
 * @param defaultText what holds when it is not set: a value of the option, or words for it where
 *     that depends on something else
 * @param expected the values that it takes, as an error message continues "it must be …"
 * @param parser text to value; empty when the text is not a value of this option
 * @param description one sentence for the reference page
 */
public record LanceOption<T>(
    String name,
    Use use,
    String defaultText,
    String expected,
    Function<String, Optional<T>> parser,
    String description) {

  /**
   * What an option applies to. Elsewhere it is checked and has no effect, since a session's options
   * come with its reads and its writes alike; but a write refuses to go back in time.
   */
  public enum Use {
    READ,
    WRITE,
    READ_AND_WRITE,
    /** All reads and writes of a JVM: see {@link ProcessOptions}. */
    PROCESS
  }

  /** The value that holds when it is not set, for an option whose default is always the same. */
  T defaultValue() {
    return parse(defaultText);
  }

  /**
   * The value of a text.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION where it is none
   */
  public T parse(String text) {
    return parser
        .apply(text.strip())
        .orElseThrow(() -> OptionErrors.invalidValue(name, text, expected));
  }
}
