package io.lancetrain.spark.benchmark;

import java.util.List;
import java.util.function.ToDoubleFunction;

/** The replies of one contestant that count for one query: the runs, or one failure. */
record Outcome(List<Reply> replies) {

  boolean isFailure() {
    return replies.get(0).isFailure();
  }

  double seconds() {
    return median(Reply::seconds);
  }

  double processorSeconds() {
    return median(Reply::processorSeconds);
  }

  /** What the last run gave. */
  String text() {
    return replies.get(replies.size() - 1).text();
  }

  private double median(ToDoubleFunction<Reply> figure) {
    double[] sorted = replies.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
