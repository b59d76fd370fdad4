package io.lancetrain.spark.type;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The defaults of columns ({@code x INT DEFAULT 5}): texts of Spark's SQL that the table keeps in
 * the metadata of its Arrow fields, under Spark's own names, and that Spark applies.
 */
public final class ColumnDefaults {
  /** What a statement inserts that leaves the column out. */
  private static final String CURRENT = "CURRENT_DEFAULT";

  /** What rows have that were there before the column; Spark wants it beside the other. */
  private static final String EXISTING = "EXISTS_DEFAULT";

  private static final List<String> KEYS = List.of(CURRENT, EXISTING);

  private ColumnDefaults() {}

  /** The Arrow schema of columns, with their defaults. */
  public static Schema keptIn(Schema schema, StructType columns) {
    List<Field> fields = new ArrayList<>();
    for (int i = 0; i < columns.fields().length; i++) {
      fields.add(keptIn(schema.getFields().get(i), columns.fields()[i].metadata()));
    }
    return new Schema(fields, schema.getCustomMetadata());
  }

  private static Field keptIn(Field field, Metadata column) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    for (String key : KEYS) {
      if (column.contains(key)) {
        metadata.put(key, column.getString(key));
      }
    }
    FieldType type =
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata);
    return new Field(field.getName(), type, field.getChildren());
  }

  /** The metadata by which Spark knows the default of a field. */
  static Metadata metadata(Field field, Metadata others) {
    MetadataBuilder builder = new MetadataBuilder().withMetadata(others);
    for (String key : KEYS) {
      if (field.getMetadata().containsKey(key)) {
        builder.putString(key, field.getMetadata().get(key));
      }
    }
    return builder.build();
  }

  /** Whether the column has a default. */
  static boolean has(StructField column) {
    return column.metadata().contains(CURRENT);
  }
}
