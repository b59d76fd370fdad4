package io.lancetrain.spark.testing;

import java.time.Duration;

/** What a {@link FaultProxy} does with a request in place of handing it on. */
@FunctionalInterface
public interface Fault {
  /** Does it, with one request. */
  void strike(Passage passage) throws InterruptedException;

  /** The store applies the request; the client gets no answer. */
  static Fault loseTheAnswer() {
    return passage -> {
      passage.apply();
      passage.lose();
    };
  }

  /** The store applies the request; the client is told an error. */
  static Fault applyAndAnswer(StoreError error) {
    return passage -> {
      passage.apply();
      passage.answer(error);
    };
  }

  /** The store never sees the request; the client is told an error. */
  static Fault refuse(StoreError error) {
    return passage -> passage.answer(error);
  }

  /** The request waits before the store sees it. */
  static Fault delay(Duration time) {
    return passage -> {
      Thread.sleep(time.toMillis());
      passage.answer(passage.apply());
    };
  }

  /** The store gets half of the body, the client no answer. */
  static Fault cutTheRequest() {
    return passage -> {
      passage.applyHalf();
      passage.lose();
    };
  }

  /** The store applies the request; the client gets half of the answer's body. */
  static Fault cutTheAnswer() {
    return passage -> passage.answerHalf(passage.apply());
  }

  /** The client gets the answer's body a few bytes at a time. */
  static Fault trickle(int bytes, Duration pause) {
    return passage -> passage.answerSlowly(passage.apply(), bytes, pause);
  }

  /** The client gets half of the answer's body, and then nothing more on an open connection. */
  static Fault stallTheAnswer() {
    return passage -> {
      passage.answerBeginning(passage.apply());
      passage.keepSilent();
    };
  }

  /** The store never sees the request; the client waits on an open connection. */
  static Fault keepSilent() {
    return Passage::keepSilent;
  }

  /** The client gets half of the answer's body as if that were all of it. */
  static Fault shortenTheAnswer() {
    return passage -> passage.answerShortened(passage.apply());
  }

  /** The answer announces more bytes than it has; the connection is closed after those. */
  static Fault announceMore() {
    return passage -> passage.answerAnnouncingMore(passage.apply());
  }

  /** The store makes a key whether there is one or not; it must not check signatures. */
  static Fault ignoreTheCondition() {
    return passage -> passage.answer(passage.applyWithout("If-None-Match"));
  }

  /**
   * The store looks whether there is such a key, and makes it some time later whether there is one
   * by then or not; it must not check signatures.
   */
  static Fault checkBeforeTheFact(Duration time) {
    return passage -> {
      if (passage.isThere()) {
        passage.answer(StoreError.PRECONDITION_FAILED);
      } else {
        Thread.sleep(time.toMillis());
        passage.answer(passage.applyWithout("If-None-Match"));
      }
    };
  }

  /** The store never sees the request; the client's connection is reset. */
  static Fault reset() {
    return Passage::reset;
  }
}
