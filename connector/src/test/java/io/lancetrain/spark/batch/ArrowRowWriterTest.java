package io.lancetrain.spark.batch;

import static io.lancetrain.spark.batch.Rows.array;
import static io.lancetrain.spark.batch.Rows.map;
import static io.lancetrain.spark.batch.Rows.row;
import static io.lancetrain.spark.type.Fields.field;
import static io.lancetrain.spark.type.Fields.mapField;
import static io.lancetrain.spark.type.Fields.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.type.SparkSchemas;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.arrow.memory.ArrowBuf;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.complex.FixedSizeListVector;
import org.apache.arrow.vector.complex.LargeListVector;
import org.apache.arrow.vector.complex.ListVector;
import org.apache.arrow.vector.complex.StructVector;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.UnsafeArrayData;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ArrowRowWriterTest {
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType STRING = ArrowType.Utf8.INSTANCE;
  private static final ArrowType STRUCT = ArrowType.Struct.INSTANCE;
  private static final ArrowType LIST = ArrowType.List.INSTANCE;

  private static final String CASES = "io.lancetrain.spark.batch.ScalarCase#all";

  @ParameterizedTest
  @MethodSource(CASES)
  void valuesAndNullsOfEveryTypeAreWritten(ScalarCase scalar) {
    try (ArrowBatch batch = new ArrowBatch(field("c", scalar.type()))) {
      batch.write(new Object[] {null});
      scalar.written().forEach(value -> batch.write(value));
      batch.write(new Object[] {null});
      List<Object> expected = new ArrayList<>(scalar.expected());
      expected.add(0, null);
      expected.add(null);
      assertThat(batch.values(0)).isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void listsOfEveryTypeAreWritten(ScalarCase scalar) {
    Object written = scalar.written().get(1);
    Object expected = scalar.expected().get(1);
    for (ArrowType type : List.of(LIST, ArrowType.LargeList.INSTANCE)) {
      try (ArrowBatch batch = new ArrowBatch(field("c", type, field("item", scalar.type())))) {
        batch.write(array(written, null, written));
        batch.write(new Object[] {null});
        batch.write(array());
        batch.write(new Object[] {null});
        batch.write(array(null, written));
        List<Object> values = batch.values(0);
        assertThat(values.get(0)).isEqualTo(Arrays.asList(expected, null, expected));
        assertThat(values.get(1)).isNull();
        assertThat(values.get(2)).isEqualTo(List.of());
        assertThat(values.get(3)).isNull();
        assertThat(values.get(4)).isEqualTo(Arrays.asList(null, expected));
      }
    }
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void valuesOfEveryTypeInSparksOwnRowsAreWrittenAlikeBatchByBatch(ScalarCase scalar) {
    Field[] fields = {
      field("c", scalar.type()), field("l", LIST, field("item", scalar.type())),
    };
    UnsafeProjection projection =
        UnsafeProjection.create(SparkSchemas.of(new Schema(List.of(fields))));
    Object first = scalar.written().get(0);
    Object second = scalar.written().get(1);
    Object expectedFirst = scalar.expected().get(0);
    Object expectedSecond = scalar.expected().get(1);
    try (ArrowBatch batch = new ArrowBatch(fields)) {
      for (int rows : new int[] {3_000, 10, 5_000}) {
        for (int i = 0; i < rows; i++) {
          batch.writeRow(projection.apply(row(first, array(first, second, second))));
          batch.writeRow(projection.apply(row(null, array(second, null))));
          batch.writeRow(projection.apply(row(second, null)));
        }
        List<Object> values = batch.values(0);
        List<Object> lists = batch.values(1);
        assertThat(values).hasSize(3 * rows);
        for (int i = 0; i < rows; i++) {
          assertThat(values.subList(3 * i, 3 * i + 3))
              .isEqualTo(Arrays.asList(expectedFirst, null, expectedSecond));
          assertThat(lists.subList(3 * i, 3 * i + 3))
              .isEqualTo(
                  Arrays.asList(
                      List.of(expectedFirst, expectedSecond, expectedSecond),
                      Arrays.asList(expectedSecond, null),
                      null));
        }
        batch.writer.reset();
      }
    }
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void structsOfEveryTypeAreWritten(ScalarCase scalar) {
    Field type = field("c", STRUCT, field("x", scalar.type()), required("y", INT));
    try (ArrowBatch batch = new ArrowBatch(type)) {
      batch.write(new Object[] {null});
      batch.write(row(scalar.written().get(1), 7));
      batch.write(row(null, 8));
      batch.write(new Object[] {null});
      batch.write(row(scalar.written().get(0), 9));
      List<Object> values = batch.values(0);
      assertThat(values.get(0)).isNull();
      assertThat(values.get(1)).isEqualTo(Map.of("x", scalar.expected().get(1), "y", 7));
      assertThat(values.get(2)).isEqualTo(Map.of("y", 8));
      assertThat(values.get(3)).isNull();
      assertThat(values.get(4)).isEqualTo(Map.of("x", scalar.expected().get(0), "y", 9));
      StructVector struct = (StructVector) batch.vector(0);
      assertThat(struct.getChildrenFromFields())
          .extracting(FieldVector::getValueCount)
          .containsOnly(5);
    }
  }

  @ParameterizedTest
  @MethodSource("io.lancetrain.spark.batch.ScalarCase#ofFixedWidth")
  void vectorsOfEveryTypeOfFixedWidthAreWritten(ScalarCase scalar) {
    Object written = scalar.written().get(1);
    Object expected = scalar.expected().get(1);
    Field type = field("c", new ArrowType.FixedSizeList(2), field("item", scalar.type()));
    try (ArrowBatch batch = new ArrowBatch(type)) {
      batch.write(new Object[] {null});
      batch.write(array(written, null));
      batch.write(new Object[] {null});
      batch.write(array(scalar.written().get(0), written));
      List<Object> values = batch.values(0);
      assertThat(values.get(0)).isNull();
      assertThat(values.get(1)).isEqualTo(Arrays.asList(expected, null));
      assertThat(values.get(2)).isNull();
      assertThat(values.get(3)).isEqualTo(List.of(scalar.expected().get(0), expected));
      FixedSizeListVector vector = (FixedSizeListVector) batch.vector(0);
      assertThat(vector.getDataVector().getValueCount()).isEqualTo(8);
    }
  }

  @ParameterizedTest
  @MethodSource(CASES)
  void mapsWithEveryTypeAreWritten(ScalarCase scalar) {
    Field type = mapField("c", scalar.type(), field("value", scalar.type()));
    Object first = scalar.written().get(0);
    Object second = scalar.written().get(1);
    try (ArrowBatch batch = new ArrowBatch(type)) {
      batch.write(new Object[] {null});
      batch.write(map(first, null, second, first));
      batch.write(map());
      batch.write(map(second, second));
      List<Object> values = batch.values(0);
      Object firstRead = scalar.expected().get(0);
      Object secondRead = scalar.expected().get(1);
      assertThat(values.get(0)).isNull();
      assertThat(values.get(1))
          .isEqualTo(
              List.of(Map.of("key", firstRead), Map.of("key", secondRead, "value", firstRead)));
      assertThat(values.get(2)).isEqualTo(List.of());
      assertThat(values.get(3)).isEqualTo(List.of(Map.of("key", secondRead, "value", secondRead)));
    }
  }

  @Test
  void nullsAtEveryLevelOfADeepTypeStayWhereTheyAre() {
    Field vector = field("v", new ArrowType.FixedSizeList(2), field("item", INT));
    Field inner = field("item", STRUCT, vector, field("s", STRING));
    Field list = field("l", LIST, inner);
    Field type = field("c", STRUCT, list, mapField("m", STRING, field("value", LIST, inner)));
    try (ArrowBatch batch = new ArrowBatch(type)) {
      batch.write(row(array(row(array(1, 2), text("a")), null, row(null, null)), null));
      batch.write(new Object[] {null});
      batch.write(
          row(null, map(text("k"), null, text("l"), array(null, row(array(3, null), null)))));
      batch.write(row(array(row(array(5, 6), text("b"))), map()));
      List<Object> values = batch.values(0);
      assertThat(values.get(0))
          .isEqualTo(
              Map.of("l", Arrays.asList(Map.of("v", List.of(1, 2), "s", "a"), null, Map.of())));
      assertThat(values.get(1)).isNull();
      assertThat(values.get(2))
          .isEqualTo(
              Map.of(
                  "m",
                  List.of(
                      Map.of("key", "k"),
                      Map.of(
                          "key",
                          "l",
                          "value",
                          Arrays.asList(null, Map.of("v", Arrays.asList(3, null)))))));
      assertThat(values.get(3))
          .isEqualTo(Map.of("l", List.of(Map.of("v", List.of(5, 6), "s", "b")), "m", List.of()));
    }
  }

  @Test
  void fieldsWithoutNullsHaveEmptyValuesBelowANullParent() {
    ArrowType vectorOfTwo = new ArrowType.FixedSizeList(2);
    Field entries = required("entries", STRUCT, required("key", STRING), required("value", INT));
    Field[] fields = {
      required("i", INT),
      required("s", STRING),
      required("l", LIST, required("item", INT)),
      required("g", ArrowType.LargeList.INSTANCE, required("item", INT)),
      required("v", vectorOfTwo, required("item", INT)),
      required("n", STRUCT, required("x", INT)),
      required("m", new ArrowType.Map(false), entries)
    };
    Field vector = field("w", vectorOfTwo, required("item", INT));
    try (ArrowBatch batch = new ArrowBatch(field("c", STRUCT, fields), vector)) {
      InternalRow full =
          row(1, text("a"), array(2), array(3), array(4, 5), row(6), map(text("k"), 7));
      batch.write(null, null);
      batch.write(full, array(8, 9));
      batch.write(null, null);
      assertThat(batch.values(0).get(0)).isNull();
      assertThat(batch.values(0).get(1))
          .isEqualTo(
              Map.of(
                  "i",
                  1,
                  "s",
                  "a",
                  "l",
                  List.of(2),
                  "g",
                  List.of(3),
                  "v",
                  List.of(4, 5),
                  "n",
                  Map.of("x", 6),
                  "m",
                  List.of(Map.of("key", "k", "value", 7))));
      assertThat(batch.values(0).get(2)).isNull();
      assertThat(batch.values(1)).containsExactly(null, List.of(8, 9), null);
      assertNoNulls(((StructVector) batch.vector(0)).getChildrenFromFields());
      assertNoNulls(batch.vector(1).getChildrenFromFields());
    }
  }

  private static void assertNoNulls(List<FieldVector> vectors) {
    for (FieldVector vector : vectors) {
      assertThat(vector.getNullCount()).as(vector.getName()).isZero();
      assertNoNulls(vector.getChildrenFromFields());
    }
  }

  @Test
  void unsafeRowsAndArraysAreRead() {
    StructType schema =
        new StructType()
            .add("s", DataTypes.StringType)
            .add("d", DataTypes.createDecimalType(30, 2))
            .add("small", DataTypes.createDecimalType(5, 2))
            .add("a", DataTypes.createArrayType(DataTypes.FloatType))
            .add("n", new StructType().add("x", DataTypes.LongType).add("t", DataTypes.StringType));
    UnsafeProjection projection = UnsafeProjection.create(schema);
    Field[] fields = {
      field("s", STRING),
      field("d", new ArrowType.Decimal(30, 2, 128)),
      field("small", new ArrowType.Decimal(5, 2, 128)),
      field(
          "a",
          new ArrowType.FixedSizeList(2),
          field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE))),
      field("n", STRUCT, field("x", new ArrowType.Int(64, true)), field("t", STRING))
    };
    try (ArrowBatch batch = new ArrowBatch(fields)) {
      InternalRow row =
          row(
              text("grün"),
              Decimal.apply(new BigDecimal("-1234567890123456789012.34"), 30, 2),
              Decimal.apply(new BigDecimal("-1.25"), 5, 2),
              UnsafeArrayData.fromPrimitiveArray(new float[] {1.5f, -0.0f}),
              row(7L, text("x")));
      batch.writeRow(projection.apply(row));
      batch.writeRow(projection.apply(row(null, null, null, null, null)));
      assertThat(batch.values(0)).containsExactly("grün", null);
      assertThat(batch.values(1))
          .containsExactly(new BigDecimal("-1234567890123456789012.34"), null);
      assertThat(batch.values(2)).containsExactly(new BigDecimal("-1.25"), null);
      assertThat(batch.values(3)).containsExactly(List.of(1.5f, -0.0f), null);
      assertThat(batch.values(4)).containsExactly(Map.of("x", 7L, "t", "x"), null);
    }
  }

  @Test
  void aStringInTheMiddleOfALargerArrayIsWrittenAlone() {
    try (ArrowBatch batch =
        new ArrowBatch(field("a", STRING), field("b", ArrowType.LargeUtf8.INSTANCE))) {
      batch.write(ScalarCase.slice("mitte"), ScalarCase.slice(""));
      assertThat(batch.values(0)).containsExactly("mitte");
      assertThat(batch.values(1)).containsExactly("");
    }
  }

  @Test
  void aDecimalInMemoryWithAnotherScaleIsRescaled() {
    try (ArrowBatch batch =
        new ArrowBatch(
            field("a", new ArrowType.Decimal(9, 2, 128)),
            field("b", new ArrowType.Decimal(30, 2, 256)))) {
      batch.write(Decimal.apply(7), Decimal.apply(-7));
      assertThat(batch.values(0)).containsExactly(new BigDecimal("7.00"));
      assertThat(batch.values(1)).containsExactly(new BigDecimal("-7.00"));
    }
  }

  @Test
  void narrowerNumbersBecomeTheTablesExactly() {
    ArrowType decimal = new ArrowType.Decimal(38, 3, 128);
    ArrowType wideDecimal = new ArrowType.Decimal(38, 3, 256);
    ArrowType floating = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    ArrowType doubles = new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE);
    widens(DataTypes.ByteType, new ArrowType.Int(16, true), Byte.MIN_VALUE, (short) -128);
    widens(DataTypes.ByteType, INT, Byte.MIN_VALUE, -128);
    widens(DataTypes.ByteType, LONG, Byte.MAX_VALUE, 127L);
    widens(DataTypes.ShortType, INT, Short.MIN_VALUE, -32768);
    widens(DataTypes.ShortType, LONG, Short.MAX_VALUE, 32767L);
    widens(DataTypes.IntegerType, LONG, Integer.MIN_VALUE, -2147483648L);
    widens(DataTypes.ByteType, new ArrowType.Int(8, false), Byte.MAX_VALUE, Byte.MAX_VALUE);
    widens(DataTypes.ShortType, new ArrowType.Int(32, false), Short.MAX_VALUE, 32767);
    widens(DataTypes.IntegerType, new ArrowType.Int(64, false), Integer.MAX_VALUE, 2147483647L);
    widens(DataTypes.ByteType, floating, Byte.MIN_VALUE, -128f);
    widens(DataTypes.ShortType, floating, Short.MAX_VALUE, 32767f);
    widens(DataTypes.ByteType, doubles, Byte.MAX_VALUE, 127.0);
    widens(DataTypes.ShortType, doubles, Short.MIN_VALUE, -32768.0);
    widens(DataTypes.IntegerType, doubles, Integer.MAX_VALUE, 2147483647.0);
    widens(DataTypes.FloatType, doubles, Float.MIN_VALUE, 0x1p-149);
    widens(DataTypes.FloatType, doubles, -0.0f, -0.0);
    widens(DataTypes.FloatType, doubles, Float.NaN, Double.NaN);
    for (ArrowType type : List.of(decimal, wideDecimal)) {
      widens(DataTypes.ByteType, type, Byte.MIN_VALUE, new BigDecimal("-128.000"));
      widens(DataTypes.ShortType, type, Short.MAX_VALUE, new BigDecimal("32767.000"));
      widens(DataTypes.IntegerType, type, -7, new BigDecimal("-7.000"));
      widens(DataTypes.LongType, type, Long.MIN_VALUE, new BigDecimal("-9223372036854775808.000"));
      widens(
          DataTypes.createDecimalType(4, 2),
          type,
          Decimal.apply(new BigDecimal("-12.34"), 4, 2),
          new BigDecimal("-12.340"));
      widens(
          DataTypes.createDecimalType(30, 0),
          type,
          Decimal.apply(new BigDecimal("123456789012345678901234567890"), 30, 0),
          new BigDecimal("123456789012345678901234567890.000"));
    }
    widens(
        DataTypes.createDecimalType(4, 2),
        new ArrowType.Decimal(10, 3, 128),
        Decimal.apply(new BigDecimal("99.99"), 4, 2),
        new BigDecimal("99.990"));
  }

  /** Writes the value from an unsafe row, whose layout depends on the type: alone and deep. */
  private static void widens(DataType from, ArrowType to, Object value, Object expected) {
    Field item = field("item", to);
    Field[] fields = {
      field("c", to),
      field("s", STRUCT, field("l", LIST, item)),
      field("v", new ArrowType.FixedSizeList(2), item)
    };
    DataType array = DataTypes.createArrayType(from);
    StructType rows =
        new StructType().add("v", array).add("C", from).add("s", new StructType().add("L", array));
    try (ArrowBatch batch = new ArrowBatch(rows, fields)) {
      InternalRow row = row(array(null, value), value, row(array(value, null)));
      batch.writeRow(UnsafeProjection.create(rows).apply(row));
      assertThat(batch.values(0)).as(from + " as " + to).containsExactly(expected);
      assertThat(batch.values(1)).containsExactly(Map.of("l", Arrays.asList(expected, null)));
      assertThat(batch.values(2)).containsExactly(Arrays.asList(null, expected));
    }
  }

  @Test
  void columnsAndFieldsOfStructsAreFoundByNameInAnyOrder() {
    Field inner = field("item", STRUCT, field("x", INT), field("y", STRING));
    Field value = field("value", STRUCT, field("x", INT), field("y", STRING));
    Field[] fields = {
      field("a", INT), field("b", STRING), field("l", LIST, inner), mapField("m", STRING, value)
    };
    StructType swapped =
        new StructType().add("y", DataTypes.StringType).add("X", DataTypes.IntegerType);
    StructType rows =
        new StructType()
            .add("m", DataTypes.createMapType(DataTypes.StringType, swapped))
            .add("L", DataTypes.createArrayType(swapped))
            .add("B", DataTypes.StringType)
            .add("a", DataTypes.IntegerType);
    try (ArrowBatch batch = new ArrowBatch(rows, fields)) {
      batch.write(map(text("k"), row(text("t"), 3)), array(row(text("u"), 4), null), text("v"), 5);
      batch.write(null, array(row(null, 6)), null, 7);
      assertThat(batch.values(0)).containsExactly(5, 7);
      assertThat(batch.values(1)).containsExactly("v", null);
      assertThat(batch.values(2))
          .containsExactly(Arrays.asList(Map.of("x", 4, "y", "u"), null), List.of(Map.of("x", 6)));
      assertThat(batch.values(3))
          .containsExactly(List.of(Map.of("key", "k", "value", Map.of("x", 3, "y", "t"))), null);
    }
  }

  @Test
  void anEmptyVectorHasMemoryForItsFirstOffset() {
    Field text = field("item", STRING);
    Field list = field("l", LIST, field("item", LIST, text));
    Field large = field("g", LIST, field("item", ArrowType.LargeList.INSTANCE, text));
    Field map = mapField("m", STRING, field("value", LIST, text));
    try (ArrowBatch batch = new ArrowBatch(list, large, map)) {
      for (int round = 0; round < 2; round++) {
        batch.write(null, array(), map());
        batch.writer.finish();
        for (int column = 0; column < 3; column++) {
          assertOffsets(batch.vector(column).getChildrenFromFields());
        }
        batch.writer.reset();
      }
    }
  }

  private static void assertOffsets(List<FieldVector> vectors) {
    for (FieldVector vector : vectors) {
      if (!(vector instanceof StructVector)) {
        assertThat(vector.getOffsetBuffer().capacity()).as(vector.getName()).isGreaterThan(7);
        assertThat(vector.getOffsetBuffer().getLong(0)).as(vector.getName()).isZero();
      }
      assertOffsets(vector.getChildrenFromFields());
    }
  }

  @Test
  void manyRowsGrowTheVectors() {
    Field list = field("l", LIST, field("item", STRING));
    Field vector = field("v", new ArrowType.FixedSizeList(3), field("item", INT));
    try (ArrowBatch batch = new ArrowBatch(field("i", INT), list, vector)) {
      int rows = 20_000;
      for (int i = 0; i < rows; i++) {
        boolean some = i % 3 != 0;
        batch.write(
            i, some ? array(text("r" + i), null) : null, some ? array(i, i + 1, null) : null);
      }
      List<Object> lists = batch.values(1);
      List<Object> vectors = batch.values(2);
      for (int i = 0; i < rows; i++) {
        boolean some = i % 3 != 0;
        assertThat(lists.get(i)).isEqualTo(some ? Arrays.asList("r" + i, null) : null);
        assertThat(vectors.get(i)).isEqualTo(some ? Arrays.asList(i, i + 1, null) : null);
      }
    }
  }

  @Test
  void theNextBatchHasNothingOfTheLast() {
    Field struct = field("s", STRUCT, field("x", STRING));
    Field large = field("g", ArrowType.LargeList.INSTANCE, field("item", INT));
    Field list = field("l", LIST, field("item", STRING));
    Field vector = field("v", new ArrowType.FixedSizeList(2), field("item", INT));
    Field map = mapField("m", STRING, field("value", INT));
    try (ArrowBatch batch = new ArrowBatch(struct, large, list, vector, map)) {
      for (int round = 0; round < 3; round++) {
        int rows = 5 + round;
        for (int i = 0; i < rows; i++) {
          batch.write(
              row(text("a")),
              array(1, 2),
              array(text("b"), text("c")),
              array(3, 4),
              map(text("k"), 5));
        }
        assertThat(batch.writer.rows()).isEqualTo(rows);
        assertThat(batch.values(2)).hasSize(rows).containsOnly(List.of("b", "c"));
        batch.writer.reset();
        assertThat(batch.writer.rows()).isZero();
        assertThat(batch.writer.bytes()).isZero();
        batch.write(null, null, null, null, null);
        for (int column = 0; column < 5; column++) {
          assertThat(batch.values(column)).containsExactly((Object) null);
        }
        assertThat(((ListVector) batch.vector(2)).getDataVector().getValueCount()).isZero();
        assertThat(((LargeListVector) batch.vector(1)).getDataVector().getValueCount()).isZero();
        batch.writer.reset();
        assertThat(batch.values(0)).isEmpty();
        batch.writer.reset();
      }
    }
  }

  @Test
  void aReaderOfTheLastBatchKeepsItsMemoryUnchanged() {
    try (ArrowBatch batch = new ArrowBatch(field("i", INT))) {
      batch.write(42);
      batch.values(0);
      ArrowBuf held = batch.vector(0).getDataBuffer();
      held.getReferenceManager().retain();
      batch.writer.reset();
      batch.write(43);
      assertThat(batch.values(0)).containsExactly(43);
      assertThat(held.getInt(0)).isEqualTo(42);
      held.getReferenceManager().release();
    }
  }

  @Test
  void bytesFollowTheValues() {
    Field vector =
        field(
            "v",
            new ArrowType.FixedSizeList(256),
            field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));
    try (ArrowBatch batch = new ArrowBatch(field("s", STRING), vector)) {
      batch.write(text("x".repeat(1000)), UnsafeArrayData.fromPrimitiveArray(new float[256]));
      assertThat(batch.writer.bytes()).isBetween(2024L, 2060L);
      batch.write(text("x".repeat(1000)), UnsafeArrayData.fromPrimitiveArray(new float[256]));
      assertThat(batch.writer.bytes()).isBetween(4048L, 4120L);
    }
  }

  @Test
  void anUnsignedVectorRefusesWhatItCannotHold() {
    refuses(field("c", new ArrowType.Int(8, false)), (short) -1, "'c'", "-1", "0 to 255");
    refuses(field("c", new ArrowType.Int(8, false)), (short) 256, "'c'", "256", "uint8");
    refuses(field("c", new ArrowType.Int(16, false)), 65536, "'c'", "65536", "uint16");
    refuses(field("c", new ArrowType.Int(32, false)), 1L << 32, "'c'", "4294967296", "uint32");
    refuses(field("c", new ArrowType.Int(64, false)), -1L, "'c'", "-1", "uint64");
  }

  @Test
  void aTimeThatItsUnitCannotHoldIsRefused() {
    for (String zone : new String[] {null, "UTC"}) {
      refuses(field("c", new ArrowType.Timestamp(TimeUnit.SECOND, zone)), 1L, "'c'", "seconds");
      refuses(
          field("c", new ArrowType.Timestamp(TimeUnit.MILLISECOND, zone)), -999L, "milliseconds");
      refuses(
          field("c", new ArrowType.Timestamp(TimeUnit.NANOSECOND, zone)),
          Long.MAX_VALUE / 1000 + 1,
          "292 years");
    }
    refuses(field("c", new ArrowType.Duration(TimeUnit.SECOND)), 1L, "'c'", "seconds");
    refuses(field("c", new ArrowType.Duration(TimeUnit.NANOSECOND)), Long.MIN_VALUE, "nanoseconds");
  }

  @Test
  void aWrongLengthIsRefused() {
    Field vector = field("v", new ArrowType.FixedSizeList(3), field("item", INT));
    refuses(vector, array(1, 2), "'v'", "2 elements", "length 3");
    refuses(vector, array(1, 2, 3, 4), "'v'", "4 elements", "length 3");
    refuses(field("b", new ArrowType.FixedSizeBinary(2)), new byte[1], "'b'", "1 bytes");
  }

  @Test
  void aStringThatIsNotUtf8IsRefused() {
    UTF8String broken = UTF8String.fromBytes(new byte[] {'a', -1});
    refuses(field("c", STRING), broken, "'c'", "UTF-8", "BINARY");
    refuses(field("c", ArrowType.LargeUtf8.INSTANCE), broken, "'c'", "UTF-8");
  }

  @Test
  void aDecimalWithMoreDigitsThanItsTypeIsRefused() {
    refuses(
        field("c", new ArrowType.Decimal(4, 2, 128)),
        Decimal.apply(new BigDecimal("1.234")),
        "'c'",
        "1.234",
        "DECIMAL(4,2)");
    refuses(
        field("c", new ArrowType.Decimal(4, 2, 128)),
        Decimal.apply(new BigDecimal("12345")),
        "'c'",
        "12345");
  }

  @Test
  void aNullIsRefusedWhereTheTableAllowsNone() {
    refuses(required("c", INT), null, "'c'", "null", "NOT NULL");
    refuses(field("s", STRUCT, required("x", INT)), row(new Object[] {null}), "'s.x'");
    refuses(field("l", LIST, required("item", INT)), array(1, null), "'l.element'");
    Field entries = required("entries", STRUCT, required("key", STRING), required("value", INT));
    Field map = field("m", new ArrowType.Map(false), entries);
    refuses(map, map(text("k"), null), "'m.value'");
  }

  private static void refuses(Field field, Object value, String... parts) {
    try (ArrowBatch batch = new ArrowBatch(field)) {
      assertThatThrownBy(() -> batch.write(new Object[] {value}))
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_VALUE_OUT_OF_RANGE]")
          .hasMessageContainingAll(parts);
    }
  }

  private static UTF8String text(String text) {
    return UTF8String.fromString(text);
  }
}
