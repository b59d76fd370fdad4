package io.lancetrain.spark.predicate;

import io.lancetrain.spark.error.WriteErrors;
import java.util.List;
import java.util.regex.Pattern;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.types.StructType;

/**
 * A condition in Spark's SQL as Spark's predicates. Spark itself reads, resolves and simplifies it,
 * as it does for a query.
 */
public final class SqlCondition {
  private static final Pattern ALL_TOLD =
      Pattern.compile("== Physical Plan ==\\s+(?:\\*\\(\\d+\\) )?LocalTableScan\\b");

  private SqlCondition() {}

  /**
   * The predicates that a row fulfils where it fulfils the condition.
   *
   * @param table the table, as the error names it
   * @param condition such as {@code day = '2026-01-01' AND country IN ('de', 'fr')}
   * @param schema the table's columns
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION for a condition that no
   *     row can fulfil, or that is not made of predicates; Spark's AnalysisException for one that
   *     is none
   */
  public static List<Predicate> parse(
      SparkSession session, String table, String condition, StructType schema) {
    try (ConditionSource.Question question = ConditionSource.Question.about(schema)) {
      String plan = question.plan(session, condition);
      if (question.told().isEmpty()) {
        throw WriteErrors.conditionNotUsable(
            table, condition, "no row can fulfil it. Use one that rows of the table fulfil.");
      }
      if (!ALL_TOLD.matcher(plan).find()) {
        throw WriteErrors.conditionNotUsable(
            table,
            condition,
            "it has a part that data sources are not told, such as a function or a subquery. Compare"
                + " columns with constants.");
      }
      return question.told().get();
    }
  }
}
