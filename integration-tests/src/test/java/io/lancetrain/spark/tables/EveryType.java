package io.lancetrain.spark.tables;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Rows with a column for each Spark type that Lance holds, extremes and nulls among the values. */
final class EveryType {
  private static final List<Column> COLUMNS =
      List.of(
          column("a_boolean", DataTypes.BooleanType, true, false),
          column("a_byte", DataTypes.ByteType, Byte.MIN_VALUE, (byte) 0, Byte.MAX_VALUE),
          column("a_short", DataTypes.ShortType, Short.MIN_VALUE, (short) 0, Short.MAX_VALUE),
          column("an_int", DataTypes.IntegerType, Integer.MIN_VALUE, 0, Integer.MAX_VALUE),
          column("a_long", DataTypes.LongType, Long.MIN_VALUE, 0L, Long.MAX_VALUE),
          column(
              "a_float",
              DataTypes.FloatType,
              Float.NaN,
              -0.0f,
              0.0f,
              Float.NEGATIVE_INFINITY,
              Float.POSITIVE_INFINITY,
              Float.MIN_VALUE,
              -Float.MAX_VALUE),
          column(
              "a_double",
              DataTypes.DoubleType,
              Double.NaN,
              -0.0,
              0.0,
              Double.NEGATIVE_INFINITY,
              Double.POSITIVE_INFINITY,
              Double.MIN_VALUE,
              -Double.MAX_VALUE),
          decimal(1, 0),
          decimal(5, 2),
          decimal(9, 9),
          decimal(18, 6),
          decimal(19, 0),
          decimal(38, 0),
          decimal(38, 18),
          decimal(38, 38),
          column(
              "a_string",
              DataTypes.StringType,
              "",
              " spaces around ",
              "quotes ' \" ` and \\ and \n",
              "\u0000",
              "ä € 漢字 😀 \u202e e\u0301",
              "null",
              "x".repeat(70_000)),
          column(
              "a_binary",
              DataTypes.BinaryType,
              new byte[0],
              new byte[1],
              everyByte(),
              new byte[70_000]),
          column(
              "a_date",
              DataTypes.DateType,
              LocalDate.of(1, 1, 1),
              LocalDate.of(1582, 10, 4),
              LocalDate.of(1582, 10, 10),
              LocalDate.of(1582, 10, 15),
              LocalDate.EPOCH,
              LocalDate.of(9999, 12, 31),
              LocalDate.ofEpochDay(Integer.MIN_VALUE),
              LocalDate.ofEpochDay(Integer.MAX_VALUE)),
          column("a_timestamp", DataTypes.TimestampType, timestamps().toArray()),
          column(
              "a_local_timestamp",
              DataTypes.TimestampNTZType,
              timestamps().map(time -> LocalDateTime.ofInstant(time, ZoneOffset.UTC)).toArray()),
          column(
              "a_duration",
              DataTypes.createDayTimeIntervalType(),
              Duration.ZERO,
              Duration.of(1, ChronoUnit.MICROS),
              Duration.of(Long.MIN_VALUE, ChronoUnit.MICROS),
              Duration.of(Long.MAX_VALUE, ChronoUnit.MICROS)));

  /** One type of each layout in memory: enough for what is nested, and planned in good time. */
  private static final List<String> OF_EACH_WIDTH =
      List.of(
          "a_boolean",
          "a_byte",
          "an_int",
          "a_double",
          "a_decimal_38_18",
          "a_string",
          "a_binary",
          "a_local_timestamp",
          "a_duration");

  private EveryType() {}

  /** A column, and the values that its rows take in turn. */
  private record Column(String name, DataType type, List<Object> values) {
    Object value(int row) {
      int turn = row % (values.size() + 1);
      return turn == values.size() ? null : values.get(turn);
    }
  }

  private static Column column(String name, DataType type, Object... values) {
    return new Column(name, type, List.of(values));
  }

  private static Column decimal(int precision, int scale) {
    BigInteger most = BigInteger.TEN.pow(precision).subtract(BigInteger.ONE);
    return column(
        "a_decimal_" + precision + "_" + scale,
        DataTypes.createDecimalType(precision, scale),
        new BigDecimal(most, scale),
        new BigDecimal(most.negate(), scale),
        new BigDecimal(BigInteger.ZERO, scale),
        new BigDecimal(BigInteger.ONE, scale));
  }

  private static byte[] everyByte() {
    byte[] bytes = new byte[256];
    for (int value = 0; value < bytes.length; value++) {
      bytes[value] = (byte) value;
    }
    return bytes;
  }

  private static Stream<Instant> timestamps() {
    return Stream.of(
        Instant.EPOCH,
        Instant.parse("0001-01-01T00:00:00Z"),
        Instant.parse("1582-10-10T23:59:59.999999Z"),
        Instant.parse("1969-12-31T23:59:59.999999Z"),
        Instant.parse("2026-03-08T10:30:00.000001Z"),
        Instant.parse("9999-12-31T23:59:59.999999Z"),
        Instant.EPOCH.plus(Long.MIN_VALUE, ChronoUnit.MICROS),
        Instant.EPOCH.plus(Long.MAX_VALUE, ChronoUnit.MICROS));
  }

  /** Column names without {@code id}. */
  static List<String> names() {
    return COLUMNS.stream().map(Column::name).toList();
  }

  /** Rows 0 to {@code count - 1}, whose number is column {@code id}, in three partitions. */
  static Dataset<Row> rows(SparkSession spark, int count) {
    StructType schema = new StructType().add("id", DataTypes.IntegerType);
    for (Column column : COLUMNS) {
      schema = schema.add(column.name(), column.type());
    }
    List<Row> rows =
        IntStream.range(0, count)
            .mapToObj(
                row ->
                    RowFactory.create(
                        Stream.concat(
                                Stream.of(row), COLUMNS.stream().map(column -> column.value(row)))
                            .toArray()))
            .toList();
    return spark.createDataFrame(rows, schema).repartition(3);
  }

  /**
   * The same for a type of each width, each value wrapped: in arrays, structs, maps and all of them
   * in each other, with nulls at every level.
   */
  static Dataset<Row> nested(SparkSession spark, int count, Nesting nesting) {
    List<String> expressions = new ArrayList<>(List.of("id"));
    for (String name : OF_EACH_WIDTH) {
      for (int form = 0; form < nesting.forms.size(); form++) {
        // Each form is null in rows of its own.
        expressions.add(
            String.format(
                "if(id %% 7 = %d, null, %s) as %s_%d",
                form % 7, nesting.forms.get(form).replace("VALUE", name), name, form));
      }
    }
    return rows(spark, count).selectExpr(expressions.toArray(String[]::new));
  }

  /** What the values are wrapped in; maps need another Lance file version than the rest. */
  enum Nesting {
    ARRAYS_AND_STRUCTS(
        "array(VALUE, null, VALUE)",
        "slice(array(VALUE), 1, id % 2)",
        "named_struct('value', VALUE, 'same', VALUE)",
        "array(array(VALUE), null, array(), array(null))",
        "array(named_struct('value', VALUE, 'list', array(VALUE)), null)",
        "named_struct('inner', if(id % 3 = 0, null, named_struct('value', VALUE)))"),
    MAPS(
        "map('k', VALUE, 'n', null)",
        "if(id % 2 = 0, map(), map(id, VALUE))",
        "array(named_struct('map', map('k', array(named_struct('value', VALUE)), 'n', null)))",
        "map(named_struct('a', id), map('k', VALUE))");

    private final List<String> forms;

    Nesting(String... forms) {
      this.forms = Arrays.asList(forms);
    }
  }
}
