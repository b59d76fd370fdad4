package io.lancetrain.spark.training;

import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.TrainingErrors;
import io.lancetrain.spark.write.Arrangement;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.LongAccumulator;

/** Each task writes one fragment of the plan. */
final class FragmentArrangement implements Arrangement {
  private static final long serialVersionUID = 1L;

  private final String table;
  private final StructType columns;
  private final LayoutPlan plan;
  private final LongAccumulator equalRows;

  /**
   * An arrangement.
   *
   * @param columns the columns of the input
   * @param equalRows counts the rows that have the same hash as another
   */
  FragmentArrangement(
      String table, StructType columns, LayoutPlan plan, LongAccumulator equalRows) {
    this.table = table;
    this.columns = columns;
    this.plan = plan;
    this.equalRows = equalRows;
  }

  @Override
  public StructType columns() {
    return columns;
  }

  @Override
  public int rowsPerFragment() {
    return plan.rowsPerFragment();
  }

  @Override
  public DataWriter<InternalRow> writer(
      int partition, StructType rows, DataWriter<InternalRow> writer) {
    return new ShareWriter(
        new FragmentShare(table, plan, partition),
        rows.fieldIndex(ArrangedRows.HASH),
        IntStream.range(0, rows.size())
            .filter(column -> rows.apply(column).name().equals(ArrangedRows.CLASS_HASH))
            .findFirst(),
        equalRows,
        writer);
  }

  @Override
  public void check(WrittenFragments fragments) {
    List<Long> rows = fragments.rowsOfEach();
    if (rows.size() > plan.fragments()) {
      throw TrainingErrors.fragmentInSeveralFiles(table, plan.rowsPerFragment(), fragments.bytes());
    }
    if (rows.size() != plan.fragments()
        || rows.stream().anyMatch(count -> count != plan.rowsPerFragment())) {
      throw TrainingErrors.brokenLayout(
          table,
          plan.fragments()
              + " fragments of "
              + plan.rowsPerFragment()
              + " rows were planned, and "
              + rows.size()
              + " of "
              + rows.stream().distinct().sorted().toList()
              + " rows were written");
    }
  }
}
