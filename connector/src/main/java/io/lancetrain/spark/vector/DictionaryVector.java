package io.lancetrain.spark.vector;

import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.apache.spark.sql.vectorized.ColumnarMap;
import org.apache.spark.unsafe.Platform;
import org.apache.spark.unsafe.types.UTF8String;

/** Values that each occur once in a dictionary, with an index into it for every row. */
final class DictionaryVector extends ArrowVector {
  private final long indices;
  private final int indexWidth;
  private final ColumnVector values;

  DictionaryVector(ArrowArrayView array, int indexWidth, ColumnVector values) {
    super(values.dataType(), array);
    this.indices = array.buffer(1) + array.offset() * indexWidth;
    this.indexWidth = indexWidth;
    this.values = values;
  }

  @Override
  public int numNulls() {
    return values.hasNull() ? countNulls() : super.numNulls();
  }

  @Override
  public boolean isNullAt(int row) {
    return super.isNullAt(row) || values.isNullAt(index(row));
  }

  @Override
  public boolean getBoolean(int row) {
    return !isNullAt(row) && values.getBoolean(index(row));
  }

  @Override
  public byte getByte(int row) {
    return isNullAt(row) ? 0 : values.getByte(index(row));
  }

  @Override
  public short getShort(int row) {
    return isNullAt(row) ? 0 : values.getShort(index(row));
  }

  @Override
  public int getInt(int row) {
    return isNullAt(row) ? 0 : values.getInt(index(row));
  }

  @Override
  public long getLong(int row) {
    return isNullAt(row) ? 0 : values.getLong(index(row));
  }

  @Override
  public float getFloat(int row) {
    return isNullAt(row) ? 0 : values.getFloat(index(row));
  }

  @Override
  public double getDouble(int row) {
    return isNullAt(row) ? 0 : values.getDouble(index(row));
  }

  @Override
  public Decimal getDecimal(int row, int precision, int scale) {
    return isNullAt(row) ? null : values.getDecimal(index(row), precision, scale);
  }

  @Override
  public UTF8String getUTF8String(int row) {
    return isNullAt(row) ? null : values.getUTF8String(index(row));
  }

  @Override
  public byte[] getBinary(int row) {
    return isNullAt(row) ? null : values.getBinary(index(row));
  }

  @Override
  public ColumnarArray getArray(int row) {
    return isNullAt(row) ? null : values.getArray(index(row));
  }

  @Override
  public ColumnarMap getMap(int row) {
    return isNullAt(row) ? null : values.getMap(index(row));
  }

  /** Signed and unsigned indices are read alike: a dictionary has fewer values than 2^31. */
  private int index(int row) {
    return switch (indexWidth) {
      case 1 -> Byte.toUnsignedInt(Platform.getByte(null, indices + row));
      case 2 -> Short.toUnsignedInt(Platform.getShort(null, indices + 2L * row));
      case 4 -> Platform.getInt(null, indices + 4L * row);
      default -> (int) Platform.getLong(null, indices + 8L * row);
    };
  }
}
