package io.lancetrain.spark.storage.folder;

import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.connection.EndpointCheck;
import io.lancetrain.spark.storage.s3a.S3aConfiguration;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.UnsupportedFileSystemException;

/**
 * The single files of a table's folder, which Lance has no calls for. Its owner closes it.
 *
 * @since 0.1.0
 */
public interface TableFolder extends AutoCloseable {
  /**
   * Opens the folder, which need not exist.
   *
   * @param configuration Hadoop's; it is copied, not changed
   * @param settings how Lance reaches the store; they go before the configuration's
   * @throws io.lancetrain.spark.error.LanceException where it is in a store for which Hadoop has no
   *     file system on the class path (LANCE_UNSUPPORTED_OPERATION)
   */
  static TableFolder open(TableUri table, Configuration configuration, StorageSettings settings) {
    return openIfPossible(table, configuration, settings)
        .orElseThrow(
            () -> StorageErrors.noFileSystem(table.toString(), table.store().hadoopScheme()));
  }

  /**
   * Opens the folder; empty where it is in a store for which Hadoop has no file system on the class
   * path.
   */
  static Optional<TableFolder> openIfPossible(
      TableUri table, Configuration configuration, StorageSettings settings) {
    if (table.isLocal()) {
      return Optional.of(new LocalFolder(table));
    }
    try {
      return Optional.of(new StoreFolder(table, fileSystem(table, configuration, settings)));
    } catch (UnsupportedFileSystemException noFileSystem) {
      return Optional.empty();
    } catch (IOException failure) {
      throw StorageErrors.fileSystem(table.toString(), "open", failure);
    } catch (RuntimeException failure) {
      if (failure.getCause() instanceof ClassNotFoundException) {
        return Optional.empty();
      }
      throw failure;
    }
  }

  /** A file system of its own: a cached one may have been made with other settings. */
  static FileSystem fileSystem(
      TableUri table, Configuration configuration, StorageSettings settings) throws IOException {
    settings
        .snapshot()
        .ifPresent(
            snapshot -> {
              throw StorageErrors.snapshotIsReadOnly(table.toString(), snapshot);
            });
    // S3A takes about a minute for each file of a store that is gone.
    EndpointCheck endpoint = new EndpointCheck(System.getenv());
    endpoint.check(table, settings);
    endpoint.checkForS3a(table, settings);
    URI root =
        URI.create(
            table.isLocal()
                ? "file:///"
                : table.store().hadoopScheme() + "://" + table.bucket() + "/");
    return FileSystem.newInstance(root, S3aConfiguration.of(configuration, table, settings));
  }

  /**
   * All files below a folder; none where there is no such folder.
   *
   * @param folder within the table's; empty for the table's own
   */
  List<StoredFile> list(String folder);

  /** The content of a file; empty where there is no such file. */
  Optional<byte[]> read(String path);

  /** Writes a small file, in the place of one that is there. */
  void write(String path, byte[] content);

  /** Deletes a file, if it is there. */
  void delete(String path);

  @Override
  void close();
}
