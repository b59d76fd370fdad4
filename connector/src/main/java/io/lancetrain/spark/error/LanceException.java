package io.lancetrain.spark.error;

import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.spark.SparkThrowable;

/**
 * The one exception that the connector throws, in the form that Spark's own error framework reads.
 *
 * <p>The message starts with the condition in brackets, as Spark's do, and says what could not be
 * done, why, with the values, and what to do. It never holds a secret.
 *
 * <p>It is an {@link IllegalArgumentException} because PySpark hands only a few exception classes
 * over to Python as what they are, with {@code getCondition()}, SQLSTATE and parameters; of those
 * this is the one, on every Spark line, that a method need not declare and anybody can extend.
 *
 * @since 0.1.0
 */
public final class LanceException extends IllegalArgumentException implements SparkThrowable {
  private static final long serialVersionUID = 1L;

  private final ErrorCondition condition;
  private final LinkedHashMap<String, String> parameters;

  LanceException(
      ErrorCondition condition, String text, Map<String, String> parameters, Throwable cause) {
    super("[" + condition.name() + "] " + text, cause);
    this.condition = condition;
    this.parameters = new LinkedHashMap<>(parameters);
  }

  /** What went wrong, as a constant. */
  public ErrorCondition condition() {
    return condition;
  }

  /** The condition's name. Spark 4 asks for this; the method does not exist in Spark 3.5. */
  public String getCondition() {
    return condition.name();
  }

  @Override
  public String getErrorClass() {
    return condition.name();
  }

  @Override
  public String getSqlState() {
    return condition.sqlState();
  }

  @Override
  public Map<String, String> getMessageParameters() {
    return parameters;
  }
}
