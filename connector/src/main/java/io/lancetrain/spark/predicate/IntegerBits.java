package io.lancetrain.spark.predicate;

import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;

/** How wide Spark's integers are. */
final class IntegerBits {
  private IntegerBits() {}

  /** 8, 16, 32 or 64; 0 for every other type. */
  static int of(DataType type) {
    if (type instanceof ByteType) {
      return Byte.SIZE;
    } else if (type instanceof ShortType) {
      return Short.SIZE;
    } else if (type instanceof IntegerType) {
      return Integer.SIZE;
    }
    return type instanceof LongType ? Long.SIZE : 0;
  }
}
