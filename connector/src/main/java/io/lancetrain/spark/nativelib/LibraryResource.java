package io.lancetrain.spark.nativelib;

import io.lancetrain.spark.error.NativeErrors;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.net.URLConnection;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.zip.CRC32;
import java.util.zip.CheckedOutputStream;

/**
 * A library as it is packed in the jar.
 *
 * @param url where it is
 * @param fingerprint its size and CRC-32, where a jar's directory tells them without reading it
 */
record LibraryResource(URL url, Optional<Fingerprint> fingerprint) {
  private static final int BUFFER_BYTES = 1 << 20;

  /** The resource of this name beside {@code owner}. */
  static LibraryResource find(Class<?> owner, String name) {
    URL url = owner.getResource(name);
    if (url == null) {
      throw NativeErrors.missingLibrary(name);
    }
    try {
      return of(url);
    } catch (IOException e) {
      throw NativeErrors.unreadable(name, e);
    }
  }

  static LibraryResource of(URL url) throws IOException {
    return new LibraryResource(url, fingerprint(connect(url)));
  }

  private static Optional<Fingerprint> fingerprint(URLConnection connection) throws IOException {
    if (!(connection instanceof JarURLConnection packed)) {
      return Optional.empty();
    }
    try (JarFile jar = packed.getJarFile()) {
      JarEntry entry = jar.getJarEntry(packed.getEntryName());
      return entry.getSize() < 0 || entry.getCrc() < 0
          ? Optional.empty()
          : Optional.of(new Fingerprint(entry.getSize(), entry.getCrc()));
    }
  }

  /**
   * A cached connection would keep the jar open, and a replaced jar would be read as the old one.
   */
  private static URLConnection connect(URL url) throws IOException {
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false);
    return connection;
  }

  /** The file's name with {@code mark} before its suffix. */
  String fileName(String mark) {
    String path = url.getPath();
    String name = path.substring(path.lastIndexOf('/') + 1);
    int suffix = name.lastIndexOf('.');
    return name.substring(0, suffix) + "-" + mark + name.substring(suffix);
  }

  /** Writes the library to an existing file, and fails unless it is what the jar promises. */
  void unpack(Path file) throws IOException {
    CRC32 crc = new CRC32();
    long size = 0;
    try (InputStream in = connect(url).getInputStream();
        OutputStream out = new CheckedOutputStream(Files.newOutputStream(file), crc)) {
      byte[] buffer = new byte[BUFFER_BYTES];
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        size += count;
      }
    }
    Fingerprint unpacked = new Fingerprint(size, crc.getValue());
    if (fingerprint.isPresent() && !fingerprint.get().equals(unpacked)) {
      throw new IOException(
          url + " is damaged: it gave " + unpacked + ", not " + fingerprint.get());
    }
  }
}
