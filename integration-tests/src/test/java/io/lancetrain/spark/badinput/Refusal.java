package io.lancetrain.spark.badinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.List;
import org.apache.spark.SparkException;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** A call that is to fail with one clear error of ours, soon, and without a secret in any text. */
record Refusal(ErrorCondition condition, List<String> secrets) {
  private static final Duration SOON = Duration.ofSeconds(15);

  static Refusal with(ErrorCondition condition) {
    return new Refusal(condition, List.of());
  }

  Refusal hiding(String... texts) {
    return new Refusal(condition, List.of(texts));
  }

  /** Checks the call; every part is to be in the message. */
  void of(ThrowingCallable call, String... parts) {
    long start = System.nanoTime();
    Throwable failure = catchThrowable(call);
    Duration taken = Duration.ofNanos(System.nanoTime() - start);
    LanceException ours = ours(failure);
    assertThat(ours.condition()).as(ours.getMessage()).isEqualTo(condition);
    assertThat(ours.getMessage()).startsWith("[" + condition + "] ");
    for (String part : parts) {
      assertThat(ours.getMessage()).contains(part);
    }
    assertThat(taken).isLessThan(SOON);
    StringWriter everything = new StringWriter();
    failure.printStackTrace(new PrintWriter(everything, true));
    secrets.forEach(secret -> assertThat(everything.toString()).doesNotContain(secret));
  }

  /** Ours itself, or what Spark wraps for a task: then ours is the direct cause. */
  private static LanceException ours(Throwable failure) {
    assertThat(failure).as("nothing was refused").isNotNull();
    Throwable first = failure instanceof SparkException ? failure.getCause() : failure;
    assertThat(first).isInstanceOf(LanceException.class);
    return (LanceException) first;
  }
}
