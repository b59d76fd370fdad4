package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.TableErrors;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The manifests of a table on a local disk, looked at before Lance reads them: lance-core 7.0.0
 * ends the process where the length within a manifest is not true. Objects in a store are written
 * as a whole or not at all, and are not looked at.
 */
final class LocalManifests {
  private static final Pattern NAME = Pattern.compile("([0-9]{1,20})\\.manifest");

  /** Lance counts down from here in the names, so that the newest comes first in a listing. */
  private static final String HIGHEST = Long.toUnsignedString(-1L);

  private final TableLocation location;
  private final Path folder;

  private LocalManifests(TableLocation location, Path folder) {
    this.location = location;
    this.folder = folder;
  }

  /** Those of a table on a local disk; empty on a store, or where there is no table. */
  static Optional<LocalManifests> of(TableLocation location) {
    if (!location.uri().isLocal()) {
      return Optional.empty();
    }
    Path folder = Path.of(location.uri().path(), "_versions");
    return Files.isDirectory(folder)
        ? Optional.of(new LocalManifests(location, folder))
        : Optional.empty();
  }

  /** Looks at the manifest of the newest version. */
  void checkNewest() {
    NavigableMap<Long, Path> manifests = byVersion();
    if (!manifests.isEmpty()) {
      check(manifests.lastEntry().getValue());
    }
  }

  /** Looks at the manifest of a version, if it is there. */
  void check(long version) {
    Path manifest = byVersion().get(version);
    if (manifest != null) {
      check(manifest);
    }
  }

  /** Looks at every manifest. */
  void checkAll() {
    byVersion().values().forEach(this::check);
  }

  private NavigableMap<Long, Path> byVersion() {
    NavigableMap<Long, Path> manifests = new TreeMap<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.manifest")) {
      for (Path file : files) {
        Matcher name = NAME.matcher(file.getFileName().toString());
        if (name.matches()) {
          manifests.put(version(name.group(1)), file);
        }
      }
    } catch (IOException failure) {
      throw NativeCalls.translate("list the versions of", location, failure);
    }
    return manifests;
  }

  /** A name of 20 digits counts down, a shorter one is the version itself. */
  private static long version(String digits) {
    boolean countsDown = digits.length() == HIGHEST.length() && digits.compareTo(HIGHEST) <= 0;
    return countsDown ? ~Long.parseUnsignedLong(digits) : parseOrZero(digits);
  }

  private static long parseOrZero(String digits) {
    try {
      return Long.parseLong(digits);
    } catch (NumberFormatException noVersion) {
      return 0;
    }
  }

  private void check(Path manifest) {
    try (LocalFile file = LocalFile.open(manifest)) {
      Optional<String> damage = file.manifestDamage();
      if (damage.isPresent()) {
        throw TableErrors.damagedFile(
            location.toString(), "open", "_versions/" + manifest.getFileName(), damage.get());
      }
    } catch (IOException failure) {
      throw NativeCalls.translate("open", location, failure);
    }
  }
}
