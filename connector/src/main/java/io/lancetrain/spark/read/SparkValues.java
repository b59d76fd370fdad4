package io.lancetrain.spark.read;

import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.ShortType;

/** The values of zone maps, which hold all whole numbers as longs, as Spark holds them. */
final class SparkValues {
  private SparkValues() {}

  static Object of(Object value, DataType type) {
    if (type instanceof ByteType) {
      return ((Long) value).byteValue();
    } else if (type instanceof ShortType) {
      return ((Long) value).shortValue();
    } else if (type instanceof IntegerType || type instanceof DateType) {
      return ((Long) value).intValue();
    }
    return value;
  }
}
