package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.read.PlainColumns.PlainColumn;
import io.lancetrain.spark.type.SparkSchemas;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.DictionaryEncoding;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.junit.jupiter.api.Test;

class PlainColumnsTest {
  @Test
  void typesThatSparkReadsAsTheyAreStoredArePlain() {
    assertThat(
            List.of(
                new ArrowType.Bool(),
                new ArrowType.Int(8, true),
                new ArrowType.Int(16, true),
                new ArrowType.Int(32, true),
                new ArrowType.Int(64, true),
                new ArrowType.Decimal(38, 10, 128),
                new ArrowType.Utf8(),
                new ArrowType.Binary(),
                new ArrowType.Date(DateUnit.DAY),
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, null),
                new ArrowType.Timestamp(TimeUnit.MICROSECOND, "America/St_Johns")))
        .allMatch(PlainColumnsTest::isPlain);
  }

  @Test
  void typesThatAreConvertedOrComparedOtherwiseAreNot() {
    assertThat(
            List.of(
                new ArrowType.Null(),
                new ArrowType.Int(8, false),
                new ArrowType.Int(16, false),
                new ArrowType.Int(32, false),
                new ArrowType.Int(64, false),
                new ArrowType.FloatingPoint(FloatingPointPrecision.HALF),
                new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE),
                new ArrowType.FloatingPoint(FloatingPointPrecision.DOUBLE),
                new ArrowType.Decimal(38, 10, 256),
                new ArrowType.LargeUtf8(),
                new ArrowType.LargeBinary(),
                new ArrowType.FixedSizeBinary(4),
                new ArrowType.Date(DateUnit.MILLISECOND),
                new ArrowType.Timestamp(TimeUnit.SECOND, null),
                new ArrowType.Timestamp(TimeUnit.MILLISECOND, "UTC"),
                new ArrowType.Timestamp(TimeUnit.NANOSECOND, null),
                new ArrowType.Duration(TimeUnit.MICROSECOND)))
        .noneMatch(PlainColumnsTest::isPlain);
  }

  @Test
  void aDictionaryIsNotPlain() {
    DictionaryEncoding encoding = new DictionaryEncoding(1, false, new ArrowType.Int(32, true));
    Field field = new Field("x", new FieldType(true, new ArrowType.Utf8(), encoding), null);

    assertThat(of(new Schema(List.of(field)), "x")).isEmpty();
  }

  @Test
  void aColumnIsFoundWithItsPosition() {
    Schema schema =
        new Schema(
            List.of(
                Field.nullable("a", new ArrowType.Utf8()),
                Field.nullable("b", new ArrowType.Utf8())));

    assertThat(of(schema, "b").map(PlainColumn::position)).contains(1);
    assertThat(of(schema, "c")).isEmpty();
    assertThat(of(schema, "a.b")).isEmpty();
  }

  private static boolean isPlain(ArrowType type) {
    return of(new Schema(List.of(Field.nullable("x", type))), "x").isPresent();
  }

  private static Optional<PlainColumn> of(Schema schema, String name) {
    return new PlainColumns(schema, SparkSchemas.of(schema)).of(FieldReference.apply(name));
  }
}
