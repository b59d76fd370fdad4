package io.lancetrain.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.apache.spark.SparkConf;
import org.apache.spark.memory.MemoryManager;
import org.apache.spark.memory.TaskMemoryManager;
import org.apache.spark.memory.UnifiedMemoryManager;
import org.junit.jupiter.api.Test;

class OffHeapReservationTest {
  private static final long POOL = 100;

  @Test
  void whatIsReadAheadIsChargedToSparksPoolUntilTheEnd() {
    MemoryManager memory = memory(true);
    TaskMemoryManager task = new TaskMemoryManager(memory, 1);

    try (OffHeapReservation reservation = OffHeapReservation.take(task, 60)) {
      assertThat(reservation.bytes()).isEqualTo(60);
      assertThat(memory.offHeapExecutionMemoryUsed()).isEqualTo(60);
    }

    assertThat(memory.offHeapExecutionMemoryUsed()).isZero();
    assertThat(task.cleanUpAllAllocatedMemory()).isZero();
  }

  @Test
  void lessIsReadAheadWhereSparkGrantsLess() {
    MemoryManager memory = memory(true);

    try (OffHeapReservation all =
            OffHeapReservation.take(new TaskMemoryManager(memory, 1), 3 * POOL);
        OffHeapReservation more = OffHeapReservation.take(new TaskMemoryManager(memory, 1), POOL)) {
      assertThat(all.bytes()).isEqualTo(POOL);
      assertThat(more.bytes()).isZero();
    }

    assertThat(memory.offHeapExecutionMemoryUsed()).isZero();
  }

  @Test
  void nothingIsChargedWhereSparkCountsNoOffHeapMemory() {
    MemoryManager memory = memory(false);

    try (OffHeapReservation reservation =
        OffHeapReservation.take(new TaskMemoryManager(memory, 1), 3 * POOL)) {
      assertThat(reservation.bytes()).isEqualTo(3 * POOL);
      assertThat(memory.offHeapExecutionMemoryUsed()).isZero();
      assertThat(memory.onHeapExecutionMemoryUsed()).isZero();
    }
  }

  private static MemoryManager memory(boolean offHeap) {
    SparkConf conf =
        new SparkConf(false)
            .set("spark.memory.offHeap.enabled", Boolean.toString(offHeap))
            .set("spark.memory.offHeap.size", POOL + "b")
            .set("spark.memory.storageFraction", "0");
    return new UnifiedMemoryManager(conf, POOL, 0, 1);
  }
}
