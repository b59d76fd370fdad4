package io.lancetrain.spark.table;

/** Who matches the columns of a DataFrame with those of the table that it is written to. */
public enum SchemaResolution {
  /** Spark's analyzer, as for any catalog: by name or by position, with store-assignment casts. */
  BY_SPARK,
  /**
   * The connector, by name, for {@code df.write.format("lance")}: its options may change the
   * schema, and its errors name each column that does not fit.
   */
  BY_CONNECTOR
}
