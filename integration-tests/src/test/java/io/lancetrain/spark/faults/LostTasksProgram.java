package io.lancetrain.spark.faults;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.hadoop.fs.Path;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.SparkSession;

/**
 * Writes two tables with tasks that do not come to a good end the first time: the executor ends, or
 * the task fails. Arguments are their URIs.
 */
public final class LostTasksProgram {
  private LostTasksProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    String ended = arguments[0];
    String failed = arguments[1];
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      TroubledWrite.to(
          ended,
          spark,
          () -> {
            awaitOwnFile(ended);
            Runtime.getRuntime().halt(1);
          });
      TroubledWrite.to(
          failed,
          spark,
          () -> {
            awaitOwnFile(failed);
            throw new IllegalStateException("broken on purpose");
          });
    }
    System.out.println("All is written.");
  }

  /** The other three tasks write ten files each: one more is of this task. */
  private static void awaitOwnFile(String table) {
    Path data = new Path(table.replaceFirst("^s3:", "s3a:") + "/data");
    try {
      while (files(data) <= 30) {
        Thread.sleep(20);
      }
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(stopped);
    }
  }

  private static int files(Path folder) throws IOException {
    try {
      return folder.getFileSystem(SparkHadoopUtil.get().conf()).listStatus(folder).length;
    } catch (FileNotFoundException noFileYet) {
      return 0;
    }
  }
}
