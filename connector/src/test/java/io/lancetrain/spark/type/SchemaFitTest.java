package io.lancetrain.spark.type;

import static io.lancetrain.spark.type.Fields.field;
import static io.lancetrain.spark.type.Fields.mapField;
import static io.lancetrain.spark.type.Fields.required;
import static io.lancetrain.spark.type.NameMatching.CASE_INSENSITIVE;
import static io.lancetrain.spark.type.NameMatching.CASE_SENSITIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.lancetrain.spark.error.LanceException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.catalyst.expressions.Cast;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class SchemaFitTest {
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType STRING = ArrowType.Utf8.INSTANCE;
  private static final ArrowType STRUCT = ArrowType.Struct.INSTANCE;
  private static final ArrowType LIST = ArrowType.List.INSTANCE;

  private static final List<DataType> NUMBERS =
      List.of(
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.createDecimalType(3, 0),
          DataTypes.createDecimalType(5, 0),
          DataTypes.createDecimalType(6, 2),
          DataTypes.createDecimalType(10, 0),
          DataTypes.createDecimalType(12, 2),
          DataTypes.createDecimalType(20, 0),
          DataTypes.createDecimalType(22, 3),
          DataTypes.createDecimalType(38, 0),
          DataTypes.createDecimalType(38, 18),
          DataTypes.createDecimalType(38, 38));

  private static final List<DataType> OTHERS =
      List.of(
          DataTypes.BooleanType,
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType,
          DataTypes.createDayTimeIntervalType(),
          DataTypes.createArrayType(DataTypes.IntegerType),
          DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType),
          new StructType().add("x", DataTypes.IntegerType));

  /** Spark calls these up-casts too, but they round. */
  private static final Set<List<DataType>> ROUNDING =
      Set.of(
          List.of(DataTypes.IntegerType, DataTypes.FloatType),
          List.of(DataTypes.LongType, DataTypes.FloatType),
          List.of(DataTypes.LongType, DataTypes.DoubleType));

  @Test
  void aNumberFitsWhereSparkWouldUpCastItWithoutLoss() {
    for (DataType from : NUMBERS) {
      for (DataType to : NUMBERS) {
        boolean fits =
            Cast.canUpCast(from, to)
                && !ROUNDING.contains(List.of(from, to))
                && !(from instanceof DecimalType && to instanceof IntegralType);
        assertFits(from, to, fits);
      }
    }
  }

  @Test
  void otherTypesFitThemselvesAlone() {
    for (DataType from : OTHERS) {
      for (DataType to : OTHERS) {
        assertFits(from, to, from.equals(to));
      }
      for (DataType number : NUMBERS) {
        assertThat(number).isInstanceOf(NumericType.class);
        assertFits(from, number, false);
        assertFits(number, from, false);
      }
      assertFits(DataTypes.NullType, from, false);
    }
  }

  /** Compares the types as a column, a field, an element, a key and a value. */
  private static void assertFits(DataType from, DataType to, boolean fits) {
    assertFits("c", from, to, from, to, fits);
    StructType fromStruct = new StructType().add("x", from);
    StructType toStruct = new StructType().add("x", to);
    assertFits("c.x", fromStruct, toStruct, from, to, fits);
    DataType fromArray = DataTypes.createArrayType(fromStruct);
    DataType toArray = DataTypes.createArrayType(toStruct);
    assertFits("c.element.x", fromArray, toArray, from, to, fits);
    DataType fromMap = DataTypes.createMapType(DataTypes.StringType, fromArray);
    DataType toMap = DataTypes.createMapType(DataTypes.StringType, toArray);
    assertFits("c.value.element.x", fromMap, toMap, from, to, fits);
    DataType fromKey = DataTypes.createMapType(from, DataTypes.StringType);
    DataType toKey = DataTypes.createMapType(to, DataTypes.StringType);
    assertFits("c.key", fromKey, toKey, from, to, fits);
  }

  private static void assertFits(
      String path, DataType from, DataType to, DataType innerFrom, DataType innerTo, boolean fits) {
    Schema table = ArrowSchemas.of(new StructType().add("c", to), Map.of(), Map.of());
    String message = messageOf(new StructType().add("c", from), table, CASE_SENSITIVE);
    if (fits) {
      assertThat(message).as("%s into %s", from, to).isEmpty();
    } else if (innerFrom instanceof StructType == innerTo instanceof StructType) {
      assertThat(message)
          .as("%s into %s", from, to)
          .contains("'" + path, innerFrom.sql(), innerTo.sql());
    } else {
      assertThat(message).contains("'" + path + "'");
    }
  }

  @Test
  void aDataFrameFitsTheTableItWasReadFrom() {
    ArrowType floats = new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE);
    Schema table =
        new Schema(
            List.of(
                required("a", new ArrowType.Int(8, false)),
                required("b", new ArrowType.Int(16, false)),
                required("c", new ArrowType.Int(32, false)),
                required("d", new ArrowType.Int(64, false)),
                field("l", ArrowType.LargeList.INSTANCE, field("item", floats)),
                field("v", new ArrowType.FixedSizeList(2), field("item", floats)),
                field("t", new ArrowType.Timestamp(TimeUnit.NANOSECOND, "Europe/Berlin")),
                mapField("m", STRING, field("value", new ArrowType.Int(8, false)))));
    assertThat(messageOf(SparkSchemas.of(table), table, CASE_SENSITIVE)).isEmpty();
    assertThat(messageOf(SparkSchemas.of(table).asNullable(), table, CASE_SENSITIVE)).isEmpty();
  }

  @Test
  void theFieldsOfAnIntervalAreNotCompared() {
    Schema table = new Schema(List.of(required("d", new ArrowType.Duration(TimeUnit.MICROSECOND))));
    DataType hours =
        DataTypes.createDayTimeIntervalType(DayTimeIntervalType.DAY(), DayTimeIntervalType.HOUR());
    assertThat(messageOf(new StructType().add("d", hours), table, CASE_SENSITIVE)).isEmpty();
  }

  @Test
  void columnsAndFieldsMayComeInAnyOrder() {
    Schema table =
        new Schema(
            List.of(
                field("a", INT),
                field("s", STRUCT, field("x", INT), field("y", STRING)),
                field("l", LIST, field("item", STRUCT, field("x", INT), field("y", STRING)))));
    StructType struct =
        new StructType().add("y", DataTypes.StringType).add("x", DataTypes.ShortType);
    StructType rows =
        new StructType()
            .add("l", DataTypes.createArrayType(struct))
            .add("s", struct)
            .add("a", DataTypes.IntegerType);
    assertThat(messageOf(rows, table, CASE_SENSITIVE)).isEmpty();
  }

  @Test
  void caseCountsOnlyWhereTheSessionSaysSo() {
    Schema table = new Schema(List.of(field("Größe", INT), field("s", STRUCT, field("x", STRING))));
    StructType rows =
        new StructType()
            .add("gRÖßE", DataTypes.IntegerType)
            .add("S", new StructType().add("X", DataTypes.StringType));
    assertThat(messageOf(rows, table, CASE_INSENSITIVE)).isEmpty();
    assertThat(messageOf(rows, table, CASE_SENSITIVE))
        .contains(
            "'Größe' of type INT is missing",
            "'s' of type STRUCT<x: STRING> is missing",
            "'gRÖßE' of type INT is not in the table",
            "'S' of type STRUCT<X: STRING> is not in the table");
  }

  @Test
  void aNameThatFitsTwoColumnsIsRefused() {
    Schema one = new Schema(List.of(field("a", INT)));
    Schema two = new Schema(List.of(field("a", INT), field("A", STRING)));
    StructType oneRow = new StructType().add("a", DataTypes.IntegerType);
    StructType twoRows = oneRow.add("A", DataTypes.StringType);
    assertThat(messageOf(twoRows, one, CASE_INSENSITIVE))
        .contains("'a' is ambiguous: the DataFrame has a INT and A STRING, the table a INT");
    assertThat(messageOf(oneRow, two, CASE_INSENSITIVE))
        .contains("'a' is ambiguous: the DataFrame has a INT, the table a INT and A STRING");
    assertThat(messageOf(twoRows, two, CASE_SENSITIVE)).isEmpty();
    StructType twice = oneRow.add("a", DataTypes.StringType);
    assertThat(messageOf(twice, one, CASE_SENSITIVE)).contains("'a' is ambiguous");
    Schema nested = new Schema(List.of(field("s", STRUCT, field("a", INT))));
    StructType nestedRows = new StructType().add("s", twoRows);
    assertThat(messageOf(nestedRows, nested, CASE_INSENSITIVE)).contains("'s.a' is ambiguous");
  }

  @Test
  void oneErrorNamesEveryProblem() {
    Field inner = field("item", STRUCT, field("x", LONG), field("gone", INT));
    Schema table =
        new Schema(List.of(field("id", INT), field("l", LIST, inner), field("name", STRING)));
    StructType found =
        new StructType().add("x", DataTypes.StringType).add("more", DataTypes.DateType);
    StructType rows =
        new StructType()
            .add("l", DataTypes.createArrayType(found))
            .add("id", DataTypes.LongType)
            .add("extra", DataTypes.createArrayType(DataTypes.FloatType));
    assertThat(messageOf(rows, table, CASE_INSENSITIVE))
        .startsWith("[LANCE_SCHEMA_MISMATCH] Cannot write to the/table: ")
        .contains(
            "column 'id' is BIGINT, in the table it is INT; ",
            "column 'l.element.x' is STRING, in the table it is BIGINT; ",
            "column 'l.element.gone' of type INT is missing; ",
            "column 'l.element.more' of type DATE is not in the table; ",
            "column 'name' of type STRING is missing; ",
            "column 'extra' of type ARRAY<FLOAT> is not in the table");
  }

  @Test
  void aColumnOfATableThatCannotBeWrittenIsRefused() {
    Field half = field("h", new ArrowType.FloatingPoint(FloatingPointPrecision.HALF));
    Field list = field("l", LIST, field("item", ArrowType.Null.INSTANCE));
    assertNotWritable(half, "'h'");
    assertNotWritable(list, "'l.element'");
  }

  private static void assertNotWritable(Field field, String path) {
    Schema table = new Schema(List.of(field));
    assertThat(messageOf(SparkSchemas.of(table), table, CASE_SENSITIVE))
        .startsWith("[LANCE_UNSUPPORTED_TYPE]")
        .contains(path);
  }

  /** The message of the error, or empty where the rows fit. */
  private static String messageOf(StructType rows, Schema table, NameMatching names) {
    Throwable thrown = catchThrowable(() -> SchemaFit.check("the/table", rows, table, names));
    if (thrown == null) {
      return "";
    }
    assertThat(thrown).isInstanceOf(LanceException.class);
    return thrown.getMessage();
  }
}
