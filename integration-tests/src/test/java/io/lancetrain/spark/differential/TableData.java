package io.lancetrain.spark.differential;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;

/**
 * The rows of a table, and how they lie in it.
 *
 * @param columns besides {@code id}, which numbers the rows
 * @param rows the values of each row
 * @param rowsPerFragment how many rows make a fragment
 * @param deleted ids of rows that are written and then deleted
 */
record TableData(List<DataColumn> columns, List<Row> rows, int rowsPerFragment, Set<Long> deleted) {
  static final String ID = "id";

  /** A column or a field of a struct, and values to compare it with. */
  record DataColumn(List<String> path, DataType type, List<Object> pool) {
    DataColumn(String name, DataType type, List<Object> pool) {
      this(List.of(name), type, pool);
    }

    Column column() {
      return functions.col(
          path.stream().map(name -> "`" + name + "`").collect(Collectors.joining(".")));
    }

    DataColumn field(String name, DataType fieldType, List<Object> fieldPool) {
      List<String> longer = new ArrayList<>(path);
      longer.add(name);
      return new DataColumn(List.copyOf(longer), fieldType, fieldPool);
    }
  }

  /** The columns of a table that is there already, with the values that it has among the others. */
  static List<DataColumn> columnsOf(Dataset<Row> table, Random random) {
    List<Row> rows = table.collectAsList();
    List<DataColumn> columns = new ArrayList<>();
    for (StructField field : table.schema().fields()) {
      int position = table.schema().fieldIndex(field.name());
      Set<Object> pool = new LinkedHashSet<>(RandomValues.pool(field.dataType(), random));
      rows.stream()
          .filter(row -> !row.isNullAt(position))
          .forEach(row -> pool.add(row.get(position)));
      columns.add(new DataColumn(field.name(), field.dataType(), List.copyOf(pool)));
    }
    return columns;
  }

  StructType schema() {
    StructType schema = new StructType().add(ID, DataTypes.LongType, false);
    for (DataColumn column : columns) {
      schema = schema.add(column.path().get(0), column.type());
    }
    return schema;
  }

  Dataset<Row> dataFrame(SparkSession spark) {
    return spark.createDataFrame(rows, schema()).coalesce(1);
  }

  TableData withRows(List<Row> fewer) {
    return new TableData(columns, fewer, rowsPerFragment, deleted);
  }

  static Row row(long id, List<DataColumn> columns, Random random) {
    Object[] values = new Object[columns.size() + 1];
    values[0] = id;
    for (int i = 0; i < columns.size(); i++) {
      List<Object> pool = columns.get(i).pool();
      values[i + 1] = random.nextInt(6) == 0 ? null : pool.get(random.nextInt(pool.size()));
    }
    return RowFactory.create(values);
  }
}
