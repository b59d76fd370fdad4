package io.lancetrain.spark.type;

import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;

/** Arrow fields, made by hand. */
public final class Fields {
  private Fields() {}

  public static Field field(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.nullable(type), List.of(children));
  }

  public static Field required(String name, ArrowType type, Field... children) {
    return new Field(name, FieldType.notNullable(type), List.of(children));
  }

  /** A nullable map field with nullable values. */
  public static Field mapField(String name, ArrowType key, Field value) {
    Field entries = required("entries", ArrowType.Struct.INSTANCE, required("key", key), value);
    return field(name, new ArrowType.Map(false), entries);
  }
}
