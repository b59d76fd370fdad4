package io.lancetrain.spark.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ColumnNamesTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "a.b",
        "",
        "a`b",
        "a\0b",
        "_rowid",
        "_rowaddr",
        "_fragid",
        "_rowoffset",
        "_RowId",
        "_row_created_at_version",
        "_row_last_updated_at_version"
      })
  void aNameThatLanceCannotKeepIsRefused(String name) {
    refuses(columns(name), "'" + name + "'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a`b", "a\0b"})
  void aFieldNameThatLanceCannotKeepIsRefusedAtAnyDepth(String name) {
    DataType list = DataTypes.createArrayType(columns(name));
    refuses(new StructType().add("l", list), "'l.element." + name + "'");
    DataType map = DataTypes.createMapType(columns(name), columns(name));
    refuses(new StructType().add("m", map), "'m.key." + name + "'");
  }

  @Test
  void aNameThatIsThereTwiceIsRefused() {
    refuses(columns("a", "b", "a"), "'a'");
    refuses(new StructType().add("s", columns("x", "x")), "'s.x'");
  }

  @Test
  void allOtherNamesAreKept() {
    StructType schema =
        columns("a", "A", "a b", " a ", "größe", "😀", "a\"b", "a'b", "a[0]", "a\\b", "_x", "*")
            .add("s", columns("x.y", "x", "X", "_rowid"));
    List<String> names =
        ArrowSchemas.of(schema, Map.of(), Map.of()).getFields().stream()
            .map(field -> field.getName())
            .toList();
    assertThat(names).containsExactly(schema.fieldNames());
  }

  private static StructType columns(String... names) {
    StructType schema = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.IntegerType);
    }
    return schema;
  }

  private static void refuses(StructType schema, String path) {
    assertThatThrownBy(() -> ArrowSchemas.of(schema, Map.of(), Map.of()))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_UNSUPPORTED_COLUMN_NAME]")
        .hasMessageContaining(path);
  }
}
