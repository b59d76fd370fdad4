package io.lancetrain.spark.batch;

import io.lancetrain.spark.batch.FixedWidthWriter.Store;
import io.lancetrain.spark.batch.NumberReaders.DecimalReader;
import io.lancetrain.spark.error.TypeErrors;
import java.math.BigDecimal;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.catalyst.expressions.SpecializedGetters;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.unsafe.Platform;

/**
 * How a decimal gets from a row to an address: its unscaled value as a little-endian number of 16
 * or 32 bytes. Spark's own rows keep just that number, as a long or as big-endian bytes.
 */
final class DecimalStore implements Store {
  private final String column;
  private final ArrowType.Decimal type;
  private final DecimalReader reader;
  private final int width;
  private final Form form;

  /** How Spark's own rows and arrays keep the column's decimals. */
  private enum Form {
    LONG,
    BYTES,
    /** Not as the vector wants them. */
    OTHER
  }

  DecimalStore(String column, ArrowType.Decimal type, DataType rows) {
    this.column = column;
    this.type = type;
    this.reader = NumberReaders.decimals(rows);
    this.width = type.getBitWidth() / Byte.SIZE;
    this.form = form(rows);
  }

  private Form form(DataType rows) {
    if (rows instanceof DecimalType decimal
        && decimal.scale() == type.getScale()
        && decimal.precision() <= type.getPrecision()) {
      return decimal.precision() <= Decimal.MAX_LONG_DIGITS() ? Form.LONG : Form.BYTES;
    }
    return Form.OTHER;
  }

  @Override
  public void put(long address, SpecializedGetters values, int ordinal) {
    if (form == Form.LONG && (values instanceof UnsafeRow || values instanceof UnsafeArrayData)) {
      putLong(address, values.getLong(ordinal));
    } else if (form == Form.BYTES && values instanceof UnsafeRow row) {
      putLocated(address, row.getBaseObject(), row.getBaseOffset(), row.getLong(ordinal));
    } else if (form == Form.BYTES && values instanceof UnsafeArrayData array) {
      putLocated(address, array.getBaseObject(), array.getBaseOffset(), array.getLong(ordinal));
    } else {
      putDecimal(address, reader.read(values, ordinal));
    }
  }

  private void putDecimal(long address, Decimal value) {
    if (type.getPrecision() <= Decimal.MAX_LONG_DIGITS() && value.scale() == type.getScale()) {
      putLong(address, value.toUnscaledLong());
    } else {
      byte[] bytes = unscaledBytes(value);
      putBytes(address, bytes, Platform.BYTE_ARRAY_OFFSET, bytes.length);
    }
  }

  private void putLong(long address, long unscaled) {
    Platform.putLong(null, address, unscaled);
    for (int at = Long.BYTES; at < width; at += Long.BYTES) {
      Platform.putLong(null, address + at, unscaled >> (Long.SIZE - 1));
    }
  }

  private void putLocated(long address, Object base, long baseOffset, long offsetAndLength) {
    long offset = baseOffset + (int) (offsetAndLength >> Integer.SIZE);
    putBytes(address, base, offset, (int) offsetAndLength);
  }

  /** Turns big-endian bytes around, and fills up with the sign. */
  private void putBytes(long address, Object base, long offset, int length) {
    for (int i = 0; i < length; i++) {
      Platform.putByte(null, address + i, Platform.getByte(base, offset + length - 1 - i));
    }
    byte sign = (byte) (Platform.getByte(base, offset) >> (Byte.SIZE - 1));
    for (int i = length; i < width; i++) {
      Platform.putByte(null, address + i, sign);
    }
  }

  /** A decimal in memory may have another scale than its column: {@code 1} as {@code 1.00}. */
  private byte[] unscaledBytes(Decimal value) {
    BigDecimal decimal = value.toJavaBigDecimal();
    if (decimal.scale() != type.getScale()) {
      decimal = rescaled(decimal);
    }
    if (decimal.precision() > type.getPrecision()) {
      throw outOfRange(value);
    }
    return decimal.unscaledValue().toByteArray();
  }

  private BigDecimal rescaled(BigDecimal value) {
    try {
      return value.setScale(type.getScale());
    } catch (ArithmeticException moreDigits) {
      throw outOfRange(value);
    }
  }

  private RuntimeException outOfRange(Object value) {
    String name = "DECIMAL(" + type.getPrecision() + "," + type.getScale() + ")";
    return TypeErrors.value(column, value, name, "it has more digits than the type.");
  }
}
