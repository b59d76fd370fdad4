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
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.ObjectType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.VarcharType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ArrowSchemasTest {
  private static final ArrowType FLOAT = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
  private static final DataType FLOATS = DataTypes.createArrayType(DataTypes.FloatType);

  static Stream<Arguments> writable() {
    return Stream.of(
        arguments(DataTypes.BooleanType, ArrowType.Bool.INSTANCE),
        arguments(DataTypes.ByteType, new ArrowType.Int(8, true)),
        arguments(DataTypes.ShortType, new ArrowType.Int(16, true)),
        arguments(DataTypes.IntegerType, new ArrowType.Int(32, true)),
        arguments(DataTypes.LongType, new ArrowType.Int(64, true)),
        arguments(DataTypes.FloatType, FLOAT),
        arguments(DataTypes.DoubleType, new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE)),
        arguments(DataTypes.createDecimalType(7, 2), new ArrowType.Decimal(7, 2, 128)),
        arguments(DataTypes.createDecimalType(38, 38), new ArrowType.Decimal(38, 38, 128)),
        arguments(DataTypes.StringType, ArrowType.Utf8.INSTANCE),
        arguments(DataTypes.BinaryType, ArrowType.Binary.INSTANCE),
        arguments(DataTypes.DateType, new ArrowType.Date(DateUnit.DAY)),
        arguments(DataTypes.TimestampType, new ArrowType.Timestamp(TimeUnit.MICROSECOND, "UTC")),
        arguments(DataTypes.TimestampNTZType, new ArrowType.Timestamp(TimeUnit.MICROSECOND, null)),
        arguments(
            DataTypes.createDayTimeIntervalType(), new ArrowType.Duration(TimeUnit.MICROSECOND)),
        arguments(
            DataTypes.createDayTimeIntervalType(
                DayTimeIntervalType.DAY(), DayTimeIntervalType.HOUR()),
            new ArrowType.Duration(TimeUnit.MICROSECOND)));
  }

  @ParameterizedTest
  @MethodSource("writable")
  void everyWritableTypeHasItsArrowType(DataType spark, ArrowType arrow) {
    assertThat(of(spark)).isEqualTo(field("c", arrow));
    assertThat(of(DataTypes.createArrayType(spark, false)))
        .isEqualTo(field("c", ArrowType.List.INSTANCE, required("item", arrow)));
    assertThat(of(DataTypes.createMapType(spark, spark)))
        .isEqualTo(mapField("c", arrow, field("value", arrow)));
    assertThat(of(new StructType().add("x", spark, false)))
        .isEqualTo(field("c", ArrowType.Struct.INSTANCE, required("x", arrow)));
  }

  static Stream<Arguments> unwritable() {
    return Stream.of(
        arguments(DataTypes.NullType, "VOID"),
        arguments(new CharType(5), "CHAR(5): Lance keeps no length"),
        arguments(new VarcharType(3), "VARCHAR(3): Lance keeps no length"),
        arguments(DataTypes.CalendarIntervalType, "INTERVAL"),
        arguments(DataTypes.createYearMonthIntervalType(), "INTERVAL YEAR TO MONTH"),
        arguments(new StructType(), "STRUCT<>"),
        arguments(new ObjectType(String.class), "JAVA.LANG.STRING"));
  }

  @ParameterizedTest
  @MethodSource("unwritable")
  void aTypeThatLanceCannotHoldIsRefusedWithTheColumnsPath(DataType type, String name) {
    DataType nested = new StructType().add("b", DataTypes.createArrayType(type));
    assertThatThrownBy(() -> of(nested))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_UNSUPPORTED_TYPE] Cannot write column 'c.b.element'")
        .hasMessageContaining(name);
  }

  @Test
  void aDataFrameWithoutColumnsIsRefused() {
    assertThatThrownBy(() -> ArrowSchemas.of(new StructType(), Map.of(), Map.of()))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_EMPTY_SCHEMA]");
  }

  @Test
  void aVectorsLengthComesFromTheOptionThenThePropertyThenTheMetadata() {
    StructField column = DataTypes.createStructField("c", FLOATS, true, size(4));
    StructType schema = new StructType(new StructField[] {column});
    Map<String, String> property = Map.of("c.arrow.fixed-size-list.size", "3");
    assertThat(ArrowSchemas.of(schema, Map.of("c", 2), property)).isEqualTo(vectorSchema(2));
    assertThat(ArrowSchemas.of(schema, Map.of(), property)).isEqualTo(vectorSchema(3));
    assertThat(ArrowSchemas.of(schema, Map.of(), Map.of())).isEqualTo(vectorSchema(4));
  }

  @Test
  void aVectorsLengthInTheMetadataMayBeText() {
    Metadata text = new MetadataBuilder().putString("arrow.fixed-size-list.size", "5").build();
    StructField column = DataTypes.createStructField("c", FLOATS, true, text);
    assertThat(ArrowSchemas.of(new StructType(new StructField[] {column}), Map.of(), Map.of()))
        .isEqualTo(vectorSchema(5));
  }

  @Test
  void aNestedVectorIsNamedByItsPath() {
    StructType face = new StructType().add("encoding", FLOATS);
    StructType schema = new StructType().add("faces", DataTypes.createArrayType(face));
    Schema arrow = ArrowSchemas.of(schema, Map.of("faces.element.encoding", 128), Map.of());
    Field vector = field("encoding", new ArrowType.FixedSizeList(128), field("item", FLOAT));
    Field struct = field("item", ArrowType.Struct.INSTANCE, vector);
    assertThat(arrow.getFields()).containsExactly(field("faces", ArrowType.List.INSTANCE, struct));
  }

  @Test
  void aVectorsLengthForNoArrayIsRefused() {
    StructType schema = new StructType().add("c", FLOATS).add("i", DataTypes.IntegerType);
    assertThatThrownBy(() -> ArrowSchemas.of(schema, Map.of("d", 2), Map.of()))
        .isInstanceOf(LanceException.class)
        .hasMessageContainingAll("'vectors'", "d:2");
    assertThatThrownBy(() -> ArrowSchemas.of(schema, Map.of("i", 2), Map.of()))
        .isInstanceOf(LanceException.class)
        .hasMessageContainingAll("'vectors'", "i:2");
    assertThatThrownBy(
            () -> ArrowSchemas.of(schema, Map.of(), Map.of("d.arrow.fixed-size-list.size", "2")))
        .isInstanceOf(LanceException.class)
        .hasMessageContaining("'d.arrow.fixed-size-list.size'");
  }

  @Test
  void aVectorsLengthThatIsNoLengthIsRefused() {
    StructType schema = new StructType().add("c", FLOATS);
    for (String length : List.of("0", "-1", "many", "")) {
      assertThatThrownBy(
              () ->
                  ArrowSchemas.of(schema, Map.of(), Map.of("c.arrow.fixed-size-list.size", length)))
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_INVALID_OPTION]");
    }
  }

  @Test
  void aVectorOfWhatLanceCannotEncodeIsRefused() {
    for (DataType element :
        List.of(
            DataTypes.StringType,
            DataTypes.BinaryType,
            FLOATS,
            DataTypes.createMapType(DataTypes.StringType, DataTypes.StringType))) {
      StructType schema = new StructType().add("c", DataTypes.createArrayType(element));
      assertThatThrownBy(() -> ArrowSchemas.of(schema, Map.of("c", 2), Map.of()))
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_UNSUPPORTED_TYPE] Cannot write column 'c'");
    }
  }

  @Test
  void aVectorOfVectorsTakesALengthForEach() {
    StructType schema = new StructType().add("c", DataTypes.createArrayType(FLOATS));
    Schema arrow = ArrowSchemas.of(schema, Map.of("c", 2, "c.element", 3), Map.of());
    Field inner = field("item", new ArrowType.FixedSizeList(3), field("item", FLOAT));
    assertThat(arrow.getFields())
        .containsExactly(field("c", new ArrowType.FixedSizeList(2), inner));
  }

  private static Field of(DataType type) {
    StructType schema = new StructType().add("c", type);
    return ArrowSchemas.of(schema, Map.of(), Map.of()).getFields().get(0);
  }

  private static Metadata size(long length) {
    return new MetadataBuilder().putLong("arrow.fixed-size-list.size", length).build();
  }

  private static Schema vectorSchema(int length) {
    return new Schema(
        List.of(field("c", new ArrowType.FixedSizeList(length), field("item", FLOAT))));
  }
}
