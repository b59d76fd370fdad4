package io.lancetrain.spark.tables;

import static java.util.Arrays.asList;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import com.fasterxml.jackson.databind.JsonNode;
import io.lancetrain.spark.testing.ComparableValue;
import io.lancetrain.spark.testing.Pylance;
import io.lancetrain.spark.testing.PythonEnvironment;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * A table written here is read by pylance, and one written by pylance is read here, types and
 * values equal. What is expected stands in the tests, and comes from neither side.
 */
@Tag("round-trip")
class PylanceExchangeTest {
  private static final String BIG_DECIMAL = "-99999999999999999999999999999999999.999";
  private static final String LONG_TEXT = "x".repeat(70_000);

  private final SparkSession spark = TestSession.shared();

  @BeforeAll
  static void needsPython() {
    PythonEnvironment.ofThisBuild();
  }

  /**
   * A column of {@code write_tables.py}, and what it is here.
   *
   * @param name its name
   * @param type its type here, in SQL
   * @param values its values
   */
  private record Read(String name, String type, List<Object> values) {}

  private static Read read(String name, String type, Object... values) {
    return new Read(name, type, asList(values));
  }

  private static Stream<Read> readByEveryVersion() {
    List<Read> columns =
        new ArrayList<>(
            List.of(
                read("bool", "BOOLEAN", true, false, null, true),
                read("int8", "TINYINT", (byte) -128, (byte) 127, (byte) 0, null),
                read("int16", "SMALLINT", (short) -32768, (short) 32767, (short) 0, null),
                read("int32", "INT", -2147483648, 2147483647, 0, null),
                read("int64", "BIGINT", -9223372036854775808L, 9223372036854775807L, 0L, null),
                read("uint8", "SMALLINT", (short) 0, (short) 255, (short) 128, null),
                read("uint16", "INT", 0, 65535, 32768, null),
                read("uint32", "BIGINT", 0L, 4294967295L, 2147483648L, null),
                read("uint64", "BIGINT", 0L, 9223372036854775807L, 4611686018427387904L, null),
                read("float16", "FLOAT", 1.5f, -0.0f, Float.NaN, null),
                read("float32", "FLOAT", 1.5f, -0.0f, Float.NaN, null),
                read("float64", "DOUBLE", 4.9e-324, -0.0, Double.NEGATIVE_INFINITY, null)));
    for (String name : List.of("decimal128", "decimal256")) {
      Object[] values = {new BigDecimal(BIG_DECIMAL), new BigDecimal("0.001"), null, null};
      columns.add(read(name, "DECIMAL(38,3)", values));
    }
    for (String name : List.of("string", "large_string", "string_view")) {
      columns.add(read(name, "STRING", "", "größe 😀", LONG_TEXT, null));
    }
    for (String name : List.of("binary", "large_binary")) {
      Object[] values = {bytes(), bytes(0, 255), ByteBuffer.wrap(LONG_TEXT.getBytes()), null};
      columns.add(read(name, "BINARY", values));
    }
    columns.add(
        read("fixed_size_binary", "BINARY", bytes(0, 1), bytes(255, 254), bytes('a', 'b'), null));
    for (String name : List.of("date32", "date64")) {
      LocalDate first = LocalDate.of(1, 1, 1);
      LocalDate last = LocalDate.of(9999, 12, 31);
      columns.add(read(name, "DATE", first, last, LocalDate.of(1969, 12, 31), null));
    }
    Map<String, Duration> steps = new LinkedHashMap<>();
    steps.put("s", Duration.ofSeconds(1));
    steps.put("ms", Duration.ofMillis(1));
    steps.put("us", Duration.of(1, ChronoUnit.MICROS));
    steps.put("ns", Duration.of(1, ChronoUnit.MICROS));
    steps.forEach(
        (unit, step) -> {
          Duration before = Duration.ofSeconds(-12_345);
          Instant zero = Instant.EPOCH;
          columns.add(
              read("zoned_" + unit, "TIMESTAMP", zero, zero.plus(before), zero.plus(step), null));
          LocalDateTime local = LocalDateTime.ofInstant(zero, ZoneOffset.UTC);
          columns.add(
              read(
                  "timestamp_" + unit,
                  "TIMESTAMP_NTZ",
                  local,
                  local.plus(before),
                  local.plus(step),
                  null));
          columns.add(
              read(
                  "duration_" + unit, "INTERVAL DAY TO SECOND", Duration.ZERO, before, step, null));
        });
    List<Object> none = List.of();
    columns.add(read("list", "ARRAY<INT>", asList(1, null), none, null, asList(2)));
    columns.add(read("large_list", "ARRAY<STRING>", asList("a", null), none, null, asList("b")));
    columns.add(
        read(
            "list_of_lists",
            "ARRAY<ARRAY<INT>>",
            asList(asList(1), null, none),
            none,
            null,
            asList(asList((Object) null))));
    columns.add(
        read("vector", "ARRAY<FLOAT>", asList(1f, 2f), asList(null, 3f), null, asList(4f, 5f)));
    columns.add(
        read(
            "vector_of_vectors",
            "ARRAY<ARRAY<SMALLINT>>",
            asList(asList((short) 1, (short) 2), asList((short) 3, (short) 4)),
            asList(asList((short) 5, null), null),
            null,
            asList(asList((short) 6, (short) 7), asList((short) 8, (short) 9))));
    columns.add(
        read(
            "vector_of_float16",
            "ARRAY<FLOAT>",
            asList(1.5f, -0.0f),
            asList(65504f, 0x1p-24f),
            null,
            asList(null, 2f)));
    columns.add(
        read(
            "struct",
            "STRUCT<x: INT, y: STRING>",
            asList(1, "a"),
            asList(null, null),
            null,
            asList(2, "")));
    columns.add(
        read(
            "list_of_structs",
            "ARRAY<STRUCT<x: INT, y: STRING>>",
            asList(asList(1, "a"), null),
            none,
            null,
            asList(asList(null, "b"))));
    columns.add(read("dictionary", "STRING", "a", "b", null, "a"));
    columns.add(read("dictionary_int8", "STRING", "a", "b", null, "a"));
    columns.add(read("json", "STRING", "{\"a\":[1,null]}", "[]", null, "\"text\""));
    columns.add(
        read(
            "uuid",
            "BINARY",
            ByteBuffer.allocate(16),
            bytes(IntStream.range(0, 16).map(i -> 255).toArray()),
            null,
            ByteBuffer.wrap("0123456789abcdef".getBytes())));
    columns.add(read("bool8", "TINYINT", (byte) 1, (byte) 0, null, (byte) 1));
    columns.add(
        read("tensor", "ARRAY<FLOAT>", asList(1f, 2f), asList(3f, 4f), null, asList(5f, 6f)));
    return columns.stream();
  }

  private static Stream<Read> readByTheNewestVersion() {
    Map<Object, Object> numbers = new LinkedHashMap<>();
    numbers.put("a", 1);
    numbers.put("b", null);
    Map<Object, Object> lists = new LinkedHashMap<>();
    lists.put(1L, asList("a", null));
    lists.put(2L, null);
    return Stream.concat(
        readByEveryVersion(),
        Stream.of(
            read("map", "MAP<STRING, INT>", numbers, Map.of(), null, Map.of("", 2)),
            read(
                "map_of_lists",
                "MAP<BIGINT, ARRAY<STRING>>",
                lists,
                Map.of(),
                null,
                Map.of(3L, List.of())),
            read("null", "VOID", null, null, null, null)));
  }

  @Test
  void everyColumnOfPylanceInFileVersion21IsReadHere() {
    assertRead("types_2.1", readByEveryVersion().toList());
  }

  @Test
  void everyColumnOfPylanceInFileVersion22IsReadHere() {
    assertRead("types_2.2", readByTheNewestVersion().toList());
  }

  private void assertRead(String table, List<Read> columns) {
    Dataset<Row> rows = load(table).orderBy("id");
    List<Row> values = rows.collectAsList();
    SoftAssertions.assertSoftly(
        softly -> {
          for (Read column : columns) {
            softly
                .assertThat(rows.schema().apply(column.name()).dataType().sql())
                .as(column.name())
                .isEqualTo(column.type());
            softly
                .assertThat(values)
                .extracting(row -> ComparableValue.of(row.getAs(column.name())))
                .as(column.name())
                .isEqualTo(column.values());
          }
          softly.assertThat(rows.columns()).hasSize(1 + columns.size());
        });
  }

  @Test
  void aColumnOfPylanceIsReadAlone() {
    for (String name : List.of("float16", "null", "dictionary", "json", "vector_of_float16")) {
      Read column =
          readByTheNewestVersion().filter(each -> each.name().equals(name)).findFirst().get();
      assertThat(load("types_2.2").select(name).collectAsList())
          .extracting(row -> ComparableValue.of(row.get(0)))
          .as(name)
          .isEqualTo(column.values());
    }
  }

  @Test
  void vectorsOfStructsOfPylanceAreReadHere() {
    assertThat(load("vector_of_structs").collectAsList())
        .extracting(row -> ComparableValue.of(row.get(0)))
        .containsExactly(
            asList(asList(1, "a"), null), null, asList(asList(null, null), asList(2, "")), null);
  }

  @Test
  void aColumnOfPylanceWithoutNullsIsOneHere() {
    assertThat(load("required").schema().fields())
        .extracting(StructField::name, StructField::nullable)
        .containsExactly(tuple("id", false));
  }

  private Dataset<Row> load(String table) {
    return spark.read().format("lance").load(Pylance.table(table));
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (int value : values) {
      bytes.put((byte) value);
    }
    return bytes.flip();
  }

  /**
   * A column that is written here, and what it is to pylance.
   *
   * @param name its name
   * @param type its type here
   * @param arrow its type there
   * @param texts its values there, as {@code read_table.py} prints them
   * @param values its values here
   */
  private record Written(
      String name, DataType type, String arrow, String texts, List<Object> values) {}

  private static Written written(
      String name, DataType type, String arrow, String texts, Object... values) {
    return new Written(name, type, arrow, texts, asList(values));
  }

  private static final StructType STRUCT =
      new StructType().add("x", DataTypes.IntegerType).add("y", DataTypes.StringType);

  private static List<Written> scalars() {
    Instant instant = Instant.parse("1969-12-31T23:59:59.999999Z");
    return List.of(
        written(
            "a_boolean",
            DataTypes.BooleanType,
            "bool",
            "['True', 'False', null]",
            true,
            false,
            null),
        written(
            "a_byte",
            DataTypes.ByteType,
            "int8",
            "['-128', '127', null]",
            Byte.MIN_VALUE,
            Byte.MAX_VALUE,
            null),
        written(
            "a_short",
            DataTypes.ShortType,
            "int16",
            "['-32768', '32767', null]",
            Short.MIN_VALUE,
            Short.MAX_VALUE,
            null),
        written(
            "an_int",
            DataTypes.IntegerType,
            "int32",
            "['-2147483648', '2147483647', null]",
            Integer.MIN_VALUE,
            Integer.MAX_VALUE,
            null),
        written(
            "a_long",
            DataTypes.LongType,
            "int64",
            "['-9223372036854775808', '9223372036854775807', null]",
            Long.MIN_VALUE,
            Long.MAX_VALUE,
            null),
        written(
            "a_float",
            DataTypes.FloatType,
            "float",
            "['0x1.0000000000000p-149', '-0x0.0p+0', 'nan']",
            Float.MIN_VALUE,
            -0.0f,
            Float.NaN),
        written(
            "a_double",
            DataTypes.DoubleType,
            "double",
            "['0x1.fffffffffffffp+1023', '-inf', null]",
            Double.MAX_VALUE,
            Double.NEGATIVE_INFINITY,
            null),
        written(
            "a_decimal",
            DataTypes.createDecimalType(38, 3),
            "decimal128(38, 3)",
            "['" + BIG_DECIMAL + "', '0.001', null]",
            new BigDecimal(BIG_DECIMAL),
            new BigDecimal("0.001"),
            null),
        written(
            "a_string",
            DataTypes.StringType,
            "string",
            "['', 'größe 😀', null]",
            "",
            "größe 😀",
            null),
        written(
            "a_binary",
            DataTypes.BinaryType,
            "binary",
            "['', '00ff', null]",
            new byte[0],
            new byte[] {0, -1},
            null),
        written(
            "a_date",
            DataTypes.DateType,
            "date32[day]",
            "['-719162', '2932896', null]",
            LocalDate.of(1, 1, 1),
            LocalDate.of(9999, 12, 31),
            null),
        written(
            "a_timestamp",
            DataTypes.TimestampType,
            "timestamp[us, tz=UTC]",
            "['-1', '0', null]",
            instant,
            Instant.EPOCH,
            null),
        written(
            "a_local_timestamp",
            DataTypes.TimestampNTZType,
            "timestamp[us]",
            "['-1', '0', null]",
            LocalDateTime.ofInstant(instant, ZoneOffset.UTC),
            LocalDateTime.of(1970, 1, 1, 0, 0),
            null),
        written(
            "a_duration",
            DataTypes.createDayTimeIntervalType(),
            "duration[us]",
            "['-1', '86400000000', null]",
            Duration.of(-1, ChronoUnit.MICROS),
            Duration.ofDays(1),
            null));
  }

  private static List<Written> nested() {
    return List.of(
        written(
            "an_array",
            DataTypes.createArrayType(DataTypes.IntegerType),
            "list<item: int32>",
            "[['1', null], [], null]",
            asList(1, null),
            List.of(),
            null),
        written(
            "arrays",
            DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.StringType)),
            "list<item: list<item: string>>",
            "[[['a', null], null, []], [], null]",
            asList(asList("a", null), null, List.of()),
            List.of(),
            null),
        written(
            "vector",
            DataTypes.createArrayType(DataTypes.FloatType),
            "fixed_size_list<item: float>[2]",
            "[['0x1.8000000000000p+0', '-0x0.0p+0'], [null, 'nan'], null]",
            asList(1.5f, -0.0f),
            asList(null, Float.NaN),
            null),
        written(
            "a_struct",
            STRUCT,
            "struct<x: int32, y: string>",
            "[{'x': '1', 'y': 'a'}, {'x': null, 'y': null}, null]",
            RowFactory.create(1, "a"),
            RowFactory.create(null, null),
            null),
        written(
            "structs",
            DataTypes.createArrayType(STRUCT),
            "list<item: struct<x: int32, y: string>>",
            "[[{'x': '1', 'y': ''}, null], [], null]",
            asList(RowFactory.create(1, ""), null),
            List.of(),
            null));
  }

  private static List<Written> maps() {
    Map<String, Object> numbers = new LinkedHashMap<>();
    numbers.put("a", 1);
    numbers.put("b", null);
    return List.of(
        written(
            "a_map",
            DataTypes.createMapType(DataTypes.StringType, DataTypes.IntegerType),
            "map<string, int32>",
            "[[['a', '1'], ['b', null]], [], null]",
            numbers,
            Map.of(),
            null),
        written(
            "structs_by_number",
            DataTypes.createMapType(DataTypes.LongType, STRUCT),
            "map<int64, struct<x: int32, y: string>>",
            "[[['7', {'x': '1', 'y': null}]], [], null]",
            Map.of(7L, RowFactory.create(1, null)),
            Map.of(),
            null));
  }

  @Test
  void scalarsOfSparkAreReadByPylance() {
    assertRead(scalars(), "2.1");
  }

  @Test
  void nestedTypesOfSparkAreReadByPylance() {
    assertRead(nested(), "2.1");
  }

  @Test
  void mapsOfSparkAreReadByPylance() {
    List<Written> columns = new ArrayList<>(scalars());
    columns.addAll(nested());
    columns.addAll(maps());
    assertRead(columns, "2.2");
  }

  private void assertRead(List<Written> columns, String fileVersion) {
    StructType schema = new StructType().add("id", DataTypes.IntegerType);
    for (Written column : columns) {
      schema = schema.add(column.name(), column.type());
    }
    List<Row> rows = new ArrayList<>();
    for (int row = 0; row < 3; row++) {
      List<Object> values = new ArrayList<>(List.of(row));
      for (Written column : columns) {
        values.add(column.values().get(row));
      }
      rows.add(RowFactory.create(values.toArray()));
    }
    boolean vectors = columns.stream().anyMatch(column -> column.name().equals("vector"));
    String uri = TableStore.LOCAL_DISK.newTable();
    spark
        .createDataFrame(rows, schema)
        .repartition(2)
        .write()
        .format("lance")
        .options(vectors ? Map.of("vectors", "vector:2") : Map.of())
        .save(uri);

    JsonNode table = Pylance.read(uri);

    assertThat(table.get("fileVersion").asText()).isEqualTo(fileVersion);
    for (Written column : columns) {
      assertThat(table.at("/types/" + column.name()).asText())
          .as(column.name())
          .isEqualTo(column.arrow());
      assertThat(table.at("/values/" + column.name()))
          .as(column.name())
          .isEqualTo(Pylance.json(column.texts()));
    }
    assertThat(table.get("types")).hasSize(1 + columns.size());
  }

  @Test
  void aColumnOfSparkWithoutNullsIsOneToPylance() {
    String uri = TableStore.LOCAL_DISK.newTable();
    spark.sql("CREATE TABLE lance.`" + uri + "` (id BIGINT NOT NULL, name STRING)");
    spark.range(2).selectExpr("id", "'n' as name").write().format("lance").mode("append").save(uri);

    JsonNode table = Pylance.read(uri);

    assertThat(table.get("nullable")).isEqualTo(Pylance.json("{'id': false, 'name': true}"));
    assertThat(table.at("/values/id")).isEqualTo(Pylance.json("['0', '1']"));
  }
}
