package io.lancetrain.spark.benchmark;

/** Something to do with the writing of a table. */
record WriteCommand(Operation operation, BenchmarkWrite write) implements Command {

  /** A method of {@link Engine}. */
  enum Operation {
    /** Reads the rows that are to be written, and drops them. */
    READ_SOURCE,
    WRITE,
    /** Says in short what was written. */
    ANSWER
  }

  @Override
  public boolean suits(Contestant contestant) {
    return true;
  }

  /** Every write makes a new table. */
  @Override
  public void prepare(Engine engine) throws Exception {
    if (operation == Operation.WRITE) {
      engine.deleteWritten(write);
    }
  }

  @Override
  public String on(Engine engine) throws Exception {
    switch (operation) {
      case READ_SOURCE -> engine.readSource(write);
      case WRITE -> engine.write(write);
      case ANSWER -> {
        return engine.answer(write);
      }
    }
    return "";
  }
}
