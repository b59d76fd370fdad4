package io.lancetrain.spark.differential;

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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/** Values of a type: the special ones, and some others close to each other. */
final class RandomValues {
  private static final List<String> STRINGS =
      List.of(
          "",
          " ",
          "a",
          "A",
          "ab",
          "abc",
          "b",
          "a ",
          "%",
          "_",
          "a%b",
          "a_b",
          "\\",
          "\\%",
          "'",
          "''",
          "\"",
          "`",
          "--",
          "null",
          "ä",
          "e\u0301",
          "漢字",
          "\uffff",
          "😀",
          "a😀b",
          "\u0000",
          "a\u0000b",
          "\n",
          "x".repeat(300),
          "İ",
          "ß");
  private static final List<Long> MICROS =
      List.of(
          0L,
          1L,
          -1L,
          999_999L,
          -62_135_596_800_000_000L,
          253_402_300_799_999_999L,
          Long.MIN_VALUE,
          Long.MAX_VALUE,
          1_773_000_000_000_001L);

  private RandomValues() {}

  static List<Object> pool(DataType type, Random random) {
    if (type instanceof DecimalType decimal) {
      return decimals(decimal);
    } else if (type instanceof ArrayType array) {
      List<Object> elements = pool(array.elementType(), random);
      return List.of(
          List.of(), elements.subList(0, 2), Arrays.asList(elements.get(1), null), elements);
    } else if (type instanceof MapType map) {
      return List.of(Map.of(), entries(map, random));
    } else if (type instanceof StructType struct) {
      return structs(struct, random);
    }
    return switch (type.catalogString()) {
      case "boolean" -> List.of(true, false);
      case "tinyint" ->
          integers(Byte.MIN_VALUE, Byte.MAX_VALUE).mapToObj(n -> (Object) (byte) n).toList();
      case "smallint" ->
          integers(Short.MIN_VALUE, Short.MAX_VALUE).mapToObj(n -> (Object) (short) n).toList();
      case "int" ->
          integers(Integer.MIN_VALUE, Integer.MAX_VALUE).mapToObj(n -> (Object) (int) n).toList();
      case "bigint" -> integers(Long.MIN_VALUE, Long.MAX_VALUE).mapToObj(n -> (Object) n).toList();
      case "float" -> floats().mapToObj(n -> (Object) (float) n).toList();
      case "double" -> floats().mapToObj(n -> (Object) n).toList();
      case "string" -> List.copyOf(STRINGS);
      case "binary" -> binaries();
      case "date" -> dates();
      case "timestamp" ->
          MICROS.stream().map(RandomValues::instant).map(Object.class::cast).toList();
      case "timestamp_ntz" ->
          MICROS.stream()
              .map(micros -> (Object) LocalDateTime.ofInstant(instant(micros), ZoneOffset.UTC))
              .toList();
      default ->
          MICROS.stream().map(micros -> (Object) Duration.of(micros, ChronoUnit.MICROS)).toList();
    };
  }

  private static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }

  private static LongStream integers(long least, long greatest) {
    return LongStream.of(
        least,
        least + 1,
        least / 2,
        -3,
        -1,
        0,
        1,
        2,
        3,
        7,
        100,
        greatest / 2,
        greatest - 1,
        greatest);
  }

  private static DoubleStream floats() {
    return DoubleStream.of(
        Double.NaN,
        -0.0,
        0.0,
        Double.NEGATIVE_INFINITY,
        Double.POSITIVE_INFINITY,
        Float.MIN_VALUE,
        -Float.MIN_VALUE,
        Float.MAX_VALUE,
        Double.MIN_VALUE,
        0.1f,
        0.1,
        -1.5,
        1.5,
        1,
        3,
        16_777_217);
  }

  private static List<Object> decimals(DecimalType type) {
    BigInteger most = BigInteger.TEN.pow(type.precision()).subtract(BigInteger.ONE);
    List<Object> values = new ArrayList<>();
    for (BigInteger unscaled :
        List.of(
            most,
            most.negate(),
            most.subtract(BigInteger.ONE),
            most.shiftRight(1),
            BigInteger.ZERO,
            BigInteger.ONE,
            BigInteger.ONE.negate(),
            BigInteger.TEN.pow(type.precision() - 1),
            BigInteger.valueOf(5))) {
      values.add(new BigDecimal(unscaled, type.scale()));
    }
    return values;
  }

  private static List<Object> binaries() {
    return List.of(
        new byte[0],
        new byte[1],
        new byte[2],
        new byte[] {'a'},
        new byte[] {'a', 0},
        new byte[] {(byte) 0x7f},
        new byte[] {(byte) 0x80},
        new byte[] {(byte) 0xff, (byte) 0xfe},
        new byte[] {'\''});
  }

  private static List<Object> dates() {
    return List.of(
        LocalDate.EPOCH,
        LocalDate.EPOCH.minusDays(1),
        LocalDate.of(1, 1, 1),
        LocalDate.of(1582, 10, 10),
        LocalDate.of(2024, 2, 29),
        LocalDate.of(9999, 12, 31),
        LocalDate.ofEpochDay(Integer.MIN_VALUE),
        LocalDate.ofEpochDay(Integer.MAX_VALUE));
  }

  private static Map<Object, Object> entries(MapType type, Random random) {
    Map<Object, Object> entries = new HashMap<>();
    List<Object> values = pool(type.valueType(), random);
    for (Object key : pool(type.keyType(), random).subList(0, 3)) {
      entries.put(key, random.nextInt(4) == 0 ? null : values.get(random.nextInt(values.size())));
    }
    return entries;
  }

  private static List<Object> structs(StructType type, Random random) {
    List<Object> values = new ArrayList<>();
    for (int i = 0; i < 12; i++) {
      List<Object> fields = new ArrayList<>();
      for (StructField field : type.fields()) {
        List<Object> pool = pool(field.dataType(), random);
        fields.add(random.nextInt(4) == 0 ? null : pool.get(random.nextInt(pool.size())));
      }
      values.add(RowFactory.create(fields.toArray()));
    }
    return values;
  }
}
