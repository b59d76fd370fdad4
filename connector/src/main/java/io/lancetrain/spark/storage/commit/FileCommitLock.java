package io.lancetrain.spark.storage.commit;

import io.lancetrain.spark.error.CommitSafetyErrors;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Locks of the operating system on files in a folder, one file for each table. The lock of a driver
 * that was killed is free at once. Drivers on several machines need a folder whose file system
 * locks across them, such as NFS 4.
 */
final class FileCommitLock implements CommitLock {
  private static final Duration LONGEST_WAIT = Duration.ofMinutes(2);
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  /** A lock of the operating system is held by a process, and not by one of its threads. */
  private static final Map<Path, Semaphore> OF_THIS_PROCESS = new ConcurrentHashMap<>();

  private final Path folder;
  private final Duration longestWait;

  FileCommitLock(Path folder) {
    this(folder, LONGEST_WAIT);
  }

  FileCommitLock(Path folder, Duration longestWait) {
    this.folder = folder;
    this.longestWait = longestWait;
  }

  @Override
  public Held acquire(String table) throws InterruptedException, TimeoutException {
    Path file = folder.resolve(name(table)).toAbsolutePath().normalize();
    long end = System.nanoTime() + longestWait.toNanos();
    Semaphore ofThisProcess = OF_THIS_PROCESS.computeIfAbsent(file, first -> new Semaphore(1));
    if (!ofThisProcess.tryAcquire(longestWait.toNanos(), TimeUnit.NANOSECONDS)) {
      throw timeout(file);
    }
    Held held = null;
    try {
      held = held(file, end, ofThisProcess);
      return held;
    } catch (IOException unusable) {
      throw CommitSafetyErrors.lockFolder(table, folder.toString(), unusable);
    } finally {
      if (held == null) {
        ofThisProcess.release();
      }
    }
  }

  private Held held(Path file, long end, Semaphore ofThisProcess)
      throws IOException, InterruptedException, TimeoutException {
    Files.createDirectories(folder);
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      while (lock == null) {
        if (System.nanoTime() > end) {
          throw timeout(file);
        }
        Thread.sleep(BETWEEN_TRIES.toMillis());
        lock = channel.tryLock();
      }
    } catch (IOException | RuntimeException | TimeoutException | InterruptedException failure) {
      channel.close();
      throw failure;
    }
    return () -> release(channel, ofThisProcess);
  }

  private void release(FileChannel channel, Semaphore ofThisProcess) {
    try {
      channel.close();
    } catch (IOException failure) {
      throw CommitSafetyErrors.lockFolder(folder.toString(), folder.toString(), failure);
    } finally {
      ofThisProcess.release();
    }
  }

  private TimeoutException timeout(Path file) {
    return new TimeoutException(
        "another writer has held " + file + " for " + longestWait.toSeconds() + " s");
  }

  /** Tables of one name in several buckets have files of their own. */
  private static String name(String table) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(table.getBytes(StandardCharsets.UTF_8));
      String readable = table.substring(table.lastIndexOf('/') + 1);
      return readable.replaceAll("[^A-Za-z0-9._-]", "_")
          + "-"
          + HexFormat.of().formatHex(hash, 0, 8)
          + ".lock";
    } catch (NoSuchAlgorithmException impossible) {
      throw new IllegalStateException("Every Java has SHA-256", impossible);
    }
  }
}
