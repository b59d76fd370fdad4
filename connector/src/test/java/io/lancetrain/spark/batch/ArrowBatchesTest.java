package io.lancetrain.spark.batch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.IntVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ArrowBatchesTest {
  private static final Schema SCHEMA =
      new Schema(List.of(Field.nullable("c", new ArrowType.Int(32, true))));
  private static final int ROWS = 1024;

  /** Values and validity, in one piece of a power of two. */
  private static final long BATCH = 2L * ROWS * Integer.BYTES;

  private final BatchMemory memory = new BatchMemory(2 * BATCH);
  private BufferAllocator parent;
  private BufferAllocator allocator;
  private VectorSchemaRoot root;
  private ArrowBatches batches;

  @BeforeEach
  void open() {
    parent = new RootAllocator();
    allocator = parent.newChildAllocator("batches", memory, 0, Long.MAX_VALUE);
    root = VectorSchemaRoot.create(SCHEMA, allocator);
    batches = new ArrowBatches(SCHEMA, allocator, memory, new WriteCounters());
  }

  /** Fails where memory is left. */
  @AfterEach
  void close() throws Exception {
    batches.close();
    root.close();
    allocator.close();
    parent.close();
  }

  @Test
  void theNextBatchWaitsUntilTheWriterGivesMemoryBack() throws Exception {
    put();
    put();
    CompletableFuture<Boolean> room = CompletableFuture.supplyAsync(this::awaitRoom);
    assertThat(batches.loadNextBatch()).isTrue();
    assertThat(room).isNotDone();

    batches.getVectorSchemaRoot().clear();

    assertThat(room.get(30, TimeUnit.SECONDS)).isTrue();
    assertThat(memory.peak()).isEqualTo(2 * BATCH);
    batches.writerEnded();
  }

  @Test
  void aWriterThatWaitsForABatchIsGivenOneOfAnySize() throws Exception {
    put();
    assertThat(batches.loadNextBatch()).isTrue();
    CompletableFuture<Boolean> next = CompletableFuture.supplyAsync(this::loadNextBatch);

    assertThat(batches.awaitRoom(Long.MAX_VALUE / 2)).isTrue();
    put();

    assertThat(next.get(30, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void aWriterThatEndedTakesNothingAndLeavesNothing() throws Exception {
    put();
    CompletableFuture<Boolean> room =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return batches.awaitRoom(Long.MAX_VALUE / 2);
              } catch (InterruptedException stopped) {
                throw new IllegalStateException(stopped);
              }
            });

    batches.writerEnded();

    assertThat(room.get(30, TimeUnit.SECONDS)).isFalse();
    fill();
    assertThat(batches.put(root)).isFalse();
    assertThat(allocator.getAllocatedMemory()).isZero();
  }

  @Test
  void theBatchesComeInOrderAndEnd() throws Exception {
    put();
    batches.finish();

    assertThat(batches.loadNextBatch()).isTrue();
    assertThat(batches.getVectorSchemaRoot().getRowCount()).isEqualTo(ROWS);
    assertThat(batches.loadNextBatch()).isFalse();
  }

  private void put() {
    fill();
    assertThat(batches.put(root)).isTrue();
  }

  private void fill() {
    IntVector vector = (IntVector) root.getVector(0);
    vector.allocateNew(ROWS);
    for (int i = 0; i < ROWS; i++) {
      vector.set(i, i);
    }
    root.setRowCount(ROWS);
  }

  private boolean awaitRoom() {
    try {
      return batches.awaitRoom(BATCH);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
  }

  private boolean loadNextBatch() {
    try {
      return batches.loadNextBatch();
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }
}
