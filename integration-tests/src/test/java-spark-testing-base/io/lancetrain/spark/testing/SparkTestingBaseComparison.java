package io.lancetrain.spark.testing;

import com.holdenkarau.spark.testing.JavaDataFrameSuiteBase;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Compares with the assertions of Spark Testing Base. */
public final class SparkTestingBaseComparison implements DataFrameComparison {
  private final RowComparison rowComparison = new RowComparison();

  @Override
  public void assertEqualInOrder(Dataset<Row> expected, Dataset<Row> actual) {
    Suite suite = new Suite();
    suite.assertDataFrameEquals(
        withoutMetadata(expected),
        withoutMetadata(actual),
        suite.assertDataFrameEquals$default$3());
  }

  /** Spark Testing Base groups by all columns, which Spark does not do for maps. */
  @Override
  public void assertEqualInAnyOrder(Dataset<Row> expected, Dataset<Row> actual) {
    if (expected.schema().catalogString().contains("map<")) {
      rowComparison.assertEqualInAnyOrder(expected, actual);
    } else {
      new Suite().assertDataFrameNoOrderEquals(withoutMetadata(expected), withoutMetadata(actual));
    }
  }

  /** Spark Testing Base compares the columns' metadata, which is not part of the promise. */
  private static Dataset<Row> withoutMetadata(Dataset<Row> rows) {
    StructType schema = new StructType();
    for (StructField field : rows.schema().fields()) {
      schema = schema.add(field.name(), field.dataType(), field.nullable());
    }
    return SparkSession.active().createDataFrame(rows.javaRDD(), schema);
  }

  /** The suite with the session that is there, where it would start one of its own with Hive. */
  private static final class Suite extends JavaDataFrameSuiteBase {
    private static final long serialVersionUID = 1L;

    @Override
    public SparkSession spark() {
      return SparkSession.active();
    }

    @Override
    public boolean enableHiveSupport() {
      return false;
    }
  }
}
