package io.lancetrain.spark.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** Compares the collected rows; for DataFrames that fit in memory. */
final class RowComparison implements DataFrameComparison {

  @Override
  public void assertEqualInOrder(Dataset<Row> expected, Dataset<Row> actual) {
    assertSameSchema(expected, actual);
    List<Object> expectedRows = rows(expected);
    List<Object> actualRows = rows(actual);
    assertThat(actualRows).hasSameSizeAs(expectedRows);
    for (int index = 0; index < expectedRows.size(); index++) {
      assertThat(actualRows.get(index)).as("row %d", index).isEqualTo(expectedRows.get(index));
    }
  }

  @Override
  public void assertEqualInAnyOrder(Dataset<Row> expected, Dataset<Row> actual) {
    assertSameSchema(expected, actual);
    Map<Object, Integer> differences = new HashMap<>();
    rows(expected).forEach(row -> differences.merge(row, 1, Integer::sum));
    rows(actual).forEach(row -> differences.merge(row, -1, Integer::sum));
    differences.values().removeIf(count -> count == 0);
    assertThat(differences)
        .as("rows, with how many times more often they were expected than found")
        .isEmpty();
  }

  private static void assertSameSchema(Dataset<Row> expected, Dataset<Row> actual) {
    assertThat(actual.schema().treeString()).isEqualTo(expected.schema().treeString());
  }

  private static List<Object> rows(Dataset<Row> rows) {
    List<Object> comparable = new ArrayList<>();
    rows.collectAsList().forEach(row -> comparable.add(ComparableValue.of(row)));
    return comparable;
  }
}
