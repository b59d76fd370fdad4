package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.RowIds;
import io.lancetrain.spark.dataset.ZoneMaps;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.filter.AlwaysFalse;
import org.apache.spark.sql.connector.expressions.filter.Or;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.junit.jupiter.api.Test;

/** Without zone maps, ids and addresses alone tell which fragments can hold a row. */
class FragmentPrunerTest {
  private static final List<FragmentSummary> FRAGMENTS =
      Stream.of(0, 3, 4, 9).map(id -> new FragmentSummary(id, 90, 100, 1_000)).toList();

  @Test
  void aFragmentIsNamedByItsId() {
    assertThat(kept(comparison("_fragid", "=", 3))).containsExactly(3);
    assertThat(kept(comparison("_fragid", ">", 3))).containsExactly(4, 9);
    assertThat(kept(comparison("_fragid", ">=", 3))).containsExactly(3, 4, 9);
    assertThat(kept(comparison("_fragid", "<", 3))).containsExactly(0);
    assertThat(kept(in("_fragid", 9, 5, 0))).containsExactly(0, 9);
  }

  @Test
  void aLiteralMayComeFirst() {
    assertThat(
            kept(
                new Predicate(
                    "<", new Expression[] {Expressions.literal(3), Expressions.column("_fragid")})))
        .containsExactly(4, 9);
  }

  @Test
  void anAddressLiesInOneFragment() {
    assertThat(kept(comparison("_rowaddr", "=", (3L << 32) + 99))).containsExactly(3);
    assertThat(kept(comparison("_rowaddr", "=", (3L << 32) + 100))).isEmpty();
    assertThat(kept(comparison("_rowaddr", "<", 3L << 32))).containsExactly(0);
  }

  @Test
  void allPredicatesMustPassAndOneOfAnOr() {
    Predicate four = comparison("_fragid", "=", 4);
    Predicate nine = comparison("_fragid", "=", 9);

    assertThat(kept(four, nine)).isEmpty();
    assertThat(kept(new Or(four, nine))).containsExactly(4, 9);
    assertThat(kept(new AlwaysFalse())).isEmpty();
  }

  @Test
  void whatIsNotKnownPrunesNothing() {
    assertThat(kept(comparison("id", "=", 4L))).containsExactly(0, 3, 4, 9);
    assertThat(kept(comparison("_fragid", "=", "4"))).containsExactly(0, 3, 4, 9);
    assertThat(kept(new Predicate("NOT", new Expression[] {comparison("_fragid", "=", 4)})))
        .containsExactly(0, 3, 4, 9);
  }

  @Test
  void aRowIdThatIsAnAddressLiesInOneFragmentAndAStableOneAnywhere() {
    Predicate condition = comparison("_rowid", "=", (3L << 32) + 99);

    assertThat(kept(condition)).containsExactly(3);
    assertThat(kept(RowIds.STABLE, condition)).containsExactly(0, 3, 4, 9);
  }

  private static List<Integer> kept(Predicate... predicates) {
    return kept(RowIds.ADDRESSES, predicates);
  }

  private static List<Integer> kept(RowIds rowIds, Predicate... predicates) {
    return new FragmentPruner(ZoneMaps.none(), rowIds)
        .prune(FRAGMENTS, List.of(predicates)).stream().map(FragmentSummary::id).toList();
  }

  private static Predicate comparison(String column, String operator, Object value) {
    return new Predicate(
        operator, new Expression[] {Expressions.column(column), Expressions.literal(value)});
  }

  private static Predicate in(String column, Object... values) {
    return new Predicate(
        "IN",
        Stream.concat(
                Stream.of(Expressions.column(column)),
                Arrays.stream(values).map(Expressions::literal))
            .toArray(Expression[]::new));
  }
}
