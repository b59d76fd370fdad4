package io.lancetrain.spark.write;

import io.lancetrain.spark.predicate.RowCondition;
import java.io.Serializable;
import java.util.Optional;

/**
 * What is looked at in each row that is written, besides writing it. It travels to the executors.
 */
final class RowWatch implements Serializable {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final RowCondition condition;
  private final String text;
  private final ClusterColumns groups;

  /**
   * A watch.
   *
   * @param condition what every row has to fulfil
   * @param text the condition as a message shows it
   * @param groups what the groups are that are collected
   */
  RowWatch(
      String table,
      Optional<RowCondition> condition,
      String text,
      Optional<ClusterColumns> groups) {
    this.table = table;
    this.condition = condition.orElse(null);
    this.text = text;
    this.groups = groups.orElse(null);
  }

  String table() {
    return table;
  }

  String text() {
    return text;
  }

  Optional<RowCondition> condition() {
    return Optional.ofNullable(condition);
  }

  Optional<ClusterColumns> groups() {
    return Optional.ofNullable(groups);
  }
}
