package io.lancetrain.spark.differential;

import static org.apache.spark.sql.functions.array_contains;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.isnan;
import static org.apache.spark.sql.functions.length;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.not;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.upper;
import static org.apache.spark.sql.functions.when;
import static org.apache.spark.sql.functions.year;

import io.lancetrain.spark.differential.Condition.And;
import io.lancetrain.spark.differential.Condition.Leaf;
import io.lancetrain.spark.differential.Condition.Not;
import io.lancetrain.spark.differential.Condition.Or;
import io.lancetrain.spark.differential.TableData.DataColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import scala.collection.JavaConverters;

/** Conditions of every operator over every column of a table. */
final class RandomConditions {
  private static final int MOST_DEPTH = 4;
  private static final int LARGE_LIST = 40;

  private final Random random;
  private final List<DataColumn> columns = new ArrayList<>();

  RandomConditions(List<DataColumn> tableColumns, Random random) {
    this.random = random;
    tableColumns.forEach(this::add);
    for (String number : List.of(TableData.ID, "_rowid", "_rowaddr")) {
      columns.add(
          new DataColumn(
              number, DataTypes.LongType, List.of(-1L, 0L, 1L, 5L, 40L, 4_294_967_296L)));
    }
    columns.add(new DataColumn("_fragid", DataTypes.IntegerType, List.of(-1, 0, 1, 3, 1_000)));
  }

  private void add(DataColumn column) {
    columns.add(column);
    if (column.type() instanceof StructType struct) {
      for (StructField field : struct.fields()) {
        add(
            column.field(
                field.name(), field.dataType(), RandomValues.pool(field.dataType(), random)));
      }
    }
  }

  Condition next() {
    return next(0);
  }

  private Condition next(int depth) {
    if (depth == MOST_DEPTH || random.nextInt(5) < 2) {
      return new Leaf(leaf());
    }
    return switch (random.nextInt(5)) {
      case 0 -> new Not(next(depth + 1));
      case 1, 2 -> new And(next(depth + 1), next(depth + 1));
      default -> new Or(next(depth + 1), next(depth + 1));
    };
  }

  private Column leaf() {
    DataColumn column = pick(columns);
    return switch (random.nextInt(11)) {
      case 0 -> column.column().isNull();
      case 1 -> column.column().isNotNull();
      case 2 -> membership(column);
      case 3 -> ofItsType(column);
      case 4 -> betweenColumns(column);
      default ->
          isOrdered(column.type()) ? compare(column.column(), literal(column)) : ofItsType(column);
    };
  }

  private static boolean isOrdered(DataType type) {
    return !(type instanceof MapType || type instanceof StructType || type instanceof ArrayType);
  }

  private Column compare(Column left, Column right) {
    return switch (random.nextInt(8)) {
      case 0 -> left.equalTo(right);
      case 1 -> left.notEqual(right);
      case 2 -> left.lt(right);
      case 3 -> left.leq(right);
      case 4 -> left.gt(right);
      case 5 -> left.geq(right);
      case 6 -> left.eqNullSafe(right);
      default -> right.lt(left);
    };
  }

  private Column literal(DataColumn column) {
    return random.nextInt(40) == 0
        ? lit(null).cast(column.type())
        : typed(pick(column.pool()), column.type());
  }

  private static Column typed(Object value, DataType type) {
    return lit(value).cast(type);
  }

  private Column membership(DataColumn column) {
    if (!isOrdered(column.type())) {
      return column.column().isNull();
    }
    List<Object> values = new ArrayList<>();
    int count = 1 + random.nextInt(random.nextInt(4) == 0 ? LARGE_LIST : 4);
    for (int i = 0; i < count; i++) {
      values.add(literal(column));
    }
    return column.column().isin(JavaConverters.asScalaBuffer(values).toSeq());
  }

  private Column betweenColumns(DataColumn column) {
    List<DataColumn> alike =
        columns.stream()
            .filter(
                other ->
                    other.type().equals(column.type())
                        || other.type() instanceof NumericType
                            && column.type() instanceof NumericType)
            .toList();
    return isOrdered(column.type())
        ? compare(column.column(), pick(alike).column())
        : column.column().isNotNull();
  }

  private Column ofItsType(DataColumn column) {
    Column value = column.column();
    if (column.type() instanceof StringType) {
      return ofString(value, (String) pick(column.pool()));
    } else if (column.type() instanceof BooleanType) {
      return ofBoolean(value);
    } else if (column.type() instanceof FloatType || column.type() instanceof DoubleType) {
      return ofFloat(column);
    } else if (column.type() instanceof NumericType) {
      return ofNumber(column);
    } else if (column.type() instanceof ArrayType array) {
      return random.nextBoolean() && isOrdered(array.elementType())
          ? array_contains(value, pick(RandomValues.pool(array.elementType(), random)))
          : size(value).gt(1);
    } else if (column.type() instanceof DateType) {
      return year(value).gt(1_970);
    }
    return isOrdered(column.type())
        ? value.between(literal(column), literal(column))
        : value.isNull();
  }

  private Column ofString(Column value, String text) {
    String start = text.isEmpty() ? "" : text.substring(0, text.offsetByCodePoints(0, 1));
    return switch (random.nextInt(9)) {
      case 0 -> value.startsWith(text);
      case 1 -> value.endsWith(text);
      case 2 -> value.contains(text);
      case 3 -> value.like(start.replace("\\", "\\\\") + "%");
      case 4 -> value.like("%" + start.replace("\\", "\\\\") + "_%");
      case 5 -> value.like("a%b");
      case 6 -> length(value).gt(random.nextInt(4));
      case 7 -> upper(value).equalTo(text);
      default -> value.rlike("^a");
    };
  }

  private Column ofBoolean(Column value) {
    return switch (random.nextInt(5)) {
      case 0 -> value;
      case 1 -> not(value);
      case 2 -> coalesce(value, lit(false));
      case 3 -> value.equalTo(col(TableData.ID).gt(3));
      default -> when(value, lit(true)).otherwise(col(TableData.ID).gt(3));
    };
  }

  private Column ofFloat(DataColumn column) {
    Column value = column.column();
    return switch (random.nextInt(4)) {
      case 0 -> isnan(value);
      case 1 -> compare(value.cast("double"), lit(pick(List.of(0.1, 0.0, Double.NaN, 1.5))));
      case 2 -> compare(value.plus(lit(1).cast(column.type())), literal(column));
      default -> compare(value.multiply(lit(-1).cast(column.type())), literal(column));
    };
  }

  /** With the rows' numbers, since the others overflow. */
  private Column ofNumber(DataColumn column) {
    Column id = col(TableData.ID);
    return switch (random.nextInt(7)) {
      case 0 -> compare(column.column().cast("double"), lit(random.nextInt(9) - 1.5));
      case 1 -> compare(column.column().cast("decimal(38,2)"), lit(random.nextInt(9)));
      case 2 -> column.column().cast("string").equalTo("1");
      case 3 -> compare(id.mod(7), lit(random.nextInt(7)));
      case 4 -> compare(id.cast("int").plus(1).multiply(2), lit(random.nextInt(60)));
      case 5 -> compare(col("_fragid").minus(1), lit(random.nextInt(3)));
      default -> compare(column.column().cast("float"), lit(1.5f));
    };
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
