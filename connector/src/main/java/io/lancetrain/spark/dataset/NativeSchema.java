package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.type.ColumnPaths;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.HashSet;
import java.util.List;
import org.apache.arrow.c.ArrowSchema;
import org.apache.arrow.c.CDataDictionaryProvider;
import org.apache.arrow.c.Data;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.arrow.vector.util.DictionaryUtility;
import org.lance.Dataset;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;
import org.lance.schema.LanceField;

/**
 * Schemas as Lance hands them over, dictionaries included: a column with a dictionary has the type
 * of its values and the encoding, as in Arrow's messages. The public methods of lance-core leave
 * the dictionaries out and show such a column as one of indices.
 */
final class NativeSchema {
  private NativeSchema() {}

  /** The schema of a table. */
  static Schema of(Dataset dataset, BufferAllocator allocator) throws Exception {
    try (CloseableStack resources = new CloseableStack()) {
      LanceScanner scanner =
          resources.push(
              LanceScanner.create(dataset, new ScanOptions.Builder().build(), allocator));
      ArrowSchema struct = resources.push(ArrowSchema.allocateNew(allocator));
      call(LanceScannerMethods.IMPORT_SCHEMA, scanner, struct.memoryAddress());
      try {
        return of(struct, allocator);
      } catch (IllegalArgumentException notAType) {
        refuseEmptyBinaries("", dataset.getLanceSchema().fields());
        throw notAType;
      }
    }
  }

  /** Arrow Java has no binaries of zero bytes, and does not say which column is one. */
  private static void refuseEmptyBinaries(String parent, List<LanceField> fields) {
    for (LanceField field : fields) {
      String path = ColumnPaths.child(parent, field.getName());
      if (field.getType() instanceof ArrowType.FixedSizeBinary binary
          && binary.getByteWidth() == 0) {
        throw TypeErrors.cannotRead(
            path, "fixed-size binary of 0 bytes", "Arrow Java has no such type. Drop the column.");
      }
      refuseEmptyBinaries(path, field.getChildren());
    }
  }

  /** The schema in a C struct, which is released. */
  static Schema of(ArrowSchema struct, BufferAllocator allocator) {
    try (CDataDictionaryProvider dictionaries = new CDataDictionaryProvider()) {
      Schema imported = Data.importSchema(allocator, struct, dictionaries);
      return new Schema(
          imported.getFields().stream()
              .map(field -> DictionaryUtility.toMessageFormat(field, dictionaries, new HashSet<>()))
              .toList(),
          imported.getCustomMetadata());
    }
  }

  /**
   * Calls one of lance-core's private methods that fill a C struct of the caller's. Its public ones
   * fill one of their own, and import it into Arrow Java's vectors.
   */
  static void call(Method method, LanceScanner scanner, long address) throws Exception {
    try {
      method.invoke(scanner, address);
    } catch (InvocationTargetException wrapped) {
      throw wrapped.getCause() instanceof Exception cause ? cause : wrapped;
    }
  }

  /** The private methods, looked up once; a lance-core without them is another version. */
  static final class LanceScannerMethods {
    static final Method OPEN_STREAM = method("openStream");
    static final Method IMPORT_SCHEMA = method("importFfiSchema");

    private LanceScannerMethods() {}

    private static Method method(String name) {
      try {
        Method method = LanceScanner.class.getDeclaredMethod(name, long.class);
        method.setAccessible(true);
        return method;
      } catch (NoSuchMethodException otherVersion) {
        throw new LinkageError("lance-core has no LanceScanner." + name, otherVersion);
      }
    }
  }
}
