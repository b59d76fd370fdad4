package io.lancetrain.spark.storage.folder;

import io.lancetrain.spark.error.StorageErrors;
import io.lancetrain.spark.storage.TableUri;
import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A table's folder on a local disk. Hadoop's own file system would start a process for each file
 * that it lists, and write a checksum beside each that it writes.
 */
final class LocalFolder implements TableFolder {
  private final TableUri table;
  private final Path root;

  LocalFolder(TableUri table) {
    this.table = table;
    this.root = Path.of(table.path());
  }

  @Override
  public List<StoredFile> list(String folder) {
    List<StoredFile> files = new ArrayList<>();
    try {
      Files.walkFileTree(root.resolve(folder), visitor(files));
    } catch (IOException failure) {
      throw StorageErrors.localDisk(table.toString(), "list the files of", failure);
    }
    return files;
  }

  private SimpleFileVisitor<Path> visitor(List<StoredFile> files) {
    return new SimpleFileVisitor<>() {
      @Override
      public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
        files.add(
            new StoredFile(
                root.relativize(file).toString(),
                attributes.size(),
                attributes.lastModifiedTime().toInstant()));
        return FileVisitResult.CONTINUE;
      }

      @Override
      public FileVisitResult visitFileFailed(Path file, IOException failure) throws IOException {
        if (failure instanceof NoSuchFileException) {
          return FileVisitResult.CONTINUE;
        }
        throw failure;
      }
    };
  }

  @Override
  public Optional<byte[]> read(String path) {
    try {
      return Optional.of(Files.readAllBytes(root.resolve(path)));
    } catch (NoSuchFileException noFile) {
      return Optional.empty();
    } catch (IOException failure) {
      throw StorageErrors.localDisk(table.toString(), "read " + path + " of", failure);
    }
  }

  @Override
  public void write(String path, byte[] content) {
    try {
      Path file = root.resolve(path);
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException failure) {
      throw StorageErrors.localDisk(table.toString(), "write " + path + " of", failure);
    }
  }

  @Override
  public void delete(String path) {
    try {
      Files.deleteIfExists(root.resolve(path));
    } catch (IOException failure) {
      throw StorageErrors.localDisk(table.toString(), "delete " + path + " of", failure);
    }
  }

  @Override
  public void close() {
    // Nothing is held open.
  }
}
