package io.lancetrain.spark.vector;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.option.NanosecondTimestamps;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VarCharVector;
import org.apache.arrow.vector.dictionary.Dictionary;
import org.apache.arrow.vector.dictionary.DictionaryEncoder;
import org.apache.arrow.vector.dictionary.DictionaryProvider;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnVectorsTest {
  private static final ArrowType UINT64 = new ArrowType.Int(64, false);
  private static final ArrowType NANOSECONDS = new ArrowType.Timestamp(TimeUnit.NANOSECOND, "UTC");
  private static final byte[] SECOND_IS_NULL = {0b101};

  @Test
  void unsignedLongFromTwoToThe63IsRefusedWithColumnAndValue() {
    try (HandMadeArray array = longs(0, null, Long.MAX_VALUE, Long.MIN_VALUE, -1)) {
      ColumnVector vector = vector(DataTypes.LongType, UINT64, array);

      assertThat(vector.getLong(0)).isEqualTo(Long.MAX_VALUE);
      assertRefused(() -> vector.getLong(1), "'c'", "9223372036854775808", "bigint");
      assertRefused(() -> vector.getLong(2), "'c'", "18446744073709551615", "bigint");
    }
  }

  @Test
  void valueOfNullSlotIsNeverRefused() {
    try (HandMadeArray array = longs(-1, SECOND_IS_NULL, 1_000, -1, 2_000)) {
      for (ArrowType type : List.of(UINT64, NANOSECONDS)) {
        DataType shown = type == UINT64 ? DataTypes.LongType : DataTypes.TimestampType;
        ColumnVector vector = vector(shown, type, array);
        assertThat(vector.getLongs(0, 3)).hasSize(3);
        assertThat(Values.list(new ColumnarArray(vector, 0, 3).copy(), shown)).element(1).isNull();
      }
    }
  }

  @Test
  void nanosecondsThatAreNoWholeMicrosecondsAreRefusedOrRoundedDown() {
    try (HandMadeArray array = longs(0, null, 1_999, -1, Long.MIN_VALUE)) {
      Field field = RandomArrow.leaf("c", NANOSECONDS);
      ColumnVector exact = vector(DataTypes.TimestampType, NANOSECONDS, array);
      ColumnVector truncated =
          ColumnVectors.of(
              "c", DataTypes.TimestampType, field, array.address(), NanosecondTimestamps.TRUNCATE);

      assertRefused(() -> exact.getLong(0), "'c'", "1999 ns", "nanosecondTimestamps");
      assertThat(truncated.getLongs(0, 3)).containsExactly(1, -1, -9_223_372_036_854_776L);
    }
  }

  @Test
  void timeBeyondMicrosecondsOf64BitsIsRefused() {
    long seconds = Long.MAX_VALUE / 1_000_000;
    try (HandMadeArray array = longs(0, null, seconds, seconds + 1, -seconds - 1)) {
      ColumnVector vector =
          vector(DataTypes.TimestampNTZType, new ArrowType.Timestamp(TimeUnit.SECOND, null), array);

      assertThat(vector.getLong(0)).isEqualTo(seconds * 1_000_000);
      assertRefused(() -> vector.getLong(1), "'c'", (seconds + 1) + " s", "timestamp_ntz");
      assertRefused(() -> vector.getLong(2), "'c'", (-seconds - 1) + " s", "timestamp_ntz");
    }
  }

  @Test
  void millisecondDateThatIsNoWholeDayIsRefused() {
    try (HandMadeArray array = longs(0, null, -86_400_000, 86_400_001, Long.MAX_VALUE)) {
      ColumnVector vector =
          vector(DataTypes.DateType, new ArrowType.Date(DateUnit.MILLISECOND), array);

      assertThat(vector.getInt(0)).isEqualTo(-1);
      assertRefused(() -> vector.getInt(1), "'c'", "86400001 ms", "date");
      assertRefused(() -> vector.getInt(2), "'c'", "date");
    }
  }

  @Test
  void decimalWithMoreDigitsThanDeclaredIsRefused() {
    try (HandMadeArray array = longs(0, null, 0, 1)) {
      ColumnVector vector =
          vector(DataTypes.createDecimalType(18, 2), new ArrowType.Decimal(18, 2, 128), array);

      assertRefused(() -> vector.getDecimal(0, 18, 2), "'c'", "184467440737095516.16");
    }
  }

  @Test
  void nullTypeIsNullEverywhere() {
    try (HandMadeArray array = HandMadeArray.of(3, 3, 0)) {
      ColumnVector vector = vector(DataTypes.NullType, ArrowType.Null.INSTANCE, array);

      assertThat(vector.isNullAt(2)).isTrue();
      assertThat(vector.numNulls()).isEqualTo(3);
      assertThat(vector.hasNull()).isTrue();
    }
  }

  @Test
  void missingValidityBufferMeansNoNulls() {
    try (HandMadeArray array = longs(-1, null, 1, 2, 3)) {
      ColumnVector vector = vector(DataTypes.LongType, new ArrowType.Int(64, true), array);

      assertThat(vector.hasNull()).isFalse();
      assertThat(vector.numNulls()).isZero();
      assertThat(vector.isNullAt(1)).isFalse();
    }
  }

  @Test
  void arrayWithoutRowsMayLackItsBuffers() {
    try (HandMadeArray array = HandMadeArray.of(0, 0, 0, null, null, null)) {
      ColumnVector vector = vector(DataTypes.StringType, ArrowType.Utf8.INSTANCE, array);

      assertThat(vector.hasNull()).isFalse();
    }
  }

  /** The offset of a struct counts for its fields too, on top of their own. */
  @Test
  void structOffsetAppliesToItsFields() {
    byte[] validity = {0b011101};
    StructType type = new StructType().add("b", DataTypes.LongType).add("a", DataTypes.LongType);
    Field field =
        parent(
            ArrowType.Struct.INSTANCE,
            RandomArrow.leaf("a", new ArrowType.Int(64, true)),
            RandomArrow.leaf("b", new ArrowType.Int(64, true)));
    try (HandMadeArray a = HandMadeArray.of(5, 0, 0, null, bytes(10, 11, 12, 13, 14));
        HandMadeArray b = HandMadeArray.of(5, 2, 1, validity, bytes(20, 21, 22, 23, 24, 25));
        HandMadeArray struct = HandMadeArray.ofChildren(3, -1, 2, new byte[] {0b10111}, a, b)) {
      ColumnVector vector = vector(type, field, struct.address());

      assertThat(Values.list(new ColumnarArray(vector, 0, 3), type))
          .containsExactly(Map.of("b", 23L, "a", 12L), null, mapOf("b", null, "a", 14L));
      assertThat(vector.numNulls()).isEqualTo(1);
      assertThat(vector.getChild(0).numNulls()).isEqualTo(1);
      assertThat(vector.getChild(1).numNulls()).isZero();
    }
  }

  @Test
  void batchOffsetAppliesToItsColumns() {
    try (HandMadeArray a = HandMadeArray.of(5, 0, 0, null, bytes(10, 11, 12, 13, 14));
        HandMadeArray batch = HandMadeArray.ofChildren(2, 0, 3, null, a)) {
      ArrowArrayView column = ArrowArrayView.at(batch.address()).field(0);
      ColumnVector vector =
          ColumnVectors.of(
              "a",
              DataTypes.LongType,
              RandomArrow.leaf("a", new ArrowType.Int(64, true)),
              column,
              NanosecondTimestamps.EXACT);

      assertThat(vector.getLongs(0, 2)).containsExactly(13, 14);
    }
  }

  @Test
  void fixedSizeListOffsetCountsInLists() {
    Field field =
        parent(
            new ArrowType.FixedSizeList(2), RandomArrow.leaf("item", new ArrowType.Int(64, true)));
    DataType type = DataTypes.createArrayType(DataTypes.LongType);
    try (HandMadeArray items = HandMadeArray.of(6, 0, 1, null, bytes(0, 1, 2, 3, 4, 5, 6));
        HandMadeArray lists = HandMadeArray.ofChildren(2, 0, 1, null, items)) {
      ColumnVector vector = vector(type, field, lists.address());

      assertThat(vector.getArray(0).toLongArray()).containsExactly(3, 4);
      assertThat(vector.getArray(1).toLongArray()).containsExactly(5, 6);
    }
  }

  @Test
  void vectorsOfHalvesAreFloats() {
    Field half = RandomArrow.leaf("item", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
    Field field = parent(new ArrowType.FixedSizeList(2), half);
    byte[] halves = {0, 0x3c, 0, (byte) 0xc0, 1, 0, 0, 0x7c};
    try (HandMadeArray items = HandMadeArray.of(4, 0, 0, null, halves);
        HandMadeArray lists = HandMadeArray.ofChildren(2, 0, 0, null, items)) {
      ColumnVector vector =
          vector(DataTypes.createArrayType(DataTypes.FloatType), field, lists.address());

      assertThat(vector.getArray(0).toFloatArray()).containsExactly(1f, -2f);
      assertThat(vector.getArray(1).toFloatArray())
          .containsExactly(0x1p-24f, Float.POSITIVE_INFINITY);
    }
  }

  @Test
  void stringPointsIntoTheBatch() {
    byte[] text = "lance".getBytes(StandardCharsets.UTF_8);
    try (HandMadeArray array =
        HandMadeArray.of(1, 0, 0, null, new byte[] {0, 0, 0, 0, 5, 0, 0, 0}, text)) {
      ColumnVector vector = vector(DataTypes.StringType, ArrowType.Utf8.INSTANCE, array);

      assertThat(vector.getUTF8String(0).getBaseObject()).isNull();
      assertThat(vector.getUTF8String(0).getBaseOffset())
          .isEqualTo(ArrowArrayView.at(array.address()).buffer(2));
    }
  }

  @Test
  void valueOverTwoGibibytesIsRefused() {
    byte[] offsets = bytes(0, 1L << 31);
    try (HandMadeArray array = HandMadeArray.of(1, 0, 0, null, offsets, new byte[0])) {
      ColumnVector vector = vector(DataTypes.BinaryType, ArrowType.LargeBinary.INSTANCE, array);

      assertRefused(() -> vector.getBinary(0), "'c'", "2147483648 bytes");
    }
  }

  @Test
  void moreElementsThanAnIntCountsAreRefusedByTheBatch() {
    Field field = parent(ArrowType.LargeList.INSTANCE, RandomArrow.leaf("item", UINT64));
    try (HandMadeArray items = HandMadeArray.of(1L << 31, 0, 0, null, new byte[0]);
        HandMadeArray lists = largeLists(items, 0, 1L << 31)) {
      assertThatThrownBy(
              () -> vector(DataTypes.createArrayType(DataTypes.LongType), field, lists.address()))
          .isInstanceOf(LanceException.class)
          .hasMessageContainingAll("'c.element'", "2147483648", "batchBytes");
    }
  }

  /**
   * Only where they lie relative to each other has to fit in an int. An offset below zero stands in
   * for the 48 GB before them.
   */
  @Test
  void elementsFarIntoTheirBufferAreFound() {
    Field field =
        parent(ArrowType.LargeList.INSTANCE, RandomArrow.leaf("item", new ArrowType.Int(64, true)));
    long far = 3L << 31;
    try (HandMadeArray items = HandMadeArray.of(far + 2, 0, -far, null, bytes(7, 8));
        HandMadeArray lists = largeLists(items, far, far + 2)) {
      ColumnVector vector =
          vector(DataTypes.createArrayType(DataTypes.LongType), field, lists.address());

      assertThat(vector.getArray(0).toLongArray()).containsExactly(7, 8);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {8, 16, 32, 64})
  void dictionaryShowsTheValuesOfItsIndices(int indexWidth) {
    DictionaryEncoding encoding =
        new DictionaryEncoding(7, false, new ArrowType.Int(indexWidth, true));
    try (BufferAllocator allocator = new RootAllocator();
        VarCharVector words = words(allocator, "a", null, "ccc", "dd");
        VarCharVector column = words(allocator, "dd", "ccc", null, "a", "dd")) {
      DictionaryProvider.MapDictionaryProvider dictionaries =
          new DictionaryProvider.MapDictionaryProvider(new Dictionary(words, encoding));
      Dictionary dictionary = dictionaries.lookup(7);
      try (FieldVector indices = (FieldVector) DictionaryEncoder.encode(column, dictionary);
          ExportedArray array = ExportedArray.of(allocator, indices, dictionaries);
          ArrowSchema schema = ArrowSchema.allocateNew(allocator);
          CDataDictionaryProvider imported = new CDataDictionaryProvider()) {
        Data.exportField(allocator, indices.getField(), dictionaries, schema);
        Field field =
            DictionaryUtility.toMessageFormat(
                Data.importField(allocator, schema, imported), imported, new HashSet<>());

        ColumnVector vector = vector(DataTypes.StringType, field, array.address());

        assertThat(Values.list(new ColumnarArray(vector, 0, 5), DataTypes.StringType))
            .containsExactly("dd", "ccc", null, "a", "dd");
        assertThat(vector.numNulls()).isEqualTo(1);
      }
    }
  }

  @Test
  void dictionaryValueThatIsNullIsNull() {
    Field field =
        new Field(
            "c",
            new FieldType(
                true,
                new ArrowType.Int(64, true),
                new DictionaryEncoding(1, false, new ArrowType.Int(8, false))),
            null);
    try (HandMadeArray values = longs(1, SECOND_IS_NULL, 10, 11, 12);
        HandMadeArray indices =
            HandMadeArray.of(4, -1, 1, new byte[] {0b10111}, new byte[] {9, 2, 1, (byte) 200, 0})) {
      indices.dictionary(values);
      ColumnVector vector = vector(DataTypes.LongType, field, indices.address());

      assertThat(Values.list(new ColumnarArray(vector, 0, 4), DataTypes.LongType))
          .containsExactly(12L, null, null, 10L);
      assertThat(vector.getLongs(0, 4)).as("garbage indices under nulls").hasSize(4);
      assertThat(vector.numNulls()).isEqualTo(2);
    }
  }

  @Test
  void fragmentIsTheHighHalfOfTheRowAddress() {
    try (HandMadeArray array = longs(0, null, 5, (3L << 32) + 1, 0x7fff_ffff_ffff_ffffL)) {
      ArrowArrayView all = ArrowArrayView.at(array.address());
      ColumnVector vector = new FragmentIdVector(all.slice(1, 2));

      assertThat(vector.dataType()).isEqualTo(DataTypes.IntegerType);
      assertThat(vector.getInts(0, 2)).containsExactly(3, Integer.MAX_VALUE);
    }
  }

  @Test
  void typeThatDoesNotFitIsRefusedWithColumnAndTypes() {
    try (HandMadeArray array = longs(0, null, 1)) {
      assertThatThrownBy(() -> vector(DataTypes.IntegerType, new ArrowType.Int(64, true), array))
          .isInstanceOf(LanceException.class)
          .hasMessageContainingAll("'c'", "Int(64, true)", "int")
          .extracting(error -> ((LanceException) error).condition())
          .isEqualTo(ErrorCondition.LANCE_UNSUPPORTED_TYPE);
      assertThatThrownBy(
              () -> vector(DataTypes.LongType, new ArrowType.Time(TimeUnit.MICROSECOND, 64), array))
          .isInstanceOf(LanceException.class)
          .hasMessageContainingAll("'c'", "Time(MICROSECOND, 64)", "bigint");
    }
  }

  private static ColumnVector vector(DataType type, ArrowType arrow, HandMadeArray array) {
    return vector(type, RandomArrow.leaf("c", arrow), array.address());
  }

  private static ColumnVector vector(DataType type, Field field, long address) {
    return ColumnVectors.of("c", type, field, address, NanosecondTimestamps.EXACT);
  }

  private static Field parent(ArrowType type, Field... children) {
    return new Field("c", FieldType.nullable(type), Arrays.asList(children));
  }

  private static HandMadeArray longs(long nullCount, byte[] validity, long... values) {
    return HandMadeArray.of(values.length, nullCount, 0, validity, bytes(values));
  }

  private static HandMadeArray largeLists(HandMadeArray items, long... offsets) {
    return HandMadeArray.ofBuffersAndChildren(
        offsets.length - 1, 0, 0, new byte[][] {null, bytes(offsets)}, items);
  }

  private static byte[] bytes(long... values) {
    ByteBuffer buffer = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    Arrays.stream(values).forEach(buffer::putLong);
    return buffer.array();
  }

  private static Map<String, Object> mapOf(String first, Object one, String second, Object two) {
    Map<String, Object> map = new HashMap<>();
    map.put(first, one);
    map.put(second, two);
    return map;
  }

  private static VarCharVector words(BufferAllocator allocator, String... words) {
    VarCharVector vector = new VarCharVector("c", allocator);
    for (int i = 0; i < words.length; i++) {
      if (words[i] != null) {
        vector.setSafe(i, words[i].getBytes(StandardCharsets.UTF_8));
      }
    }
    vector.setValueCount(words.length);
    return vector;
  }

  private static void assertRefused(ThrowingCallable read, String... parts) {
    assertThatThrownBy(read)
        .isInstanceOf(LanceException.class)
        .hasMessageContainingAll(parts)
        .extracting(error -> ((LanceException) error).condition())
        .isEqualTo(ErrorCondition.LANCE_VALUE_OUT_OF_RANGE);
  }
}
