package io.lancetrain.spark.testing;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A fault that gives what the store answered to the same request before, however much has changed
 * since: a listing that lags behind, for example.
 */
public final class StaleAnswers implements Fault {
  private final Map<String, Passage.Answer> first = new ConcurrentHashMap<>();

  @Override
  public void strike(Passage passage) {
    passage.answer(first.computeIfAbsent(passage.target(), target -> passage.apply()));
  }

  /** Forgets what was answered: the next answers are new ones, and are kept. */
  public void catchUp() {
    first.clear();
  }
}
