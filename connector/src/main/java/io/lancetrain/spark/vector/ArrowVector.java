package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/**
 * What every vector over an Arrow array has in common: the nulls, and a refusal of each way of
 * reading that the layout at hand does not offer.
 *
 * <p>A vector looks up its addresses once and then reads the producer's memory directly. It owns
 * none of that memory: {@link #close()} releases nothing, since Spark closes vectors at times of
 * its own; the owner of the batch releases all of its columns together.
 *
 * <p>Values in null slots may be anything. Spark reads them too, when it copies an array in bulk,
 * so no vector may fail on one, nor follow one as an address.
 */
abstract class ArrowVector extends ColumnVector {
  /** The validity bitmap, or 0 if no slot is null. */
  private final long validity;

  private final long firstBit;
  private final int length;
  private int nulls;

  ArrowVector(DataType type, ArrowArrayView array) {
    this(type, array, array.nullCount() == 0 ? 0 : array.buffer(0));
  }

  ArrowVector(DataType type, ArrowArrayView array, long validity) {
    super(type);
    this.validity = validity;
    this.firstBit = array.offset();
    this.length = Math.toIntExact(array.length());
    this.nulls = validity == 0 ? 0 : (int) array.nullCount();
  }

  /** The number of slots. */
  final int length() {
    return length;
  }

  /** Releases nothing: the memory belongs to the batch. */
  @Override
  public final void close() {}

  /** Releases nothing: the memory belongs to the batch. */
  @Override
  public final void closeIfFreeable() {}

  @Override
  public boolean hasNull() {
    return numNulls() > 0;
  }

  @Override
  public int numNulls() {
    if (nulls < 0) {
      nulls = countNulls();
    }
    return nulls;
  }

  @Override
  public boolean isNullAt(int row) {
    return validity != 0 && !bit(validity, firstBit + row);
  }

  /** Counts the nulls slot by slot. */
  final int countNulls() {
    int count = 0;
    for (int row = 0; row < length; row++) {
      if (isNullAt(row)) {
        count++;
      }
    }
    return count;
  }

  /** The bit at {@code index} of a bitmap in Arrow's order, least significant bit first. */
  static boolean bit(long bitmap, long index) {
    return (Platform.getByte(null, bitmap + (index >> 3)) >> (index & 7) & 1) != 0;
  }

  @Override
  public boolean getBoolean(int row) {
    throw notOffered("booleans");
  }

  @Override
  public byte getByte(int row) {
    throw notOffered("bytes");
  }

  @Override
  public short getShort(int row) {
    throw notOffered("shorts");
  }

  @Override
  public int getInt(int row) {
    throw notOffered("ints");
  }

  @Override
  public long getLong(int row) {
    throw notOffered("longs");
  }

  @Override
  public float getFloat(int row) {
    throw notOffered("floats");
  }

  @Override
  public double getDouble(int row) {
    throw notOffered("doubles");
  }

  @Override
  public ColumnarArray getArray(int row) {
    throw notOffered("arrays");
  }

  @Override
  public ColumnarMap getMap(int row) {
    throw notOffered("maps");
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    throw notOffered("decimals");
  }

  @Override
  public UTF8String getUTF8String(int row) {
    throw notOffered("strings");
  }

  @Override
  public byte[] getBinary(int row) {
    throw notOffered("binaries");
  }

  @Override
  public ColumnVector getChild(int ordinal) {
    throw notOffered("struct fields");
  }

  private UnsupportedOperationException notOffered(String what) {
    return new UnsupportedOperationException(
        "Cannot read " + what + " from a vector of type " + type.catalogString());
  }
}
