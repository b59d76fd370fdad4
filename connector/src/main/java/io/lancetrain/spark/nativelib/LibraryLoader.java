package io.lancetrain.spark.nativelib;

import io.lancetrain.spark.error.NativeErrors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads a library from the first place that takes it: the file that all JVMs of the user share, or
 * a copy for this JVM alone.
 */
final class LibraryLoader {
  private static final Logger LOG = LoggerFactory.getLogger(LibraryLoader.class);

  private final List<Path> directories;

  /** A loader that unpacks below the first of {@code directories} that can be used. */
  LibraryLoader(List<Path> directories) {
    this.directories = List.copyOf(directories);
  }

  static LibraryLoader fromSystemProperties() {
    List<Path> directories = new ArrayList<>();
    Optional.ofNullable(System.getProperty(NativeLibrary.DIRECTORY_PROPERTY))
        .map(Path::of)
        .ifPresent(directories::add);
    directories.add(Path.of(System.getProperty("java.io.tmpdir")));
    return new LibraryLoader(directories);
  }

  void load(LibraryResource resource) {
    List<Throwable> failures = new ArrayList<>();
    for (Path directory : directories) {
      if (loadShared(resource, directory, failures) || loadPrivate(resource, directory, failures)) {
        return;
      }
    }
    throw NativeErrors.cannotLoad(resource.url(), directories, failures);
  }

  private static boolean loadShared(
      LibraryResource resource, Path directory, List<Throwable> failures) {
    if (resource.fingerprint().isEmpty()) {
      LOG.debug("{} is not in a jar: this JVM unpacks a copy for itself", resource.url());
      return false;
    }
    try {
      Path file = UserDirectory.under(directory).unpacked(resource, resource.fingerprint().get());
      System.load(file.toAbsolutePath().toString());
      return true;
    } catch (IOException e) {
      LOG.warn("Cannot share the unpacked native library below {}: {}", directory, e.toString());
      failures.add(e);
    } catch (UnsatisfiedLinkError e) {
      // A file can be loaded by one class loader of a JVM only; a second one needs its own copy.
      LOG.debug("Cannot load the shared native library below {}", directory, e);
      failures.add(e);
    }
    return false;
  }

  private static boolean loadPrivate(
      LibraryResource resource, Path directory, List<Throwable> failures) {
    try {
      Path file = Files.createTempFile(directory, "lancetrain-", resource.fileName("private"));
      try {
        resource.unpack(file);
        System.load(file.toAbsolutePath().toString());
      } finally {
        // Once loaded, the mapping keeps the content: the name can go even if the JVM is killed.
        Files.delete(file);
      }
      return true;
    } catch (IOException | UnsatisfiedLinkError e) {
      failures.add(e);
      return false;
    }
  }
}
