package io.lancetrain.spark.vector;

import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.dictionary.DictionaryProvider;

/** An Arrow Java vector as the {@code struct ArrowArray} that Arrow's own exporter makes of it. */
final class ExportedArray implements AutoCloseable {
  private final ArrowArray array;

  private ExportedArray(ArrowArray array) {
    this.array = array;
  }

  static ExportedArray of(BufferAllocator allocator, FieldVector vector) {
    return of(allocator, vector, new DictionaryProvider.MapDictionaryProvider());
  }

  static ExportedArray of(
      BufferAllocator allocator, FieldVector vector, DictionaryProvider dictionaries) {
    ArrowArray array = ArrowArray.allocateNew(allocator);
    Data.exportVector(allocator, vector, dictionaries, array);
    return new ExportedArray(array);
  }

  long address() {
    return array.memoryAddress();
  }

  @Override
  public void close() {
    array.release();
    array.close();
  }
}
