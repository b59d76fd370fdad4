package io.lancetrain.spark.batch;

import static io.lancetrain.spark.batch.ArrowBatch.comparable;

import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.unsafe.types.UTF8String;

/** An Arrow type, values of Spark for it, and what Arrow's accessor then gives. */
record ScalarCase(ArrowType type, List<Object> written, List<Object> expected) {

  static Stream<ScalarCase> all() {
    List<ScalarCase> cases = new ArrayList<>();
    cases.add(same(ArrowType.Bool.INSTANCE, true, false));
    cases.add(same(new ArrowType.Int(8, true), Byte.MIN_VALUE, Byte.MAX_VALUE));
    cases.add(same(new ArrowType.Int(16, true), Short.MIN_VALUE, Short.MAX_VALUE));
    cases.add(same(new ArrowType.Int(32, true), Integer.MIN_VALUE, Integer.MAX_VALUE));
    cases.add(same(new ArrowType.Int(64, true), Long.MIN_VALUE, Long.MAX_VALUE));
    cases.add(pairs(new ArrowType.Int(8, false), (short) 0, (byte) 0, (short) 255, (byte) 255));
    cases.add(pairs(new ArrowType.Int(16, false), 0, '\0', 65535, '\uffff'));
    cases.add(pairs(new ArrowType.Int(32, false), 0L, 0, 0xFFFF_FFFFL, -1));
    cases.add(same(new ArrowType.Int(64, false), 0L, Long.MAX_VALUE));
    cases.add(
        same(
            new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
            -0.0f,
            Float.NaN,
            Float.MIN_VALUE));
    cases.add(
        same(
            new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
            -0.0,
            Double.NaN,
            Double.MAX_VALUE));
    for (int bits : new int[] {128, 256}) {
      cases.add(decimals(new ArrowType.Decimal(9, 2, bits), "0.00", "-1234567.89"));
      cases.add(decimals(new ArrowType.Decimal(18, 0, bits), "-999999999999999999", "1"));
      cases.add(
          decimals(
              new ArrowType.Decimal(38, 10, bits),
              "-9999999999999999999999999999.9999999999",
              "1.0000000000",
              "-0.0000000001"));
    }
    cases.add(text(ArrowType.Utf8.INSTANCE));
    cases.add(text(ArrowType.LargeUtf8.INSTANCE));
    cases.add(binary(ArrowType.Binary.INSTANCE, new byte[0], new byte[] {-1, 0, 1}));
    cases.add(binary(ArrowType.LargeBinary.INSTANCE, new byte[0], new byte[] {-1, 0, 1}));
    cases.add(binary(new ArrowType.FixedSizeBinary(2), new byte[] {-1, 0}, new byte[] {1, 2}));
    cases.add(same(new ArrowType.Date(DateUnit.DAY), -719162, 0, 2932896));
    cases.add(
        pairs(
            new ArrowType.Date(DateUnit.MILLISECOND),
            -719162,
            LocalDateTime.of(1, 1, 1, 0, 0),
            2932896,
            LocalDateTime.of(9999, 12, 31, 0, 0)));
    cases.add(time(TimeUnit.SECOND, 1_000_000L, 1));
    cases.add(time(TimeUnit.MILLISECOND, 1_000L, 1));
    cases.add(time(TimeUnit.MICROSECOND, 1L, 1));
    cases.add(time(TimeUnit.NANOSECOND, 1L, 1000));
    for (TimeUnit unit : TimeUnit.values()) {
      long whole = -86_400_000_000L;
      cases.add(
          pairs(
              new ArrowType.Timestamp(unit, null),
              whole,
              LocalDateTime.of(1969, 12, 31, 0, 0),
              3_000_000L,
              LocalDateTime.ofEpochSecond(3, 0, ZoneOffset.UTC)));
      cases.add(
          pairs(
              new ArrowType.Duration(unit),
              whole,
              Duration.ofDays(-1),
              3_000_000L,
              Duration.ofSeconds(3)));
    }
    return cases.stream();
  }

  static Stream<ScalarCase> ofFixedWidth() {
    return all()
        .filter(
            scalar ->
                switch (scalar.type().getTypeID()) {
                  case Utf8, LargeUtf8, Binary, LargeBinary -> false;
                  default -> true;
                });
  }

  private static ScalarCase same(ArrowType type, Object... values) {
    return new ScalarCase(type, List.of(values), List.of(values));
  }

  private static ScalarCase pairs(ArrowType type, Object... writtenAndExpected) {
    List<Object> written = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (int i = 0; i < writtenAndExpected.length; i += 2) {
      written.add(writtenAndExpected[i]);
      expected.add(writtenAndExpected[i + 1]);
    }
    return new ScalarCase(type, written, expected);
  }

  /** A timestamp with a zone: one unit of it, and a day before the epoch. */
  private static ScalarCase time(TimeUnit unit, long microsPerStep, long unitsPerStep) {
    ArrowType type = new ArrowType.Timestamp(unit, "Europe/Berlin");
    return pairs(type, microsPerStep, unitsPerStep, -7 * microsPerStep, -7 * unitsPerStep);
  }

  private static ScalarCase decimals(ArrowType.Decimal type, String... texts) {
    List<Object> written = new ArrayList<>();
    List<Object> expected = new ArrayList<>();
    for (String text : texts) {
      BigDecimal value = new BigDecimal(text);
      written.add(Decimal.apply(value, type.getPrecision(), type.getScale()));
      expected.add(value);
    }
    return new ScalarCase(type, written, expected);
  }

  private static ScalarCase text(ArrowType type) {
    List<Object> written = new ArrayList<>();
    List<Object> expected = List.of("", "größe 𝄞", "x".repeat(5000));
    expected.forEach(value -> written.add(UTF8String.fromString((String) value)));
    return new ScalarCase(type, written, expected);
  }

  private static ScalarCase binary(ArrowType type, byte[]... values) {
    List<Object> expected = new ArrayList<>();
    for (byte[] value : values) {
      expected.add(comparable(value));
    }
    return new ScalarCase(type, List.of((Object[]) values), expected);
  }

  /** Bytes whose UTF-8 text is in the middle of a larger array, as in an unsafe row. */
  static UTF8String slice(String text) {
    byte[] bytes = ("<<" + text + ">>").getBytes(StandardCharsets.UTF_8);
    return UTF8String.fromBytes(bytes, 2, bytes.length - 4);
  }

  @Override
  public String toString() {
    return type.toString();
  }
}
