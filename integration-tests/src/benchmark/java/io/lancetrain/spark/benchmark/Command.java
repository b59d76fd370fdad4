package io.lancetrain.spark.benchmark;

import java.io.Serializable;

/** What a contestant's JVM is asked to do; it answers with a {@link Reply}. */
interface Command extends Serializable {

  /** Whether a contestant can do it. */
  boolean suits(Contestant contestant);

  /** What is to be done before, and does not count. */
  default void prepare(Engine engine) throws Exception {}

  /** Does it; returns what it gave. */
  String on(Engine engine) throws Exception;
}
