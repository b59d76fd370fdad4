package io.lancetrain.spark.error;

import java.util.LinkedHashMap;
import java.util.Map;

/** Builds one {@link LanceException}: condition, parameters, text, cause. */
final class ErrorText {
  private final ErrorCondition condition;
  private final Map<String, String> parameters = new LinkedHashMap<>();
  private Throwable cause;

  private ErrorText(ErrorCondition condition) {
    this.condition = condition;
  }

  /**
   * What a failure says, without the stack traces that Spark puts into the message of a failed job:
   * what the connector says of it, or else its first line.
   */
  static String reason(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof LanceException) {
        return cause.getMessage();
      }
    }
    return failure.toString().lines().findFirst().orElse("");
  }

  static ErrorText of(ErrorCondition condition) {
    return new ErrorText(condition);
  }

  ErrorText with(String name, Object value) {
    parameters.put(name, String.valueOf(value));
    return this;
  }

  ErrorText causedBy(Throwable throwable) {
    this.cause = throwable;
    return this;
  }

  /**
   * The exception whose text is {@code template} with each {@code {name}} replaced by its value.
   */
  LanceException says(String template) {
    String text = template;
    for (Map.Entry<String, String> parameter : parameters.entrySet()) {
      text = text.replace("{" + parameter.getKey() + "}", parameter.getValue());
    }
    return new LanceException(condition, text, parameters, cause);
  }
}
