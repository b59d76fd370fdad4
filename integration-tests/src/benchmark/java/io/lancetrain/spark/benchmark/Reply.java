package io.lancetrain.spark.benchmark;

import java.io.Serializable;

/**
 * What came of a command.
 *
 * @param seconds how long it took
 * @param processorSeconds how much processor time the JVM used meanwhile, native threads included
 * @param text what it gave; empty for a run
 * @param failure why it could not be done; empty if it was
 */
record Reply(double seconds, double processorSeconds, String text, String failure)
    implements Serializable {

  boolean isFailure() {
    return !failure.isEmpty();
  }
}
