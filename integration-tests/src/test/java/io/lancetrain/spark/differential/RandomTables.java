package io.lancetrain.spark.differential;

import io.lancetrain.spark.differential.TableData.DataColumn;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** Tables of random columns and rows. */
final class RandomTables {
  private static final int MOST_ROWS = 160;
  private static final int COLUMNS = 24;

  private static final List<DataType> TYPES =
      List.of(
          DataTypes.BooleanType,
          DataTypes.ByteType,
          DataTypes.ShortType,
          DataTypes.IntegerType,
          DataTypes.LongType,
          DataTypes.FloatType,
          DataTypes.DoubleType,
          DataTypes.createDecimalType(5, 0),
          DataTypes.createDecimalType(10, 2),
          DataTypes.createDecimalType(38, 18),
          DataTypes.StringType,
          DataTypes.BinaryType,
          DataTypes.DateType,
          DataTypes.TimestampType,
          DataTypes.TimestampNTZType,
          DataTypes.createDayTimeIntervalType(),
          DataTypes.createArrayType(DataTypes.IntegerType),
          DataTypes.createArrayType(
              new StructType()
                  .add("e", DataTypes.ShortType)
                  .add("f", DataTypes.StringType)
                  .add("g", DataTypes.createDecimalType(30, 2))),
          DataTypes.createMapType(DataTypes.IntegerType, DataTypes.StringType),
          new StructType()
              .add("x", DataTypes.IntegerType)
              .add("y.y", DataTypes.StringType)
              .add("Z z'", DataTypes.DoubleType)
              .add(
                  "inner",
                  new StructType().add("w", DataTypes.LongType).add("W", DataTypes.BooleanType)),
          new StructType().add("only", DataTypes.TimestampType));

  private static final List<String> NAMES =
      List.of(
          "plain",
          "Plain",
          "with space",
          "quote'",
          "double\"quote",
          "select",
          "NULL",
          "ä 漢",
          "😀",
          "1st",
          " lead",
          "a-b",
          "semi;colon",
          "back\\slash",
          "*",
          "new\nline",
          "(x)",
          "x=y",
          "true",
          "CAST",
          "_",
          "?",
          "a,b",
          "--",
          "/*",
          "$1",
          "@p",
          ":name",
          "[0]",
          "long".repeat(40));

  /** With a nested column of such a name nothing is pushed, which is not for every table. */
  private static final List<String> UNSAYABLE = List.of("*", "😀");

  private RandomTables() {}

  static TableData table(Random random) {
    List<String> names = new ArrayList<>(NAMES);
    if (random.nextInt(4) > 0) {
      names.removeAll(UNSAYABLE);
    }
    Collections.shuffle(names, random);
    List<DataType> types = new ArrayList<>(TYPES);
    while (types.size() < COLUMNS) {
      types.add(TYPES.get(random.nextInt(TYPES.size())));
    }
    List<DataColumn> columns = new ArrayList<>();
    for (int i = 0; i < types.size(); i++) {
      columns.add(
          new DataColumn(names.get(i), types.get(i), RandomValues.pool(types.get(i), random)));
    }
    List<Row> rows = new ArrayList<>();
    Set<Long> deleted = new HashSet<>();
    int count = 1 + random.nextInt(MOST_ROWS);
    int deletions = random.nextInt(5);
    for (long id = 0; id < count; id++) {
      rows.add(TableData.row(id, columns, random));
      if (random.nextInt(10) < deletions) {
        deleted.add(id);
      }
    }
    return new TableData(columns, rows, 1 + random.nextInt(MOST_ROWS), deleted);
  }
}
