package io.lancetrain.spark.testing;

import java.util.List;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.Ref;
import org.lance.Transaction;
import org.lance.WriteParams;
import org.lance.cleanup.CleanupPolicy;
import org.lance.fragment.DataFile;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.operation.Append;
import org.lance.schema.SqlExpressions;

/** Does to a table on the local disk what the connector has no call for yet, by lance-core. */
public final class NativeTable {
  private NativeTable() {}

  /** Gives a column a zone map: the least and the greatest value of each part of a fragment. */
  public static void addZoneMap(String path, String column) {
    try (Dataset dataset = Dataset.open(path)) {
      dataset.createIndex(
          List.of(column),
          IndexType.ZONEMAP,
          Optional.of(column + "_zones"),
          IndexParams.builder().setScalarIndexParams(ScalarIndexParams.create("zonemap")).build(),
          true);
    }
  }

  /** Makes one fragment of all of them, in a new version. */
  public static void compact(String path) {
    try (Dataset dataset = Dataset.open(path)) {
      dataset.compact();
    }
  }

  /** Deletes all versions before the newest, and the files that only those need. */
  public static void removeOldVersions(String path) {
    try (Dataset dataset = Dataset.open(path)) {
      dataset.cleanupWithPolicy(
          CleanupPolicy.builder()
              .withBeforeVersion(dataset.version())
              .withDeleteUnverified(true)
              .build());
    }
  }

  /** Deletes the rows that fulfil a condition in Lance's SQL. */
  public static void delete(String path, String condition) {
    try (Dataset dataset = Dataset.open(path)) {
      dataset.delete(condition);
    }
  }

  /** Drops a column in a new version; its values stay in the files. */
  public static void dropColumn(String path, String column) {
    try (Dataset dataset = Dataset.open(path)) {
      dataset.dropColumns(List.of(column));
    }
  }

  /** Commits the fragments of the newest version once more, as a version that no history has. */
  public static void commitDetached(String path) {
    try (Dataset dataset = Dataset.open(path);
        Transaction transaction =
            new Transaction.Builder()
                .readVersion(dataset.version())
                .operation(
                    Append.builder()
                        .fragments(dataset.getFragments().stream().map(Fragment::metadata).toList())
                        .build())
                .build();
        Dataset detached = new CommitBuilder(dataset).detached(true).execute(transaction)) {
      detached.countRows();
    }
  }

  /** Adds a column, computed by an expression of Lance's SQL. */
  public static void addColumn(String path, String name, String expression) {
    try (Dataset dataset = Dataset.open(path)) {
      dataset.addColumns(
          new SqlExpressions.Builder().withExpression(name, expression).build(), Optional.empty());
    }
  }

  /** Makes a table of one bigint, id, without rows, whose rows keep their ids in all versions. */
  public static void createWithStableRowIds(String path) {
    try (BufferAllocator allocator = new RootAllocator();
        Dataset made =
            Dataset.write()
                .allocator(allocator)
                .uri(path)
                .schema(
                    new Schema(List.of(Field.nullable("id", new ArrowType.Int(Long.SIZE, true)))))
                .mode(WriteParams.WriteMode.CREATE)
                .enableStableRowIds(true)
                .execute()) {
      made.version();
    }
  }

  /** Appends the one file of another table under this name, without checking it. */
  public static void appendFile(String path, String other, String name) {
    try (Dataset dataset = Dataset.open(path);
        Dataset from = Dataset.open(other)) {
      FragmentMetadata fragment = from.getFragments().get(0).metadata();
      DataFile file = fragment.getFiles().get(0);
      DataFile renamed =
          new DataFile(
              name,
              file.getFields(),
              file.getColumnIndices(),
              file.getFileMajorVersion(),
              file.getFileMinorVersion(),
              file.getFileSizeBytes(),
              null);
      try (Transaction transaction =
              new Transaction.Builder()
                  .readVersion(dataset.version())
                  .operation(
                      Append.builder()
                          .fragments(
                              List.of(
                                  new FragmentMetadata(
                                      1, List.of(renamed), fragment.getPhysicalRows(), null, null)))
                          .build())
                  .build();
          Dataset appended = new CommitBuilder(dataset).execute(transaction)) {
        appended.version();
      }
    }
  }

  /** Makes the content of an older version the newest. */
  public static void restore(String path, long version) {
    try (Dataset dataset = Dataset.open(path);
        Dataset older = dataset.checkout(Ref.ofMain(version))) {
      older.restore();
    }
  }
}
