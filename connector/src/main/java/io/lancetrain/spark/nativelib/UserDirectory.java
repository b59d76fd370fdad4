package io.lancetrain.spark.nativelib;

import com.sun.security.auth.module.UnixSystem;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;

/**
 * The directory that holds one user's unpacked libraries, for all JVMs of that user. Nobody else
 * can write to it, so what is found there was put there by this user.
 */
final class UserDirectory {
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  /** No JVM takes this long to unpack; what is older was left by one that was killed. */
  private static final Duration ABANDONED = Duration.ofHours(1);

  private static final String PARTIAL = ".partial";

  private final Path directory;

  private UserDirectory(Path directory) {
    this.directory = directory;
  }

  /** The directory of the user of this process below {@code parent}, made where it is not there. */
  static UserDirectory under(Path parent) throws IOException {
    return of(parent, new UnixSystem().getUid());
  }

  /**
   * The directory of the user with number {@code user}.
   *
   * @throws FileSystemException if what is there is not a directory of that user alone
   */
  static UserDirectory of(Path parent, long user) throws IOException {
    Path directory = parent.resolve("lancetrain-" + user);
    try {
      Files.createDirectory(directory, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
    } catch (FileAlreadyExistsException e) {
      requireTrusted(directory, user);
      return new UserDirectory(directory);
    }
    requireTrusted(directory, user);
    return new UserDirectory(directory);
  }

  private static void requireTrusted(Path directory, long user) throws IOException {
    PosixFileAttributes attributes =
        Files.readAttributes(directory, PosixFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
    if (!attributes.isDirectory()) {
      throw new FileSystemException(directory + " is not a directory");
    }
    if (!attributes.permissions().equals(OWNER_ONLY)) {
      throw new FileSystemException(
          directory
              + " is open to others: its mode is "
              + PosixFilePermissions.toString(attributes.permissions()));
    }
    Object owner = Files.getAttribute(directory, "unix:uid", LinkOption.NOFOLLOW_LINKS);
    if (((Integer) owner).longValue() != user) {
      throw new FileSystemException(directory + " belongs to " + attributes.owner());
    }
  }

  /**
   * The library as a file that other JVMs use too. A file that is there is used if it is the same
   * as the jar's entry, and replaced if not. JVMs that come at the same time each unpack it; the
   * rename makes each see a whole file.
   */
  Path unpacked(LibraryResource resource, Fingerprint fingerprint) throws IOException {
    Path file = directory.resolve(resource.fileName(fingerprint.mark()));
    if (!fingerprint.matches(file)) {
      deleteAbandoned();
      Path partial = Files.createTempFile(directory, file.getFileName() + ".", PARTIAL);
      try {
        resource.unpack(partial);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
      } finally {
        Files.deleteIfExists(partial);
      }
    }
    return file;
  }

  private void deleteAbandoned() throws IOException {
    FileTime limit = FileTime.from(Instant.now().minus(ABANDONED));
    try (DirectoryStream<Path> partials = Files.newDirectoryStream(directory, "*" + PARTIAL)) {
      for (Path partial : partials) {
        if (Files.getLastModifiedTime(partial).compareTo(limit) < 0) {
          Files.deleteIfExists(partial);
        }
      }
    }
  }
}
