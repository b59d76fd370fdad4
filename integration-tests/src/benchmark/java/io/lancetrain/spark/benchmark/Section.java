package io.lancetrain.spark.benchmark;

/** A part of the report. */
interface Section {

  /** A word to choose it by. */
  String name();

  /** Measures; returns Markdown. */
  String run();
}
