package io.lancetrain.spark.benchmark;

/** Something to do with a query. */
record QueryCommand(Operation operation, BenchmarkQuery query) implements Command {

  /** A method of {@link Engine}. */
  enum Operation {
    RUN,
    ANSWER,
    PLAN
  }

  @Override
  public boolean suits(Contestant contestant) {
    return contestant.enters(query);
  }

  @Override
  public String on(Engine engine) throws Exception {
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
