package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.UserDefinedFunction;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The rows of an input with their hashes: counted, and sent to the tasks of their fragments. */
final class ArrangedRows {
  /** A column that stands behind the input's; no table has it. */
  static final String HASH = "__lancetrain_hash";

  /** Another, only where classes are spread: each byte of a row is sent, sorted and read. */
  static final String CLASS_HASH = "__lancetrain_class";

  /** The hash of the class of all rows where none are named. */
  static final long ONE_CLASS = 0;

  private static final String KEY = "__lancetrain_key";
  private static final String PARTITION = "__lancetrain_partition";

  /** Beside the input's rows, so many may be sent because their bins are cut. */
  private static final long SENT_ROWS_FACTOR = 3;

  /** Tables of fewer rows are laid out whatever is sent. */
  private static final long FEW_ROWS = 1_000_000;

  private final String table;
  private final Dataset<Row> rows;
  private final TrainingLayout layout;
  private final Column hash;
  private final Column classHash;

  ArrangedRows(String table, Dataset<Row> rows, TrainingLayout layout) {
    this.table = table;
    this.rows = rows;
    this.layout = layout;
    StructType schema = rows.schema();
    List<String> names = Arrays.asList(schema.fieldNames());
    this.hash = RowHash.of(schema, layout.key().isEmpty() ? names : layout.key(), layout.seed());
    this.classHash =
        layout.stratifyBy().isEmpty()
            ? functions.lit(ONE_CLASS)
            : RowHash.of(schema, layout.stratifyBy(), 0);
  }

  /** Counts the rows; with their bytes where those decide how many fragments there are. */
  HashCounts count() {
    Column bytes =
        layout.fragmentsPerShard().isPresent() ? functions.lit(0L) : RowHash.bytes(rows.schema());
    return HashCounts.of(table, rows, HashCounts.bits(layout), hash, classHash, bytes);
  }

  /**
   * The rows with their hashes, each in the partition of its fragment, those of a cut bin in all of
   * theirs, in the order of the permutation. It has as many partitions as there are fragments.
   */
  Dataset<Row> by(LayoutPlan plan, long inputRows) {
    long sent = plan.sentRows();
    if (sent > FEW_ROWS && sent > inputRows * SENT_ROWS_FACTOR) {
      throw TrainingErrors.tooManyEqualRows(table, inputRows, sent);
    }
    Column hashed = functions.col(HASH);
    Dataset<Row> withHash = rows.withColumn(HASH, hash);
    Dataset<Row> withHashes =
        layout.stratifyBy().isEmpty() ? withHash : withHash.withColumn(CLASS_HASH, classHash);
    Column ofClass = layout.stratifyBy().isEmpty() ? classHash : functions.col(CLASS_HASH);
    UserDefinedFunction key = functions.udf(new FragmentKey(plan), DataTypes.IntegerType);
    UserDefinedFunction keys =
        functions.udf(
            new FragmentKeys(plan), DataTypes.createArrayType(DataTypes.IntegerType, false));
    Column ofOne = functions.col(KEY);
    return withHashes
        .withColumn(KEY, key.apply(hashed, ofClass))
        .withColumn(
            PARTITION,
            functions.explode(
                functions
                    .when(ofOne.isNotNull(), functions.array(ofOne))
                    .otherwise(keys.apply(hashed, ofClass))))
        .drop(KEY)
        .repartition(plan.fragments(), functions.col(PARTITION))
        .sortWithinPartitions(functions.xxhash64(functions.col(HASH)));
  }
}
