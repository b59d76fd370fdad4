package io.lancetrain.spark.dataset;

import org.apache.arrow.c.ArrowArray;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * One batch of a scan in native memory. Whoever has it owns it, and releases the memory by closing
 * it; it does not need the scan that it came from.
 */
public final class NativeBatch implements AutoCloseable {
  private final ArrowArray struct;
  private final Schema schema;

  NativeBatch(ArrowArray struct, Schema schema) {
    this.struct = struct;
    this.schema = schema;
  }

  /**
   * The address of the batch's {@code struct ArrowArray}, a struct with a child for each column
   * (Arrow C data interface). It is valid until the batch is closed.
   */
  public long address() {
    return struct.memoryAddress();
  }

  /** The columns: those asked for, in that order, then the metadata columns. */
  public Schema schema() {
    return schema;
  }

  @Override
  public void close() {
    struct.release();
    struct.close();
  }
}
