package io.lancetrain.spark.type;

import static io.lancetrain.spark.type.Fields.field;
import static io.lancetrain.spark.type.Fields.mapField;
import static io.lancetrain.spark.type.Fields.required;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lancetrain.spark.error.LanceException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.IntervalUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.UnionMode;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SparkSchemasTest {
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);

  static Stream<Arguments> readable() {
    return Stream.of(
        arguments(ArrowType.Bool.INSTANCE, DataTypes.BooleanType),
        arguments(new ArrowType.Int(8, true), DataTypes.ByteType),
        arguments(new ArrowType.Int(16, true), DataTypes.ShortType),
        arguments(new ArrowType.Int(32, true), DataTypes.IntegerType),
        arguments(new ArrowType.Int(64, true), DataTypes.LongType),
        arguments(new ArrowType.Int(8, false), DataTypes.ShortType),
        arguments(new ArrowType.Int(16, false), DataTypes.IntegerType),
        arguments(new ArrowType.Int(32, false), DataTypes.LongType),
        arguments(new ArrowType.Int(64, false), DataTypes.LongType),
        arguments(FLOAT, DataTypes.FloatType),
        arguments(new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE), DataTypes.DoubleType),
        arguments(new ArrowType.Decimal(38, 38, 128), DataTypes.createDecimalType(38, 38)),
        arguments(new ArrowType.Decimal(38, 0, 256), DataTypes.createDecimalType(38, 0)),
        arguments(ArrowType.Utf8.INSTANCE, DataTypes.StringType),
        arguments(ArrowType.LargeUtf8.INSTANCE, DataTypes.StringType),
        arguments(ArrowType.Binary.INSTANCE, DataTypes.BinaryType),
        arguments(ArrowType.LargeBinary.INSTANCE, DataTypes.BinaryType),
        arguments(new ArrowType.FixedSizeBinary(16), DataTypes.BinaryType),
        arguments(new ArrowType.Date(DateUnit.DAY), DataTypes.DateType),
        arguments(new ArrowType.Date(DateUnit.MILLISECOND), DataTypes.DateType),
        arguments(new ArrowType.Timestamp(TimeUnit.SECOND, "UTC"), DataTypes.TimestampType),
        arguments(new ArrowType.Timestamp(TimeUnit.NANOSECOND, "+02:00"), DataTypes.TimestampType),
        arguments(new ArrowType.Timestamp(TimeUnit.MILLISECOND, null), DataTypes.TimestampNTZType),
        arguments(
            new ArrowType.Duration(TimeUnit.NANOSECOND), DataTypes.createDayTimeIntervalType()));
  }

  @ParameterizedTest
  @MethodSource("readable")
  void everyReadableTypeHasItsSparkType(ArrowType arrow, DataType spark) {
    assertThat(of(field("c", arrow)).dataType()).isEqualTo(spark);
    assertThat(of(field("c", ArrowType.List.INSTANCE, required("item", arrow))).dataType())
        .isEqualTo(DataTypes.createArrayType(spark, false));
    assertThat(of(field("c", ArrowType.LargeList.INSTANCE, field("item", arrow))).dataType())
        .isEqualTo(DataTypes.createArrayType(spark, true));
    assertThat(of(mapField("c", arrow, field("value", arrow))).dataType())
        .isEqualTo(DataTypes.createMapType(spark, spark, true));
    assertThat(of(field("c", ArrowType.Struct.INSTANCE, field("x", arrow))).dataType())
        .isEqualTo(new StructType().add("x", spark));
  }

  static Stream<Arguments> unreadable() {
    return Stream.of(
        arguments(new ArrowType.Time(TimeUnit.MILLISECOND, 32), "time of day"),
        arguments(new ArrowType.Time(TimeUnit.NANOSECOND, 64), "time of day"),
        arguments(new ArrowType.Interval(IntervalUnit.YEAR_MONTH), "no such type"),
        arguments(new ArrowType.Interval(IntervalUnit.MONTH_DAY_NANO), "no such type"),
        arguments(new ArrowType.Union(UnionMode.Sparse, new int[0]), "no such type"),
        arguments(new ArrowType.Decimal(39, 0, 256), "38 digits"),
        arguments(new ArrowType.Decimal(10, -1, 128), "scale"),
        arguments(new ArrowType.Decimal(3, 4, 128), "scale"),
        arguments(ArrowType.Struct.INSTANCE, "no fields"));
  }

  @ParameterizedTest
  @MethodSource("unreadable")
  void aTypeThatSparkLacksIsRefusedWithTheColumnsPath(ArrowType arrow, String reason) {
    Field inner = field("b", ArrowType.List.INSTANCE, field("item", arrow));
    Field outer = field("a", ArrowType.Struct.INSTANCE, inner);
    assertThatThrownBy(() -> of(outer))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_UNSUPPORTED_TYPE] Cannot read column 'a.b.element'")
        .hasMessageContaining(arrow.toString())
        .hasMessageContaining(reason);
  }

  @Test
  void aDictionaryEncodedColumnHasTheTypeOfItsValues() {
    Field dictionary =
        new Field(
            "d",
            new FieldType(true, ArrowType.Utf8.INSTANCE, new DictionaryEncoding(1, false, null)),
            null);
    assertThat(of(dictionary).dataType()).isEqualTo(DataTypes.StringType);
  }

  @Test
  void sixteenBitFloatsAreFloats() {
    assertThat(of(field("h", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF))).dataType())
        .isEqualTo(DataTypes.FloatType);
  }

  @Test
  void aBlobColumnIsRefused() {
    for (Map<String, String> blob :
        List.of(
            Map.of("lance-encoding:blob", "true"),
            Map.of("ARROW:extension:name", "lance.blob.v2"))) {
      assertThatThrownBy(() -> of(withMetadata(ArrowType.LargeBinary.INSTANCE, blob)))
          .isInstanceOf(LanceException.class)
          .hasMessageContaining("'c'")
          .hasMessageContaining("blob");
    }
  }

  @Test
  void aVectorOfWhatLanceCannotDecodeIsRefused() {
    for (ArrowType element : List.of(ArrowType.Null.INSTANCE, ArrowType.Utf8.INSTANCE)) {
      Field vector = field("v", new ArrowType.FixedSizeList(2), field("item", element));
      assertThatThrownBy(() -> of(vector))
          .isInstanceOf(LanceException.class)
          .hasMessageContaining("'v'");
    }
  }

  @Test
  void aVectorOfStructsIsReadOnlyWhereLanceDecodesIt() {
    Field struct = field("item", ArrowType.Struct.INSTANCE, field("x", ArrowType.Utf8.INSTANCE));
    Field list = field("y", ArrowType.List.INSTANCE, field("item", INT));
    Field structOfList = field("item", ArrowType.Struct.INSTANCE, list);
    ArrowType vector = new ArrowType.FixedSizeList(2);
    Field inStruct = field("s", ArrowType.Struct.INSTANCE, field("v", vector, struct));
    assertThat(of(inStruct).dataType().sql()).isEqualTo("STRUCT<v: ARRAY<STRUCT<x: STRING>>>");
    for (Field refused :
        List.of(
            field("c", vector, structOfList),
            field("c", ArrowType.List.INSTANCE, field("item", vector, struct)),
            mapField("c", INT, field("value", vector, struct)),
            field("c", vector, field("item", vector, struct)))) {
      assertThatThrownBy(() -> of(refused))
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_UNSUPPORTED_TYPE] Cannot read column 'c");
    }
  }

  @Test
  void aWideVectorInAnArrayIsReadOnlyOutsideOfStructs() {
    Field narrow = field("item", new ArrowType.FixedSizeList(63), field("item", FLOAT));
    Field wide = field("item", new ArrowType.FixedSizeList(64), field("item", FLOAT));
    Field listOfWide = field("l", ArrowType.List.INSTANCE, wide);
    Field structOfWide = field("item", ArrowType.Struct.INSTANCE, wide);
    for (Field held :
        List.of(
            listOfWide,
            field("l", ArrowType.List.INSTANCE, structOfWide),
            required("s", ArrowType.Struct.INSTANCE, listOfWide),
            field("s", ArrowType.Struct.INSTANCE, field("l", ArrowType.List.INSTANCE, narrow)))) {
      assertThat(of(held).name()).isEqualTo(held.getName());
    }
    Field structOfList = field("s", ArrowType.Struct.INSTANCE, listOfWide);
    for (Field refused : List.of(structOfList, field("m", ArrowType.List.INSTANCE, structOfList))) {
      assertThatThrownBy(() -> of(refused))
          .isInstanceOf(LanceException.class)
          .hasMessageContaining(".l.element'")
          .hasMessageContaining("256 bytes");
    }
  }

  @Test
  void jsonIsText() {
    Map<String, String> json = Map.of("ARROW:extension:name", "lance.json");
    assertThat(of(withMetadata(ArrowType.LargeBinary.INSTANCE, json)).dataType())
        .isEqualTo(DataTypes.StringType);
  }

  @Test
  void anotherExtensionTypeIsWhatItIsMadeOf() {
    Map<String, String> uuid = Map.of("ARROW:extension:name", "arrow.uuid");
    assertThat(of(withMetadata(new ArrowType.FixedSizeBinary(16), uuid)).dataType())
        .isEqualTo(DataTypes.BinaryType);
  }

  @Test
  void orderNamesAndNullabilityAreKept() {
    Schema schema = new Schema(List.of(required("Z", INT), field("a b", INT), field("größe", INT)));
    StructType expected =
        new StructType()
            .add("Z", DataTypes.IntegerType, false)
            .add("a b", DataTypes.IntegerType, true)
            .add("größe", DataTypes.IntegerType, true);
    assertThat(SparkSchemas.of(schema)).isEqualTo(expected);
  }

  @Test
  void aVectorIsAnArrayThatRemembersItsLength() {
    Field vector = field("v", new ArrowType.FixedSizeList(256), field("item", FLOAT));
    StructField column = of(vector);
    assertThat(column.dataType()).isEqualTo(DataTypes.createArrayType(DataTypes.FloatType));
    assertThat(column.metadata().getLong("arrow.fixed-size-list.size")).isEqualTo(256);
  }

  @Test
  void aColumnReadIsWrittenAsTheSameTypeAgain() {
    Field vector = field("v", new ArrowType.FixedSizeList(3), required("item", FLOAT));
    Field vectorItem = field("item", new ArrowType.FixedSizeList(4), field("item", FLOAT));
    Field listOfVectors = field("l", ArrowType.List.INSTANCE, vectorItem);
    Field inStruct = field("s", ArrowType.Struct.INSTANCE, vector, listOfVectors);
    Field mapValue = field("value", new ArrowType.FixedSizeList(5), field("item", FLOAT));
    Field map = mapField("m", ArrowType.Utf8.INSTANCE, mapValue);
    Schema schema = new Schema(List.of(vector, inStruct, listOfVectors, map, required("i", INT)));
    assertThat(ArrowSchemas.of(SparkSchemas.of(schema), Map.of(), Map.of())).isEqualTo(schema);
  }

  private static Field withMetadata(ArrowType type, Map<String, String> metadata) {
    return new Field("c", new FieldType(true, type, null, metadata), List.of());
  }

  private static StructField of(Field field) {
    return SparkSchemas.of(new Schema(List.of(field))).fields()[0];
  }
}
