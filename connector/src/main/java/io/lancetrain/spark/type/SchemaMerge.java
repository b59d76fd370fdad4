package io.lancetrain.spark.type;

import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.type.SchemaFit.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What becomes of a table's schema when rows are added that lack some of its columns, or have more.
 *
 * <p>A column, or a field of a struct, that only the rows have comes after those of the table, and
 * allows nulls. One that only the table has is left out of the data files, which makes it null in
 * their rows. The same goes for structs within arrays, and not within maps and vectors.
 *
 * @since 0.1.0
 */
public final class SchemaMerge {
  private final NameMatching names;

  private SchemaMerge(NameMatching names) {
    this.names = names;
  }

  /**
   * Two schemas.
   *
   * @param table the table's afterwards
   * @param files the data files' of the rows: of the table's columns those that the rows have
   */
  public record Merged(Schema table, Schema files) {
    /** Whether the files have every column of the table. */
    public boolean isComplete() {
      return table.getFields().equals(files.getFields());
    }
  }

  /**
   * Merges.
   *
   * @param location the table, as the error names it
   * @param rows the schema of the rows
   * @param table the table's Arrow schema
   * @param names when two names are the same
   * @param columns how the rows' columns may differ
   * @param vectors dotted path of an array of a new column to the vector's length
   * @throws io.lancetrain.spark.error.LanceException LANCE_SCHEMA_MISMATCH, naming every column
   *     that does not fit; LANCE_UNSUPPORTED_TYPE for a column that cannot be added
   */
  public static Merged merge(
      String location,
      StructType rows,
      Schema table,
      NameMatching names,
      Columns columns,
      Map<String, Integer> vectors) {
    SchemaFit.check(location, rows, table, names, columns);
    SchemaMerge merge = new SchemaMerge(names);
    // Only what is new is taken of it, and a table may have columns that no new one may.
    List<Field> made =
        columns == Columns.FEWER_OR_MORE && merge.addsTo(table.getFields(), rows)
            ? ArrowSchemas.of(rows.asNullable(), vectors, Map.of()).getFields()
            : List.of();
    List<Field> all = new ArrayList<>();
    List<Field> written = new ArrayList<>();
    merge.fields("", table.getFields(), rows, made, all, written);
    Schema merged = new Schema(all, table.getCustomMetadata());
    return new Merged(merged, new Schema(written, table.getCustomMetadata()));
  }

  private boolean addsTo(List<Field> table, StructType rows) {
    for (StructField field : rows.fields()) {
      List<Field> same =
          table.stream().filter(one -> names.same(one.getName(), field.name())).toList();
      if (same.isEmpty() || addsTo(same.get(0), field.dataType())) {
        return true;
      }
    }
    return false;
  }

  private boolean addsTo(Field table, DataType rows) {
    return switch (ArrowFields.storageType(table).getTypeID()) {
      case Struct -> addsTo(table.getChildren(), (StructType) rows);
      case List, LargeList, FixedSizeList ->
          addsTo(table.getChildren().get(0), ((ArrayType) rows).elementType());
      default -> false;
    };
  }

  /**
   * Merges the fields of a struct, or columns.
   *
   * @param made the rows' fields as Arrow fields, in their order; empty where none is new
   * @param all gets the table's
   * @param written gets the files'
   */
  private void fields(
      String parent,
      List<Field> table,
      StructType rows,
      List<Field> made,
      List<Field> all,
      List<Field> written) {
    boolean[] known = new boolean[rows.fields().length];
    for (Field field : table) {
      List<Integer> found = names.ordinals(rows, field.getName());
      if (found.isEmpty()) {
        all.add(field);
        continue;
      }
      int ordinal = found.get(0);
      known[ordinal] = true;
      Both both =
          field(
              ColumnPaths.child(parent, field.getName()),
              field,
              rows.fields()[ordinal].dataType(),
              made.isEmpty() ? null : made.get(ordinal));
      all.add(both.all());
      written.add(both.written());
    }
    for (int i = 0; i < known.length; i++) {
      if (!known[i]) {
        all.add(made.get(i));
        written.add(made.get(i));
      }
    }
  }

  /** The same field in the table and in the files. */
  private record Both(Field all, Field written) {}

  private Both field(String path, Field table, DataType rows, Field made) {
    ArrowType type = ArrowFields.storageType(table);
    switch (type.getTypeID()) {
      case Struct -> {
        List<Field> all = new ArrayList<>();
        List<Field> written = new ArrayList<>();
        fields(
            path,
            table.getChildren(),
            (StructType) rows,
            made == null ? List.of() : made.getChildren(),
            all,
            written);
        return new Both(with(table, all), with(table, written));
      }
      case List, LargeList, FixedSizeList -> {
        Field child = table.getChildren().get(0);
        Both element =
            field(
                ColumnPaths.element(path),
                child,
                ((ArrayType) rows).elementType(),
                made == null ? null : made.getChildren().get(0));
        if (type instanceof ArrowType.FixedSizeList
            && !(element.all().equals(child) && element.written().equals(child))) {
          throw TypeErrors.cannotWrite(
              path,
              "vector",
              "the rows lack fields of its structs, or have more. Rows with vectors of structs need"
                  + " all fields that the table has.");
        }
        return new Both(
            with(table, List.of(element.all())), with(table, List.of(element.written())));
      }
      default -> {
        return new Both(table, table);
      }
    }
  }

  private static Field with(Field field, List<Field> children) {
    return new Field(
        field.getName(),
        new FieldType(
            field.isNullable(), field.getType(), field.getDictionary(), field.getMetadata()),
        children);
  }
}
