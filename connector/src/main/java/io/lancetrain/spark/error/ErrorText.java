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
