package io.lancetrain.spark.batch;

import static io.lancetrain.spark.batch.Rows.array;
import static io.lancetrain.spark.batch.Rows.map;
import static io.lancetrain.spark.batch.Rows.row;
import static io.lancetrain.spark.type.Fields.field;
import static io.lancetrain.spark.type.Fields.mapField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.unsafe.types.UTF8String;
import org.junit.jupiter.api.Test;

class ReadBackGuardTest {
  private static final ArrowType STRUCT = ArrowType.Struct.INSTANCE;
  private static final ArrowType LIST = ArrowType.List.INSTANCE;
  private static final Field ARRAY = field("a", LIST, field("item", ArrowType.Binary.INSTANCE));
  private static final Field ARRAYS = field("a", LIST, field("item", LIST, item()));
  private static final byte[] WIDE = new byte[256];
  private static final byte[] NARROW = new byte[255];

  @Test
  void wideValuesAreRefusedWhereTheirArrayAndTheStructAroundItAreNull() {
    Field column = field("s", STRUCT, ARRAY);
    refuses(column, "s.a.element", "'s'", row(array((Object) WIDE)), null, row((Object) null));
    keeps(column, row(array((Object) NARROW)), null, row((Object) null));
    keeps(column, row(array((Object) WIDE)), row(array()), row((Object) null));
    keeps(column, row(array((Object) WIDE)), null, row(array()), row(array((Object) null)));
  }

  @Test
  void wideKeysAndValuesOfMapsAreRefusedLikewise() {
    for (ArrowType key : List.of(ArrowType.Utf8.INSTANCE, ArrowType.Binary.INSTANCE)) {
      Field value = field("value", ArrowType.LargeBinary.INSTANCE);
      Field column = field("s", STRUCT, mapField("m", key, value));
      Object narrowKey = key instanceof ArrowType.Utf8 ? UTF8String.fromString("k") : NARROW;
      refuses(column, "s.m.value", "'s'", row(map(narrowKey, WIDE)), null, row((Object) null));
      keeps(column, row(map(narrowKey, NARROW)), null, row((Object) null));
      if (!(key instanceof ArrowType.Utf8)) {
        refuses(column, "s.m.key", "'s'", row(map(WIDE, NARROW)), null, row((Object) null));
      }
    }
  }

  @Test
  void twoLevelsOfStructsAreRefusedAlsoForEmptyArrays() {
    Field column = field("s", STRUCT, field("t", STRUCT, ARRAY));
    Object wide = row(row(array((Object) WIDE)));
    refuses(column, "s.t.a.element", "'s'", wide, null, row((Object) null));
    refuses(column, "s.t.a.element", "'s'", wide, null, row(row(array())));
    refuses(column, "s.t.a.element", "'s'", wide, null, row(row((Object) null)));
    refuses(column, "s.t.a.element", "'s.t'", wide, row((Object) null), row(row((Object) null)));
    keeps(column, wide, row((Object) null), row(row(array())));
    keeps(column, wide, row(row((Object) null)), row(row(array())));
  }

  @Test
  void aNullInsideOfTheInnermostArrayIsKept() {
    Field inner = field("item", STRUCT, field("x", ArrowType.Binary.INSTANCE));
    Field column = field("s", STRUCT, field("a", LIST, inner));
    keeps(column, row(array(row((Object) WIDE), null, row((Object) null))), null, row(array()));
  }

  @Test
  void arraysOfArraysInStructsInArraysAreRefusedWhereTheOuterIsNullOrEmpty() {
    Field column = field("l", LIST, field("item", STRUCT, ARRAYS));
    Object nullStruct = array(row(array(array((Object) NARROW))), null);
    refuses(column, "l.element.a.element.element", "'l.element'", nullStruct, null);
    refuses(column, "l.element.a.element.element", "'l.element'", nullStruct, array());
    keeps(column, nullStruct, array(row((Object) null)), array(row(array())));
    keeps(column, array(row(array(array((Object) NARROW)))), null, array());
    keeps(field("l", LIST, field("item", STRUCT, ARRAY)), array((Object) null), null, array());
    Field outer = field("s", STRUCT, column);
    refuses(outer, "s.l.element.a.element.element", "'s.l.element'", row(nullStruct), null);
  }

  @Test
  void whatALaterBatchAddsCounts() {
    Field column = field("s", STRUCT, ARRAY);
    try (ArrowBatch batch = new ArrowBatch(column)) {
      batch.write(row(array((Object) WIDE)));
      batch.writer.finish();
      batch.writer.reset();
      batch.write(new Object[] {null});
      batch.writer.finish();
      batch.writer.reset();
      batch.write(row((Object) null));
      assertThatThrownBy(batch.writer::finish).isInstanceOf(LanceException.class);
    }
  }

  private static Field item() {
    return field("item", ArrowType.Binary.INSTANCE);
  }

  private static void refuses(Field column, String path, String struct, Object... values) {
    try (ArrowBatch batch = new ArrowBatch(column)) {
      for (Object value : values) {
        batch.write(new Object[] {value});
      }
      assertThatThrownBy(batch.writer::finish)
          .isInstanceOf(LanceException.class)
          .hasMessageStartingWith("[LANCE_UNSUPPORTED_TYPE]")
          .hasMessageContainingAll(
              "Cannot write column '" + path + "'", "the struct " + struct, "coalesce(x, array())");
    }
  }

  private static void keeps(Field column, Object... values) {
    try (ArrowBatch batch = new ArrowBatch(column)) {
      for (Object value : values) {
        batch.write(new Object[] {value});
      }
      assertThat(batch.values(0)).hasSize(values.length);
    }
  }
}
