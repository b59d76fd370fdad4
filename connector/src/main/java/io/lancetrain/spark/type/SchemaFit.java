package io.lancetrain.spark.type;

import io.lancetrain.spark.error.WriteErrors;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * Whether rows of a DataFrame can be written into a table that exists.
 *
 * <p>Columns, and the fields of structs, are matched by name and in any order. A type fits the one
 * that reading the table gives, or a narrower number of which that holds every value. Nullability
 * is not compared, since the values decide; of a day-time interval the fields are not either.
 *
 * @since 0.1.0
 */
public final class SchemaFit {
  private final NameMatching names;
  private final Columns columns;
  private final List<String> problems = new ArrayList<>();

  /** How the columns of rows may differ from those of the table. */
  public enum Columns {
    /** They are the same. */
    EQUAL,
    /** The rows may lack some that allow nulls, within structs too. */
    FEWER,
    /** The rows may also have some that the table lacks, within structs too. */
    FEWER_OR_MORE
  }

  private SchemaFit(NameMatching names, Columns columns) {
    this.names = names;
    this.columns = columns;
  }

  /**
   * Checks that the rows fit.
   *
   * @param table the table, as the error names it
   * @param rows the schema of the rows
   * @param schema the table's Arrow schema
   * @param names when two names are the same
   * @throws io.lancetrain.spark.error.LanceException LANCE_SCHEMA_MISMATCH, naming every column
   *     that does not fit and its types; LANCE_UNSUPPORTED_TYPE for a column of the table that
   *     cannot be written at all
   */
  public static void check(String table, StructType rows, Schema schema, NameMatching names) {
    check(table, rows, schema, names, Columns.EQUAL);
  }

  /** Checks that the rows fit, with these differences allowed. */
  static void check(
      String table, StructType rows, Schema schema, NameMatching names, Columns columns) {
    for (Field field : schema.getFields()) {
      WritableFields.check(field.getName(), field);
    }
    SchemaFit fit = new SchemaFit(names, columns);
    if (rows.fields().length == 0) {
      fit.problems.add("it has no columns");
    }
    fit.compareFields("", rows, SparkSchemas.of(schema));
    if (!fit.problems.isEmpty()) {
      throw WriteErrors.schemaMismatch(table, fit.problems);
    }
  }

  private void compareFields(String parent, StructType rows, StructType table) {
    for (StructField field : table.fields()) {
      String path = ColumnPaths.child(parent, field.name());
      List<Integer> found = names.ordinals(rows, field.name());
      if (found.isEmpty()) {
        checkMissing(path, field);
      } else if (found.size() > 1 || names.ordinals(table, field.name()).size() > 1) {
        problems.add(ambiguous(path, rows, table, field.name()));
      } else {
        compare(path, rows.fields()[found.get(0)].dataType(), field.dataType());
      }
    }
    for (StructField field : rows.fields()) {
      if (columns != Columns.FEWER_OR_MORE && names.ordinals(table, field.name()).isEmpty()) {
        String path = ColumnPaths.child(parent, field.name());
        problems.add("column '" + path + "' of type " + sql(field) + " is not in the table");
      }
    }
  }

  private void checkMissing(String path, StructField field) {
    if (columns == Columns.EQUAL) {
      problems.add("column '" + path + "' of type " + sql(field) + " is missing");
    } else if (ColumnDefaults.has(field)) {
      problems.add(
          "column '"
              + path
              + "' of type "
              + sql(field)
              + " is missing, and has a default, which the word DEFAULT of an INSERT stands for");
    } else if (!field.nullable()) {
      problems.add(
          "column '"
              + path
              + "' of type "
              + sql(field)
              + " NOT NULL is missing, and so has no value");
    }
  }

  private void compare(String column, DataType rows, DataType table) {
    if (rows instanceof ArrayType from && table instanceof ArrayType to) {
      compare(ColumnPaths.element(column), from.elementType(), to.elementType());
    } else if (rows instanceof MapType from && table instanceof MapType to) {
      SchemaFit sides = new SchemaFit(names, Columns.EQUAL);
      sides.compare(ColumnPaths.key(column), from.keyType(), to.keyType());
      sides.compare(ColumnPaths.value(column), from.valueType(), to.valueType());
      problems.addAll(sides.problems);
    } else if (rows instanceof StructType from && table instanceof StructType to) {
      compareFields(column, from, to);
    } else if (!Widening.isLossless(rows, table)) {
      problems.add(
          "column '" + column + "' is " + rows.sql() + ", in the table it is " + table.sql());
    }
  }

  private String ambiguous(String column, StructType rows, StructType table, String name) {
    return "column '"
        + column
        + "' is ambiguous: the DataFrame has "
        + withTypes(rows, name)
        + ", the table "
        + withTypes(table, name);
  }

  private String withTypes(StructType struct, String name) {
    StructField[] fields = struct.fields();
    List<String> texts =
        names.ordinals(struct, name).stream()
            .map(ordinal -> fields[ordinal].name() + " " + sql(fields[ordinal]))
            .toList();
    return String.join(" and ", texts);
  }

  private static String sql(StructField field) {
    return field.dataType().sql();
  }
}
