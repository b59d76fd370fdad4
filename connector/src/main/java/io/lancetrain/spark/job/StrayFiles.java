package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.FileOrigin;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.storage.folder.StoredFile;
import io.lancetrain.spark.storage.folder.TableFolder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The data files of a write, or of one attempt at a task of it, that nobody has handed over: the
 * executor was lost, or the native writer failed and could not say what it had written before.
 *
 * <p>They are found by what the files say of themselves, so that no file of another write is taken
 * for one of this.
 */
final class StrayFiles {
  private static final Logger LOG = LoggerFactory.getLogger(StrayFiles.class);

  /** By how much the clocks of the driver and of the store may differ: S3 refuses requests then. */
  private static final Duration CLOCKS = Duration.ofMinutes(15);

  /** Files that are not looked at until then stay, so that what failed comes to its end. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final WriteSpec spec;
  private final Configuration configuration;
  private final Predicate<FileOrigin> origins;
  private final Instant begun = Instant.now();

  private StrayFiles(WriteSpec spec, Configuration configuration, Predicate<FileOrigin> origins) {
    this.spec = spec;
    this.configuration = configuration;
    this.origins = origins;
  }

  /** Those of a write, which begins now. */
  static StrayFiles ofWrite(WriteSpec spec, Configuration configuration) {
    return new StrayFiles(spec, configuration, origin -> origin.write().equals(spec.job()));
  }

  /** Those of an attempt at a task, which begins now. */
  static StrayFiles ofAttempt(WriteSpec spec, long attempt, Configuration configuration) {
    FileOrigin own = new FileOrigin(spec.job(), attempt);
    return new StrayFiles(spec, configuration, own::equals);
  }

  /**
   * The files, relative to the table's folder, within bounded time. Never throws for a store that
   * cannot be asked: then a warning says so.
   *
   * @param handedOver files that need not be looked for
   */
  List<String> find(Collection<String> handedOver) {
    List<String> strays = new ArrayList<>();
    try {
      List<StoredFile> candidates = writtenSince(begun.minus(CLOCKS), new HashSet<>(handedOver));
      Instant deadline = Instant.now().plus(PATIENCE);
      for (StoredFile candidate : candidates) {
        if (Instant.now().isAfter(deadline)) {
          LOG.warn(
              "Files that lost tasks wrote to {} may be left there: there are {} to look at",
              spec.location(),
              candidates.size());
          return strays;
        }
        if (origin(candidate).filter(origins).isPresent()) {
          strays.add(candidate.path());
        }
      }
    } catch (LanceException failure) {
      LOG.warn(
          "Files that lost tasks wrote to {} may be left there: the store cannot be asked",
          spec.location(),
          failure);
    }
    return strays;
  }

  private List<StoredFile> writtenSince(Instant time, Set<String> handedOver) {
    try (TableFolder folder =
        TableFolder.open(spec.location().uri(), configuration, spec.location().settings())) {
      return folder.list("data").stream()
          .filter(file -> !file.modified().isBefore(time) && !handedOver.contains(file.path()))
          .toList();
    }
  }

  /** A file that cannot be read is another writer's business: it may be in the middle of it. */
  private Optional<FileOrigin> origin(StoredFile file) {
    try {
      return FileOrigin.of(spec.location(), file);
    } catch (LanceException unreadable) {
      LOG.debug("Cannot see which write {} comes from", file, unreadable);
      return Optional.empty();
    }
  }
}
