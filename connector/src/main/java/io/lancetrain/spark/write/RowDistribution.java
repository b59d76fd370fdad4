package io.lancetrain.spark.write;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.metric.ByteText;
import io.lancetrain.spark.option.Distribution;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.connector.distributions.Distributions;
import org.apache.spark.sql.connector.expressions.Expression;
import org.apache.spark.sql.connector.expressions.Expressions;
import org.apache.spark.sql.connector.expressions.FieldReference;
import org.apache.spark.sql.connector.expressions.SortDirection;
import org.apache.spark.sql.connector.expressions.SortOrder;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * What the write asks of Spark's shuffle before it.
 *
 * @param kind how the rows are distributed
 * @param columns by which columns
 * @param partitionBytes about how many bytes one partition shall have
 */
record RowDistribution(Distribution kind, List<String> columns, long partitionBytes) {

  /**
   * What the options say.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION where columns are
   *     missing, too many, or none of the rows'
   */
  static RowDistribution of(OptionValues options, StructType rows) {
    Distribution kind = options.valueOrDefault(LanceOptions.DISTRIBUTION);
    List<String> named = options.value(LanceOptions.DISTRIBUTION_COLUMNS).orElse(List.of());
    long partitionBytes = Math.max(1, options.valueOrDefault(LanceOptions.MAX_BYTES_PER_FILE) / 2);
    List<String> columns =
        switch (kind) {
          case NONE -> List.of();
          case SIZE -> List.of(columnThatIsCheapToHash(rows));
          case COLUMNS, SORTED -> named.stream().map(name -> existing(name, rows)).toList();
        };
    if (columns.isEmpty() && kind != Distribution.NONE) {
      throw OptionErrors.missingFor(
          LanceOptions.DISTRIBUTION_COLUMNS.name(), LanceOptions.DISTRIBUTION.name(), kind);
    }
    return new RowDistribution(kind, columns, partitionBytes);
  }

  /** No shuffle: the rows are distributed already. */
  static RowDistribution asTheyCome() {
    return new RowDistribution(Distribution.NONE, List.of(), 0);
  }

  /** Spark takes a size only with columns to hash; it splits partitions that are too large. */
  private static String columnThatIsCheapToHash(StructType rows) {
    return Arrays.stream(rows.fields())
        .filter(RowDistribution::isScalar)
        .map(StructField::name)
        .findFirst()
        .orElseThrow(
            () ->
                OptionErrors.invalidValue(
                    LanceOptions.DISTRIBUTION.name(),
                    "size",
                    "none where the DataFrame has no column of a number, a string or a time to"
                        + " spread its rows by"));
  }

  private static boolean isScalar(StructField field) {
    return !(field.dataType() instanceof BinaryType
        || field.dataType() instanceof ArrayType
        || field.dataType() instanceof MapType
        || field.dataType() instanceof StructType);
  }

  private static String existing(String name, StructType rows) {
    return Arrays.stream(rows.fieldNames())
        .filter(name::equalsIgnoreCase)
        .findFirst()
        .orElseThrow(
            () ->
                OptionErrors.invalidValue(
                    LanceOptions.DISTRIBUTION_COLUMNS.name(),
                    name,
                    "columns of the DataFrame, of " + String.join(", ", rows.fieldNames())));
  }

  /** As Spark asks for it. */
  org.apache.spark.sql.connector.distributions.Distribution required() {
    return switch (kind) {
      case NONE -> Distributions.unspecified();
      case SIZE, COLUMNS -> Distributions.clustered(references());
      case SORTED -> Distributions.ordered(ordering());
    };
  }

  boolean isSorted() {
    return kind == Distribution.SORTED;
  }

  /** The order of the rows within a partition. */
  SortOrder[] ordering() {
    return isSorted()
        ? Arrays.stream(references())
            .map(column -> Expressions.sort(column, SortDirection.ASCENDING))
            .toArray(SortOrder[]::new)
        : new SortOrder[0];
  }

  private Expression[] references() {
    return columns.stream().map(FieldReference::column).toArray(Expression[]::new);
  }

  /** About how many bytes Spark shall put into one partition; 0 where it does not shuffle. */
  long advisoryBytes() {
    return kind == Distribution.NONE ? 0 : partitionBytes;
  }

  @Override
  public String toString() {
    return switch (kind) {
      case NONE -> "rows as they come";
      case SIZE -> "rows shuffled into partitions of about " + ByteText.of(partitionBytes);
      case COLUMNS ->
          "rows shuffled by "
              + columns
              + " into partitions of about "
              + ByteText.of(partitionBytes);
      case SORTED ->
          "rows sorted by " + columns + " into partitions of about " + ByteText.of(partitionBytes);
    };
  }
}
