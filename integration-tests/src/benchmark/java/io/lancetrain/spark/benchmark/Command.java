package io.lancetrain.spark.benchmark;

import java.io.Serializable;

/** What a contestant's JVM is asked to do with a query; it answers with a {@link Reply}. */
record Command(Operation operation, BenchmarkQuery query) implements Serializable {

  /** A method of {@link Engine}. */
  enum Operation {
    RUN,
    ANSWER,
    PLAN
  }

  String on(Engine engine) throws Exception {
    return switch (operation) {
      case RUN -> {
        engine.run(query);
        yield "";
      }
      case ANSWER -> engine.answer(query);
      case PLAN -> engine.plan(query);
    };
  }
}
