package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** EXPLAIN FORMATTED says what a scan does, and why it does not do more. */
@Tag("round-trip")
class ExplainTest {
  private final SparkSession spark = TestSession.shared();
  private String path;

  @BeforeEach
  void writeTwoVersionsOfFourFragments() {
    path = TableStore.LOCAL_DISK.newTable();
    for (String mode : new String[] {"errorifexists", "append"}) {
      spark
          .range(0, 1_000, 1, 2)
          .selectExpr("id", "id % 10 AS label", "string(id) AS text")
          .write()
          .format("lance")
          .mode(mode)
          .save(path);
    }
  }

  @Test
  void aQueryShowsItsVersionColumnsFiltersFragmentsTasksAndBytes() {
    assertThat(
            explained("SELECT text FROM %s WHERE label = 7 AND upper(text) = 'X' AND _fragid < 3"))
        .contains(path + ", version 2")
        .contains("columns [text], filters pushed [")
        .contains("label = 7")
        .contains("filters left to Spark [")
        .contains("(because of the function UPPER)")
        .containsPattern("3 of 4 fragments in [0-9]+ partitions, about [0-9.]+ KiB");
  }

  @Test
  void aLimitAnOrderAndAnAggregateAreShown() {
    assertThat(explained("SELECT id FROM %s LIMIT 7")).contains("rows [after row 0 to row 7]");
    assertThat(explained("SELECT id FROM %s ORDER BY label DESC, id LIMIT 7"))
        .contains("rows [after row 0 to row 7 by [")
        .contains("label");
    assertThat(explained("SELECT label, max(id) FROM %s GROUP BY label"))
        .contains("[max(id)] by [label], aggregated in ");
    assertThat(explained("SELECT count(*) FROM %s"))
        .as("the manifest answers")
        .contains("LocalTableScan")
        .doesNotContain("BatchScan");
  }

  private String explained(String query) {
    return spark
        .sql("EXPLAIN FORMATTED " + query.formatted("lance.`" + path + "`"))
        .head()
        .getString(0);
  }
}
