package io.lancetrain.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.junit.jupiter.api.Test;

/** A task of a layout counts its rows as an aggregation would. */
class TaskCountsTest {
  private static final int BINS = 64;

  @Test
  void everyRowCountsInItsClassAndBinAndEveryByteOnce() {
    Random random = new Random(7);
    List<Row> rows = new ArrayList<>();
    Map<List<Object>, Long> expected = new HashMap<>();
    long expectedBytes = 0;
    for (int i = 0; i < 10_000; i++) {
      Row row = row(random.nextInt(20) - 10, random.nextInt(BINS), random.nextInt(1_000));
      rows.add(row);
      expected.merge(List.of(row.get(0), row.get(1)), 1L, Long::sum);
      expectedBytes += row.getLong(2);
    }

    Map<List<Object>, Long> counted = new HashMap<>();
    long bytes = 0;
    for (Iterator<Row> each = counts(20).call(rows.iterator()); each.hasNext(); ) {
      Row count = each.next();
      if (count.getLong(2) > 0) {
        assertThat(counted.put(List.of(count.get(0), count.get(1)), count.getLong(2))).isNull();
      }
      bytes += count.getLong(3);
    }

    assertThat(counted).isEqualTo(expected);
    assertThat(bytes).isEqualTo(expectedBytes);
  }

  @Test
  void aTaskWithoutRowsReturnsNone() {
    assertThat(counts(20).call(List.<Row>of().iterator())).isExhausted();
  }

  /** The table is refused then, however many rows there are. */
  @Test
  void aTaskStopsWhereThereAreMoreClassesThanATableMayHave() {
    Iterator<Row> rows =
        LongStream.iterate(0, one -> one + 1).mapToObj(one -> row(one, 1, 8)).iterator();

    Iterator<Row> counts = counts(20).call(rows);

    assertThat(rows.next().getLong(0)).isEqualTo(21);
    List<Long> classes = new ArrayList<>();
    counts.forEachRemaining(count -> classes.add(count.getLong(0)));
    assertThat(classes.stream().distinct()).hasSize(21);
  }

  private static TaskCounts counts(int mostClasses) {
    return new TaskCounts(BINS, mostClasses);
  }

  private static Row row(long ofClass, int bin, long bytes) {
    return RowFactory.create(ofClass, bin, bytes);
  }
}
