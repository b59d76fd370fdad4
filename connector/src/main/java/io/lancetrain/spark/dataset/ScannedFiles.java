package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.TableErrors;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.lance.Dataset;
import org.lance.fragment.DataFile;

/** The data files of the fragments that one scan reads. */
final class ScannedFiles {
  private static final int MOST_NAMED = 3;

  private final TableVersion version;
  private final Dataset dataset;
  private final List<Integer> fragments;

  ScannedFiles(TableVersion version, Dataset dataset, List<Integer> fragments) {
    this.version = version;
    this.dataset = dataset;
    this.fragments = fragments;
  }

  /**
   * Looks at the ends of files on a local disk, which costs microseconds: lance-core 7.0.0 ends the
   * process for a data file whose end is damaged. Objects in a store are written as a whole or not
   * at all, and are not looked at.
   */
  void checkLocal() {
    if (!version.location().uri().isLocal()) {
      return;
    }
    for (int fragment : fragments) {
      files(fragment).forEach(file -> checkLocal(fragment, file));
    }
  }

  private void checkLocal(int fragment, DataFile file) {
    String action = "read fragment " + fragment + " in version " + version.number() + " of";
    boolean elsewhere = file.getBaseId().isPresent();
    if (elsewhere || file.getFileMajorVersion() < 2) {
      return;
    }
    String name = "data/" + file.getPath();
    try (LocalFile local = LocalFile.open(Path.of(version.location().uri().path(), name))) {
      Optional<String> damage =
          file.getFileSizeBytes() != null
                  && file.getFileSizeBytes() > 0
                  && file.getFileSizeBytes() != local.size()
              ? Optional.of(
                  "it has " + local.size() + " bytes and should have " + file.getFileSizeBytes())
              : local.dataFileDamage();
      if (damage.isPresent()) {
        throw TableErrors.damagedFile(version.location().toString(), action, name, damage.get());
      }
    } catch (NoSuchFileException missing) {
      throw TableErrors.fileMissing(version.location().toString(), action, missing);
    } catch (IOException failure) {
      throw NativeCalls.translate(action, version.location(), failure);
    }
  }

  private List<DataFile> files(int fragment) {
    return NativeCalls.call(
        "read version " + version.number() + " of",
        version.location(),
        () -> dataset.getFragment(fragment).metadata().getFiles());
  }

  /** For a message: the files by name, or the first of them and their number. */
  @Override
  public String toString() {
    List<String> names =
        fragments.stream()
            .limit(MOST_NAMED)
            .flatMap(fragment -> files(fragment).stream().map(file -> name(fragment, file)))
            .toList();
    String others =
        fragments.size() > MOST_NAMED
            ? " and those of " + (fragments.size() - MOST_NAMED) + " more fragments"
            : "";
    return String.join(", ", names) + others + " in version " + version.number();
  }

  private static String name(int fragment, DataFile file) {
    return "data/" + file.getPath() + " (fragment " + fragment + ")";
  }
}
