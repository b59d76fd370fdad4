package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.Operand.Untranslatable;
import io.lancetrain.spark.predicate.Operand.Value;
import io.lancetrain.spark.predicate.ValueType.Integers;
import io.lancetrain.spark.type.ColumnNames;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/** The columns that a predicate can name, and what they are called in Lance's SQL. */
public final class FilterColumns {
  private final List<Field> fields;
  private final Map<String, String> rowNumbers;
  private final Optional<String> refusal;

  private FilterColumns(
      List<Field> fields, Map<String, String> rowNumbers, Optional<String> refusal) {
    this.fields = fields;
    this.rowNumbers = rowNumbers;
    this.refusal = refusal;
  }

  /** The columns of a table. */
  public static FilterColumns of(Schema schema) {
    return new FilterColumns(schema.getFields(), Map.of(), Optional.empty());
  }

  /**
   * No columns: Spark evaluates every predicate.
   *
   * @param reason why no predicate can name one, as a plan shows it
   */
  public static FilterColumns none(String reason) {
    return new FilterColumns(List.of(), Map.of(), Optional.of(reason));
  }

  /**
   * These, and a metadata column whose values are integers from 0 and never null.
   *
   * @param name as Spark names it
   * @param sql how Lance computes it
   */
  public FilterColumns withRowNumber(String name, String sql) {
    Map<String, String> more = new LinkedHashMap<>(rowNumbers);
    more.put(name, sql);
    return new FilterColumns(fields, more, refusal);
  }

  /**
   * A column, or a field of a struct.
   *
   * @param path its name, after those of the structs that it is in
   */
  Operand at(String... path) {
    if (refusal.isPresent()) {
      return new Untranslatable(refusal.get());
    }
    String rowNumber = rowNumbers.get(path[0]);
    if (rowNumber != null) {
      return new Value(rowNumber, new Integers(IntegerRange.of(0, Long.MAX_VALUE), Long.SIZE));
    }
    if (!Arrays.stream(path).allMatch(ColumnNames::canBeNamed)) {
      return new Untranslatable("Lance's SQL cannot name " + String.join(".", path));
    }
    Optional<Field> found = child(fields, path[0]);
    for (int i = 1; i < path.length && found.isPresent(); i++) {
      String name = path[i];
      found =
          found
              .filter(parent -> parent.getType() instanceof ArrowType.Struct)
              .flatMap(parent -> child(parent.getChildren(), name));
    }
    return found
        .map(field -> column(field, path))
        .orElseGet(() -> new Untranslatable("no column " + String.join(".", path)));
  }

  private static Optional<Field> child(List<Field> fields, String name) {
    return fields.stream().filter(field -> field.getName().equals(name)).findFirst();
  }

  private static Operand column(Field field, String... path) {
    if (field.getDictionary() != null || field.getType() instanceof ArrowType.Null) {
      return new Untranslatable("the type of " + String.join(".", path));
    }
    String sql = Arrays.stream(path).map(name -> "`" + name + "`").collect(Collectors.joining("."));
    return new Value(sql, ColumnTypes.of(field));
  }
}
