package io.lancetrain.spark.vector;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.option.NanosecondTimestamps;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.util.TransferPair;
import org.apache.spark.sql.catalyst.util.ArrayData;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarArray;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Vectors show what Arrow Java shows, for random types and values; the seed is in the name. */
class ColumnVectorsPropertyTest {
  private BufferAllocator allocator;

  @BeforeEach
  void open() {
    allocator = new RootAllocator();
  }

  @AfterEach
  void nothingLeaks() {
    allocator.close();
  }

  static Stream<ArrowType> leaves() {
    return RandomArrow.LEAVES.stream();
  }

  static LongStream seeds() {
    long first = Long.getLong("seed", 20_261_122);
    return LongStream.range(first, first + 150);
  }

  @ParameterizedTest
  @MethodSource("leaves")
  void showsEveryTypeWithoutChildrenAsArrowDoes(ArrowType type) {
    RandomArrow source = new RandomArrow(type.hashCode());
    check(source, RandomArrow.leaf("c", type), 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void showsNestedTypesAsArrowDoes(long seed) {
    RandomArrow source = new RandomArrow(seed);
    check(source, source.field("c", (int) (1 + seed % 3)), 50);
  }

  private void check(RandomArrow source, Field field, int rows) {
    DataType type = source.sparkType(field);
    try (FieldVector vector = field.createVector(allocator)) {
      source.fill(vector, rows);
      List<Object> expected = expected(vector, type);

      try (ExportedArray array = ExportedArray.of(allocator, vector)) {
        assertShows(array, field, type, expected);
        ArrowStructs.forgetNullCounts(array.address(), field);
        assertShows(array, field, type, expected);
        ArrowStructs.moveOffsets(array.address(), field, 16, 0);
        assertShows(array, field, type, expected);
        ArrowStructs.slice(array.address(), 3, rows - 10);
        assertShows(array, field, type, expected.subList(3, rows - 7));
        ArrowStructs.slice(array.address(), 5, 0);
        assertShows(array, field, type, List.of());
      }

      TransferPair transfer = vector.getTransferPair(allocator);
      transfer.splitAndTransfer(7, rows - 9);
      try (FieldVector part = (FieldVector) transfer.getTo();
          ExportedArray array = ExportedArray.of(allocator, part)) {
        assertShows(array, field, type, expected.subList(7, rows - 2));
      }
    }
  }

  private static List<Object> expected(FieldVector vector, DataType type) {
    List<Object> values = new ArrayList<>();
    for (int row = 0; row < vector.getValueCount(); row++) {
      values.add(Values.expected(vector, row, type));
    }
    return values;
  }

  private static void assertShows(
      ExportedArray array, Field field, DataType type, List<Object> expected) {
    try (ColumnVector vector =
        ColumnVectors.of("c", type, field, array.address(), NanosecondTimestamps.EXACT)) {
      ArrayData shown = new ColumnarArray(vector, 0, expected.size());
      assertThat(Values.list(shown, type)).isEqualTo(expected);
      assertThat(Values.list(shown.copy(), type)).as("copied in bulk").isEqualTo(expected);
      long nulls = expected.stream().filter(value -> value == null).count();
      assertThat(vector.numNulls()).isEqualTo((int) nulls);
      assertThat(vector.hasNull()).isEqualTo(nulls > 0);
    }
  }
}
