package io.lancetrain.spark.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** What a task fetches before Spark asks for it stays within what it may. */
class BatchSizesTest {
  private static final long MIB = 1 << 20;
  private static final RowWidth ROWS_OF_12_KIB = rows(12 << 10);

  @Test
  void windowsGoBesideEachOtherWhereBothMayBeFetched() {
    assertThat(new BatchSizes(ROWS_OF_12_KIB, 8 * MIB, 64 * MIB).windowsFit()).isTrue();
    assertThat(new BatchSizes(ROWS_OF_12_KIB, 8 * MIB, 16 * MIB).windowsFit()).isTrue();
  }

  /** {@code readAheadBytes} of 0 is one batch. */
  @Test
  void oneWindowGoesAfterTheOtherWhereNothingMayBeFetchedAhead() {
    assertThat(new BatchSizes(ROWS_OF_12_KIB, 8 * MIB, 0).windowsFit()).isFalse();
  }

  @Test
  void oneWindowGoesAfterTheOtherWhereARowIsMoreThanHalfOfIt() {
    BatchSizes sizes = new BatchSizes(rows(64 * MIB), 8 * MIB, 64 * MIB);

    assertThat(sizes.windowsFit()).isFalse();
    assertThat(sizes.batchRows()).isEqualTo(1);
  }

  private static RowWidth rows(long bytes) {
    return new RowWidth(bytes, bytes, bytes);
  }
}
