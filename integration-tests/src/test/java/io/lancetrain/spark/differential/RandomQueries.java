package io.lancetrain.spark.differential;

import static org.apache.spark.sql.functions.avg;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.count;
import static org.apache.spark.sql.functions.countDistinct;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max;
import static org.apache.spark.sql.functions.min;
import static org.apache.spark.sql.functions.sum;
import static org.apache.spark.sql.functions.when;

import io.lancetrain.spark.differential.Query.Aggregated;
import io.lancetrain.spark.differential.Query.Rows;
import io.lancetrain.spark.differential.Query.Shape;
import io.lancetrain.spark.differential.Query.SizeOfSome;
import io.lancetrain.spark.differential.Query.Some;
import io.lancetrain.spark.differential.Query.Sorted;
import io.lancetrain.spark.differential.Query.Top;
import io.lancetrain.spark.differential.TableData.DataColumn;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.types.AtomicType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.FractionalType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.IntegralType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.ShortType;

/** Queries of every shape over a table. */
final class RandomQueries {
  private static final int MOST_LIMIT = 30;

  private final Random random;
  private final List<DataColumn> columns;
  private final RandomConditions conditions;

  RandomQueries(List<DataColumn> columns, Random random) {
    this.random = random;
    this.columns = columns;
    this.conditions = new RandomConditions(columns, random);
  }

  Condition condition() {
    return conditions.next();
  }

  Query next() {
    Optional<Condition> where =
        random.nextInt(3) == 0 ? Optional.empty() : Optional.of(conditions.next());
    return new Query(where, shape());
  }

  private Shape shape() {
    return switch (random.nextInt(9)) {
      case 0 -> new Rows(projection());
      case 1 ->
          random.nextInt(3) == 0
              ? new SizeOfSome(offset(), limit())
              : new Some(projection(), offset(), limit());
      case 2 -> {
        DataColumn key = ordered();
        yield new Top(key.column(), order(key), offset(), limit());
      }
      case 3 ->
          new Sorted(
              projection(),
              List.of(order(ordered()), order(ordered()), col(TableData.ID).desc()),
              offset(),
              random.nextInt(4) == 0 ? Integer.MAX_VALUE : limit());
      case 4, 5 -> sums();
      default -> new Aggregated(groups(), aggregates());
    };
  }

  private Shape sums() {
    List<DataColumn> summable =
        columns.stream().filter(column -> isExactNumber(column.type())).toList();
    DataColumn summed = pick(summable);
    return new Sums(groups(), summed.column(), summed.type());
  }

  private static boolean isExactNumber(DataType type) {
    return type instanceof IntegralType || type instanceof DecimalType;
  }

  private int limit() {
    return random.nextInt(MOST_LIMIT);
  }

  private int offset() {
    return random.nextBoolean() ? 0 : random.nextInt(MOST_LIMIT);
  }

  private List<Column> projection() {
    List<Column> projection = new ArrayList<>(List.of(col(TableData.ID)));
    for (int i = random.nextInt(4); i > 0; i--) {
      projection.add(pick(columns).column());
    }
    return projection;
  }

  private DataColumn ordered() {
    return pick(columns.stream().filter(column -> !(column.type() instanceof MapType)).toList());
  }

  private Column order(DataColumn key) {
    Column column = key.column();
    return switch (random.nextInt(4)) {
      case 0 -> column.asc();
      case 1 -> column.desc();
      case 2 -> column.asc_nulls_last();
      default -> column.desc_nulls_first();
    };
  }

  private List<Column> groups() {
    return switch (random.nextInt(6)) {
      case 0 -> List.of(key());
      case 1 -> List.of(key(), key());
      case 2 -> List.of(key(), key(), key());
      default -> List.of();
    };
  }

  private Column key() {
    return switch (random.nextInt(8)) {
      case 0 -> col("_fragid");
      case 1 -> col(TableData.ID).mod(3).as("remainder");
      default -> pick(columns.stream().filter(column -> isKey(column.type())).toList()).column();
    };
  }

  /** Of floating-point numbers Spark groups by, and shows, other values than there are. */
  private static boolean isKey(DataType type) {
    return type instanceof AtomicType && !(type instanceof FractionalType)
        || type instanceof DecimalType;
  }

  private List<Column> aggregates() {
    List<Column> aggregates = new ArrayList<>();
    for (int i = 1 + random.nextInt(4); i > 0; i--) {
      aggregates.add(aggregate(ordered()).as("aggregate" + i));
    }
    return aggregates;
  }

  /** Sums of floats depend on their order, and those of the widest integers overflow. */
  private Column aggregate(DataColumn column) {
    DataType type = column.type();
    return switch (random.nextInt(9)) {
      case 0 -> count(lit(1));
      case 7 -> count(when(conditions.next().column(), lit(1)));
      case 8 -> countDistinct(column.column(), ordered().column());
      case 1 -> count(column.column());
      case 2 -> countDistinct(column.column());
      case 3 -> min(column.column());
      case 4 -> max(column.column());
      case 5 -> isSummable(type) ? sum(column.column()) : count(lit(1));
      default -> isSummable(type) ? avg(column.column()) : sum(col(TableData.ID));
    };
  }

  private static boolean isSummable(DataType type) {
    return type instanceof ByteType || type instanceof ShortType || type instanceof IntegerType;
  }

  private <T> T pick(List<T> list) {
    return list.get(random.nextInt(list.size()));
  }
}
