package io.lancetrain.spark.dataset;

import io.lancetrain.spark.type.ColumnNames;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Nested columns that a filtered scan of Lance reads in two parts: narrow fields of every row, wide
 * ones of the rows that pass.
 *
 * <p>Where such a column is null in all rows of a batch, lance-core 7.0.0 puts it together as
 * structs whose fields are null. It reads the whole of a column at once that its filter names, and
 * then keeps the nulls.
 */
public final class SplitColumns {
  /** When Lance reads a field that a filter does not name. */
  private enum Reading {
    WITH_THE_FILTER,
    AFTER_THE_FILTER,
    /** By its width, and by where the table lies. */
    EITHER
  }

  private SplitColumns() {}

  /** Whether a filter can name all of a table's columns that would be split. */
  public static boolean canBeNamed(Schema schema) {
    return schema.getFields().stream()
        .filter(SplitColumns::isSplit)
        .allMatch(field -> ColumnNames.canBeNamed(field.getName()));
  }

  /**
   * A filter that every row passes, and that names those of a scan's columns that would be split.
   *
   * @param schema the table's, whose columns {@link #canBeNamed}
   * @param columns names of the scan's columns
   */
  public static RowFilter named(Schema schema, Collection<String> columns) {
    return new RowFilter(
        schema.getFields().stream()
            .filter(field -> columns.contains(field.getName()) && isSplit(field))
            .map(field -> "`" + field.getName() + "`")
            .map(name -> "(" + name + " IS NULL OR " + name + " IS NOT NULL)")
            .collect(Collectors.joining(" AND ")));
  }

  private static boolean isSplit(Field column) {
    List<Reading> readings = leaves(column).map(SplitColumns::reading).toList();
    return readings.size() > 1
        && (readings.contains(Reading.EITHER) || EnumSet.copyOf(readings).size() > 1);
  }

  private static Stream<Field> leaves(Field field) {
    return field.getChildren().isEmpty() || isVector(field)
        ? Stream.of(field)
        : field.getChildren().stream().flatMap(SplitColumns::leaves);
  }

  /** To Lance a list of so many numbers is one value. */
  private static boolean isVector(Field field) {
    return field.getType() instanceof ArrowType.FixedSizeList
        && field.getChildren().stream()
            .allMatch(element -> element.getChildren().isEmpty() || isVector(element));
  }

  private static Reading reading(Field field) {
    ArrowType type = field.getType();
    if (field.getDictionary() != null) {
      return Reading.EITHER;
    }
    return switch (type.getTypeID()) {
      case Bool, Int, FloatingPoint, Date, Time, Timestamp, Duration -> Reading.WITH_THE_FILTER;
      case Utf8, LargeUtf8, Binary, LargeBinary -> Reading.AFTER_THE_FILTER;
      default -> Reading.EITHER;
    };
  }
}
