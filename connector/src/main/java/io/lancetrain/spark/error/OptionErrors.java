package io.lancetrain.spark.error;

/** Errors in what the user set: names and values of options. */
public final class OptionErrors {
  private OptionErrors() {}

  /** An option that does not exist; {@code nearest} is the known name most like it. */
  public static LanceException unknownOption(String name, String nearest) {
    return ErrorText.of(ErrorCondition.LANCE_UNKNOWN_OPTION)
        .with("option", name)
        .with("nearest", nearest)
        .says("Cannot use option '{option}': there is no such option. Did you mean '{nearest}'?");
  }

  /** An option whose value cannot be used; {@code expected} says what can. */
  public static LanceException invalidValue(String name, String value, String expected) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .with("value", value)
        .with("expected", expected)
        .says("Cannot use '{value}' for option '{option}': it must be {expected}.");
  }

  /** An option that has to be set. */
  public static LanceException missing(String name) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("option", name)
        .says(
            "Cannot read or write without option '{option}': set it, as load(path) and save(path) do.");
  }

  /** Two options that exclude each other. */
  public static LanceException conflictingOptions(String first, String second) {
    return ErrorText.of(ErrorCondition.LANCE_INVALID_OPTION)
        .with("first", first)
        .with("second", second)
        .says("Cannot use option '{first}' together with '{second}': set only one of them.");
  }
}
