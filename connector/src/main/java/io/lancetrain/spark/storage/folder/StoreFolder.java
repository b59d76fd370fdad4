package io.lancetrain.spark.storage.folder;

import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.storage.TableUri;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.LocatedFileStatus;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RemoteIterator;

/** A table's folder in a store, seen through Hadoop's file system for it. */
final class StoreFolder implements TableFolder {
  private final TableUri table;
  private final FileSystem fileSystem;
  private final Path root;

  StoreFolder(TableUri table, FileSystem fileSystem) {
    this.table = table;
    this.fileSystem = fileSystem;
    this.root = fileSystem.makeQualified(new Path(table.hadoop()));
  }

  private Path path(String within) {
    return within.isEmpty() ? root : new Path(root, within);
  }

  @Override
  public List<StoredFile> list(String folder) {
    List<StoredFile> files = new ArrayList<>();
    try {
      RemoteIterator<LocatedFileStatus> each = fileSystem.listFiles(path(folder), true);
      while (each.hasNext()) {
        LocatedFileStatus file = each.next();
        files.add(
            new StoredFile(
                file.getPath().toString().substring(root.toString().length() + 1),
                file.getLen(),
                Instant.ofEpochMilli(file.getModificationTime())));
      }
    } catch (FileNotFoundException noFolder) {
      return List.of();
    } catch (IOException failure) {
      throw StorageErrors.fileSystem(table.toString(), "list the files of", failure);
    }
    return files;
  }

  @Override
  public Optional<byte[]> read(String path) {
    try (InputStream stream = fileSystem.open(path(path))) {
      return Optional.of(stream.readAllBytes());
    } catch (FileNotFoundException noFile) {
      return Optional.empty();
    } catch (IOException failure) {
      throw StorageErrors.fileSystem(table.toString(), "read " + path + " of", failure);
    }
  }

  @Override
  public void write(String path, byte[] content) {
    try (OutputStream stream = fileSystem.create(path(path), true)) {
      stream.write(content);
    } catch (IOException failure) {
      throw StorageErrors.fileSystem(table.toString(), "write " + path + " of", failure);
    }
  }

  @Override
  public void delete(String path) {
    try {
      fileSystem.delete(path(path), false);
    } catch (IOException failure) {
      throw StorageErrors.fileSystem(table.toString(), "delete " + path + " of", failure);
    }
  }

  @Override
  public void close() {
    try {
      fileSystem.close();
    } catch (IOException failure) {
      throw StorageErrors.fileSystem(table.toString(), "close", failure);
    }
  }
}
