package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.RowFilter;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.predicate.FilterColumns;
import io.lancetrain.spark.predicate.PushedPredicates;
import io.lancetrain.spark.predicate.RowCondition;
import io.lancetrain.spark.type.NameMatching;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructType;

/** Which of a table's rows a write replaces, where it does not replace all. */
sealed interface ReplacedRows {
  /** What the history calls the write. */
  String operation();

  /** What looks at the new rows. */
  RowWatch watch(String table, StructType rows, NameMatching names);

  /** What finds the old rows, once all new ones were seen. */
  List<RowFilter> filters(String table, Schema schema, Written written);

  /**
   * Those that fulfil a condition. The new rows have to fulfil it too.
   *
   * @param text the condition as messages show it
   */
  record ByCondition(String text, List<Predicate> predicates) implements ReplacedRows {
    @Override
    public String operation() {
      return "replaceWhere";
    }

    @Override
    public RowWatch watch(String table, StructType rows, NameMatching names) {
      RowCondition condition =
          RowCondition.of(predicates, rows, names)
              .orElseThrow(
                  () ->
                      WriteErrors.conditionNotUsable(
                          table, text, "compare columns with constants, and nothing else."));
      return new RowWatch(table, Optional.of(condition), text, Optional.empty());
    }

    @Override
    public List<RowFilter> filters(String table, Schema schema, Written written) {
      return List.of(exact(table, text, schema, predicates));
    }
  }

  /** Those of the groups that the new rows belong to. */
  record ByGroup(ClusterColumns columns) implements ReplacedRows {
    @Override
    public String operation() {
      return "dynamic overwrite";
    }

    @Override
    public RowWatch watch(String table, StructType rows, NameMatching names) {
      return new RowWatch(table, Optional.empty(), columns.toString(), Optional.of(columns));
    }

    @Override
    public List<RowFilter> filters(String table, Schema schema, Written written) {
      return columns.predicates(written.groups()).stream()
          .map(predicate -> exact(table, columns.toString(), schema, List.of(predicate)))
          .toList();
    }
  }

  /**
   * The filter in Lance's SQL.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION where Lance does not find
   *     exactly the rows that Spark would
   */
  static RowFilter exact(String table, String text, Schema schema, List<Predicate> predicates) {
    PushedPredicates translated =
        PushedPredicates.of(FilterColumns.of(schema), predicates.toArray(Predicate[]::new));
    if (translated.leftToSpark().length > 0) {
      throw WriteErrors.conditionNotUsable(
          table,
          text,
          "Lance does not find exactly the rows that Spark would ("
              + translated.description()
              + "). Use another condition.");
    }
    return new RowFilter(translated.condition());
  }
}
