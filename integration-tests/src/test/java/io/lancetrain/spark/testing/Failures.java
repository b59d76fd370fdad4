package io.lancetrain.spark.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** What calls fail with: Spark wraps some errors of tasks and of staged tables. */
public final class Failures {
  private Failures() {}

  /** Fails unless the call fails with this error of ours. */
  public static void assertRefused(ErrorCondition condition, ThrowingCallable call) {
    Throwable failure = catchThrowable(call);
    assertThat(failure).as("the call went well, instead of failing with %s", condition).isNotNull();
    assertThat(ofOurs(failure))
        .withFailMessage(() -> "no " + condition + " in " + failure)
        .extracting(LanceException::condition)
        .isEqualTo(condition);
  }

  /** The error of ours that this is, or is caused by; null where there is none. */
  public static LanceException ofOurs(Throwable failure) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(LanceException.class::isInstance)
        .map(LanceException.class::cast)
        .findFirst()
        .orElse(null);
  }
}
