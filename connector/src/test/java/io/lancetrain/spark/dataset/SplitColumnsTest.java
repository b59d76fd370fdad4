package io.lancetrain.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.apache.arrow.vector.types.FloatingPointPrecision;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class SplitColumnsTest {
  private static final ArrowType LONG = new ArrowType.Int(64, true);
  private static final ArrowType TEXT = new ArrowType.Utf8();
  private static final ArrowType STRUCT = new ArrowType.Struct();
  private static final ArrowType LIST = new ArrowType.List();
  private static final Field VECTOR =
      field(
          "vector",
          new ArrowType.FixedSizeList(512),
          field("item", new ArrowType.FloatingPoint(FloatingPointPrecision.SINGLE)));

  @Test
  void columnsWithNarrowAndWideFieldsAreNamed() {
    Field mixed = field("mixed", STRUCT, field("number", LONG), field("text", TEXT));
    Field inList = field("in list", LIST, mixed);
    Field ofVector = field("of vector", STRUCT, field("number", LONG), VECTOR);
    Field decimals = field("d", STRUCT, decimal("wide"), field("number", LONG));
    for (Field split : List.of(mixed, inList, ofVector, decimals)) {
      String name = "`" + split.getName() + "`";
      assertThat(named(split).condition())
          .isEqualTo("(" + name + " IS NULL OR " + name + " IS NOT NULL)");
    }
  }

  @Test
  void columnsThatLanceReadsAtOnceAreNotNamed() {
    Field narrow = field("narrow", STRUCT, field("a", LONG), field("b", new ArrowType.Bool()));
    Field wide = field("wide", STRUCT, field("a", TEXT), field("b", new ArrowType.Binary()));
    Field single = field("single", STRUCT, VECTOR);
    for (Field whole : List.of(narrow, wide, single, VECTOR, field("plain", TEXT))) {
      assertThat(named(whole)).isEqualTo(RowFilter.NONE);
    }
  }

  @Test
  void aNameThatNoFilterCanSayMattersForColumnsThatAreSplit() {
    assertThat(SplitColumns.canBeNamed(new Schema(List.of(field("😀", LONG))))).isTrue();
    Field split = field("😀", STRUCT, field("a", LONG), field("b", TEXT));
    assertThat(SplitColumns.canBeNamed(new Schema(List.of(split)))).isFalse();
  }

  private static RowFilter named(Field column) {
    Schema schema = new Schema(List.of(column, field("other", STRUCT, column, VECTOR)));
    return SplitColumns.named(schema, List.of(column.getName()));
  }

  private static Field decimal(String name) {
    return field(name, new ArrowType.Decimal(38, 2, 128));
  }

  private static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }
}
