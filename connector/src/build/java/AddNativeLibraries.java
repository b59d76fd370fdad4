import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.Collections;
import java.util.function.Predicate;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveOutputStream;
import org.apache.commons.compress.archivers.zip.ZipExtraField;
import org.apache.commons.compress.archivers.zip.ZipFile;

/**
 * Adds lance-core's native libraries to the shaded jar, compressed as they are: unpacking and
 * packing 500 MB again, as shading does, takes most of a minute. Every entry gets the same time, so
 * that the same content gives the same bytes.
 *
 * <p>Arguments: the shaded jar, which is replaced; lance-core's jar; the time, as in {@code
 * 2026-11-22T00:00:00Z}. Run with {@code -Duser.timezone=UTC}: a jar keeps local times.
 */
final class AddNativeLibraries {
  private static final String NATIVE = "nativelib/";

  private AddNativeLibraries() {}

  public static void main(String[] arguments) throws IOException {
    Path shaded = Path.of(arguments[0]);
    Path lance = Path.of(arguments[1]);
    long time = Instant.parse(arguments[2]).toEpochMilli();
    Path complete = Files.createTempFile(shaded.toAbsolutePath().getParent(), "complete", ".jar");
    try {
      try (ZipArchiveOutputStream out = new ZipArchiveOutputStream(complete)) {
        copy(shaded, name -> !name.startsWith(NATIVE), time, out);
        copy(lance, name -> name.startsWith(NATIVE), time, out);
      }
      Files.setPosixFilePermissions(complete, Files.getPosixFilePermissions(shaded));
      Files.move(complete, shaded, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(complete);
    }
  }

  private static void copy(
      Path jar, Predicate<String> wanted, long time, ZipArchiveOutputStream out)
      throws IOException {
    try (ZipFile in = new ZipFile(jar)) {
      for (ZipArchiveEntry entry : Collections.list(in.getEntriesInPhysicalOrder())) {
        if (wanted.test(entry.getName())) {
          entry.setExtraFields(new ZipExtraField[0]);
          entry.setTime(time);
          try (InputStream content = in.getRawInputStream(entry)) {
            out.addRawArchiveEntry(entry, content);
          }
        }
      }
    }
  }
}
