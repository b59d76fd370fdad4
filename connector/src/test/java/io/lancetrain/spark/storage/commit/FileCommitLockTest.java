package io.lancetrain.spark.storage.commit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One writer at a time has the lock of a table. */
class FileCommitLockTest {
  private static final String TABLE = "s3://bucket/table.lance";

  @TempDir private Path folder;

  @Test
  void threadsTakeTurns() throws Exception {
    CommitLock lock = new FileCommitLock(folder);
    int[] unguarded = new int[1];
    ExecutorService threads = Executors.newFixedThreadPool(4);
    List<Future<?>> work = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      work.add(
          threads.submit(
              () -> {
                for (int turn = 0; turn < 100; turn++) {
                  try (CommitLock.Held held = lock.acquire(TABLE)) {
                    assertThat(held).isNotNull();
                    int before = unguarded[0];
                    Thread.yield();
                    unguarded[0] = before + 1;
                  }
                }
                return null;
              }));
    }
    for (Future<?> each : work) {
      each.get(60, TimeUnit.SECONDS);
    }
    threads.shutdown();
    assertThat(unguarded[0]).isEqualTo(400);
  }

  @Test
  void aProcessThatHoldsTheLockIsWaitedForAndOneThatWasKilledIsNot() throws Exception {
    CommitLock lock = new FileCommitLock(folder, Duration.ofMillis(200));
    lock.acquire(TABLE).close();
    Path file;
    try (var files = Files.list(folder)) {
      file = files.findFirst().orElseThrow();
    }
    Process other =
        new ProcessBuilder(java(), "-cp", classPath(), Holder.class.getName(), file.toString())
            .start();
    try {
      assertThat(other.getInputStream().read()).isEqualTo('h');
      assertThatThrownBy(() -> lock.acquire(TABLE))
          .isInstanceOf(TimeoutException.class)
          .hasMessageContaining(file.toString());
    } finally {
      other.destroyForcibly().waitFor();
    }
    lock.acquire(TABLE).close();
  }

  @Test
  void tablesDoNotWaitForEachOther() throws Exception {
    CommitLock lock = new FileCommitLock(folder, Duration.ofMillis(200));
    try (CommitLock.Held first = lock.acquire(TABLE);
        CommitLock.Held second = lock.acquire("s3://other/table.lance")) {
      assertThat(first).isNotSameAs(second);
    }
  }

  @Test
  void aFolderThatCannotBeUsedIsNamed() throws IOException {
    Path file = Files.createFile(folder.resolve("file"));
    assertThatThrownBy(() -> new FileCommitLock(file.resolve("locks")).acquire(TABLE))
        .isInstanceOf(LanceException.class)
        .hasMessageContaining(file.resolve("locks").toString());
  }

  private static String java() {
    return Path.of(System.getProperty("java.home"), "bin", "java").toString();
  }

  private static String classPath() {
    return Path.of(Holder.class.getProtectionDomain().getCodeSource().getLocation().getPath())
        .toString();
  }

  /** Another process, which holds the lock of a file until it is killed. */
  public static final class Holder {
    private Holder() {}

    /** Takes the lock and says so. */
    @SuppressWarnings("resource")
    public static void main(String[] arguments) throws Exception {
      FileChannel channel = FileChannel.open(Path.of(arguments[0]), StandardOpenOption.WRITE);
      channel.lock();
      System.out.write('h');
      System.out.flush();
      Thread.sleep(Duration.ofMinutes(2).toMillis());
    }
  }
}
