package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.unsafe.Platform;

/** The fragment of each row as an integer: the high 32 bits of Lance's 64-bit row addresses. */
final class FragmentIdVector extends ArrowVector {
  private final long data;

  /**
   * @param rowAddresses an array of unsigned 64-bit integers
   */
  FragmentIdVector(ArrowArrayView rowAddresses) {
    super(DataTypes.IntegerType, rowAddresses);
    this.data = rowAddresses.buffer(1) + rowAddresses.offset() * 8;
  }

  @Override
  public int getInt(int row) {
    return (int) (Platform.getLong(null, data + 8L * row) >>> 32);
  }
}
