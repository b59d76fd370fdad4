package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.storage.folder.StoredFile;
import io.lancetrain.spark.storage.folder.TableFolder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The right to make a tag or a branch of one name, which one driver has at a time: lance-core looks
 * whether the name is free and then writes it unconditionally, so that two could both make it.
 *
 * <p>Who wants the name writes a file, and then lists those of all others. Only who sees none but
 * his own goes on; whoever comes later sees that file until the name is made. Two who see each
 * other both step back and try again. A file that a lost driver left counts for some minutes.
 */
final class NameClaim implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(NameClaim.class);
  private static final String FOLDER = "_lancetrain/claims/";
  private static final Duration STALE = Duration.ofMinutes(5);
  private static final int ATTEMPTS = 12;
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(1);

  private final Optional<TableFolder> folder;
  private final String claims;
  private final String mine;

  private NameClaim(Optional<TableFolder> folder, String claims) {
    this.folder = folder;
    this.claims = claims;
    this.mine = claims + "/" + UUID.randomUUID();
  }

  /**
   * Waits for the right, and makes the name while nobody else can.
   *
   * @param location the table or one of its branches
   * @param kind what is made: a tag or a branch
   * @param name its name
   * @param making looks whether the name is free, and makes it
   */
  static void during(TableLocation location, String kind, String name, Runnable making) {
    try (NameClaim claim = of(location, kind, name)) {
      claim.take(location, kind, name);
      making.run();
    }
  }

  private static NameClaim of(TableLocation location, String kind, String name) {
    Optional<TableFolder> folder =
        TableFolder.openIfPossible(
            location.root().uri(), SparkHadoopUtil.get().conf(), location.settings());
    if (folder.isEmpty()) {
      LOG.warn(
          "Hadoop's S3A is not on the class path: nothing keeps another driver from making {} '{}'"
              + " of {} at the same moment",
          kind,
          name,
          location);
    }
    return new NameClaim(
        folder, FOLDER + kind + "-" + URLEncoder.encode(name, StandardCharsets.UTF_8));
  }

  private void take(TableLocation location, String kind, String name) {
    for (int attempt = 1; attempt <= ATTEMPTS; attempt++) {
      if (isMine()) {
        return;
      }
      pause(attempt);
    }
    throw TableErrors.nameClaimed(location.toString(), kind, name, claims);
  }

  private boolean isMine() {
    return folder.isEmpty() || isMine(folder.get());
  }

  private boolean isMine(TableFolder shared) {
    shared.write(mine, "a driver makes this name".getBytes(StandardCharsets.UTF_8));
    List<StoredFile> all = shared.list(claims);
    boolean alone =
        all.stream()
            .filter(file -> file.path().equals(mine))
            .findFirst()
            .map(own -> all.stream().allMatch(file -> file.equals(own) || isStale(file, own)))
            .orElse(false);
    if (!alone) {
      shared.delete(mine);
    }
    return alone;
  }

  /** By the clock of the store alone. */
  private static boolean isStale(StoredFile file, StoredFile own) {
    return file.modified().isBefore(own.modified().minus(STALE));
  }

  private static void pause(int attempt) {
    long longest = Math.min(LONGEST_PAUSE.toNanos(), Duration.ofMillis(50L << attempt).toNanos());
    LockSupport.parkNanos(ThreadLocalRandom.current().nextLong(longest / 2, longest));
  }

  /** Gives the right back; a file that cannot be deleted counts no more after some minutes. */
  @Override
  public void close() {
    folder.ifPresent(this::giveBack);
  }

  private void giveBack(TableFolder shared) {
    try (shared) {
      shared.delete(mine);
    } catch (RuntimeException failure) {
      LOG.warn("Cannot delete {}, which nobody needs any more", mine, failure);
    }
  }
}
