package io.lancetrain.spark.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.arrow.vector.BigIntVector;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.Version;
import org.lance.ipc.LanceScanner;
import org.lance.ipc.ScanOptions;

/** What a table on the local disk holds, by lance-core alone. */
final class TableContent {
  private TableContent() {}

  /** The number of the newest version. */
  static long version(String path) {
    try (Dataset dataset = Dataset.open(path)) {
      return dataset.version();
    }
  }

  /** The files that any version names, relative to the table's folder: data and transactions. */
  static Set<String> namedFiles(String path) {
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
  static List<String> transactions(String path) {
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
  static List<Long> longs(String path, String column) {
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
