package io.lancetrain.spark.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.Version;
import org.lance.cleanup.CleanupPolicy;
import org.lance.index.IndexParams;
import org.lance.index.IndexType;
import org.lance.index.scalar.ScalarIndexParams;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** Does to a table on the local disk what the connector has no call for, and looks at it, by lance-core. */
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

  /** The number of the newest version. */
  public static long version(String path) {
    try (Dataset dataset = Dataset.open(path)) {
      return dataset.version();
    }
  }

  /** The files that any version names, relative to the table's folder: data and transactions. */
  public static Set<String> namedFiles(String path) {
    return ofAllVersions(
            path,
            dataset ->
                Stream.concat(
                    dataset.getFragments().stream()
                        .flatMap(fragment -> fragment.metadata().getFiles().stream())
                        .map(file -> "data/" + file.getPath()),
                    dataset
                        .readTransaction()
                        .map(made -> "_transactions/" + made.readVersion() + "-" + made.uuid())
                        .map(name -> name + ".txn")
                        .stream()))
        .collect(Collectors.toSet());
  }

  /** The transactions that made the versions. */
  public static List<String> transactions(String path) {
    return ofAllVersions(path, dataset -> dataset.readTransaction().map(Transaction::uuid).stream())
        .toList();
  }

  private static Stream<String> ofAllVersions(
      String path, Function<Dataset, Stream<String>> description) {
    List<String> all = new ArrayList<>();
    try (Dataset dataset = Dataset.open(path)) {
      for (Version version : dataset.listVersions()) {
        try (Dataset old = dataset.checkoutVersion(version.getId())) {
          description.apply(old).forEach(all::add);
        }
      }
    }
    return all.stream();
  }

  /** The values of a column of longs in the newest version, in order. */
  public static List<Long> longs(String path, String column) {
    List<Long> values = new ArrayList<>();
    try (Dataset dataset = Dataset.open(path);
        LanceScanner scan =
            dataset.newScan(new ScanOptions.Builder().columns(List.of(column)).build());
        ArrowReader batches = scan.scanBatches()) {
      while (batches.loadNextBatch()) {
        BigIntVector vector = (BigIntVector) batches.getVectorSchemaRoot().getVector(column);
        for (int row = 0; row < vector.getValueCount(); row++) {
          values.add(vector.get(row));
        }
      }
    } catch (Exception e) {
      throw new IllegalStateException("Cannot read " + path, e);
    }
    return values.stream().sorted().toList();
  }
}
