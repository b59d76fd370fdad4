package io.lancetrain.spark.type;

import static io.lancetrain.spark.type.Fields.field;
import static io.lancetrain.spark.type.Fields.mapField;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import java.util.List;
import java.util.Optional;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class FileVersionTest {
  private static final ArrowType INT = new ArrowType.Int(32, true);
  private static final Field MAP = mapField("m", INT, field("value", INT));

  @Test
  void mapsAndVectorsOfStructsNeedTheNewestVersionAtAnyDepth() {
    Field struct = field("item", ArrowType.Struct.INSTANCE, field("x", INT));
    Field vectorOfStructs = field("v", new ArrowType.FixedSizeList(2), struct);
    for (Field field : List.of(MAP, vectorOfStructs)) {
      assertThat(FileVersion.required(schema(field))).isEqualTo(FileVersion.V2_2);
      Field inStruct = field("s", ArrowType.Struct.INSTANCE, field("i", INT), field);
      Field inList = field("l", ArrowType.List.INSTANCE, inStruct);
      assertThat(FileVersion.required(schema(inList))).isEqualTo(FileVersion.V2_2);
    }
  }

  @Test
  void everythingElseIsHeldByTheDefaultVersion() {
    Field vector = field("v", new ArrowType.FixedSizeList(2), field("item", INT));
    Field struct = field("s", ArrowType.Struct.INSTANCE, vector);
    Field list = field("l", ArrowType.List.INSTANCE, struct);
    assertThat(FileVersion.required(schema(list, field("i", INT)))).isEqualTo(FileVersion.V2_1);
  }

  @Test
  void aChosenVersionIsTakenWhereItHoldsTheSchema() {
    Schema plain = schema(field("i", INT));
    assertThat(FileVersion.of(Optional.empty(), plain)).isEqualTo(FileVersion.V2_1);
    assertThat(FileVersion.of(Optional.of("2.1"), plain)).isEqualTo(FileVersion.V2_1);
    assertThat(FileVersion.of(Optional.of("2.2"), plain)).isEqualTo(FileVersion.V2_2);
    assertThat(FileVersion.of(Optional.empty(), schema(MAP)).text()).isEqualTo("2.2");
  }

  @Test
  void aChosenVersionThatCannotHoldTheSchemaIsRefused() {
    assertThatThrownBy(() -> FileVersion.of(Optional.of("2.1"), schema(MAP)))
        .isInstanceOf(LanceException.class)
        .hasMessageContainingAll("'fileVersion'", "2.1", "2.2", "map");
  }

  @Test
  void versionsThatLoseDataOrDoNotExistAreRefused() {
    for (String version : List.of("2.0", "2.3", "0.1", "")) {
      assertThatThrownBy(() -> FileVersion.of(Optional.of(version), schema(field("i", INT))))
          .isInstanceOf(LanceException.class)
          .hasMessageContaining("'fileVersion'");
    }
  }

  private static Schema schema(Field... fields) {
    return new Schema(List.of(fields));
  }
}
