package io.lancetrain.spark.faults;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.Iterator;
import java.util.function.Consumer;
import org.apache.hadoop.fs.Path;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.SparkSession;

/**
 * Writes two tables with tasks that do not come to a good end the first time: arguments are their
 * URIs. Each has the numbers 0 to 399, from four tasks.
 */
public final class LostTasksProgram {
  private LostTasksProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().getOrCreate()) {
      write(spark, arguments[0], task -> Runtime.getRuntime().halt(1));
      write(
          spark,
          arguments[1],
          task -> {
            throw new IllegalStateException("broken on purpose");
          });
    }
    System.out.println("All is written.");
  }

  private static void write(SparkSession spark, String table, SerializableTrouble trouble) {
    MapPartitionsFunction<Long, Long> rows = numbers -> new TroubledRows(numbers, table, trouble);
    spark
        .range(0, 400, 1, 4)
        .mapPartitions(rows, Encoders.LONG())
        .toDF("id")
        .write()
        .format("lance")
        .option("maxRowsPerFile", 10)
        .save(table);
  }

  /** What happens to the first attempt at the first task, before its last row. */
  interface SerializableTrouble extends Consumer<TaskContext>, Serializable {}

  private record TroubledRows(Iterator<Long> rows, String table, SerializableTrouble trouble)
      implements Iterator<Long> {
    @Override
    public boolean hasNext() {
      return rows.hasNext();
    }

    @Override
    public Long next() {
      Long row = rows.next();
      TaskContext task = TaskContext.get();
      if (!rows.hasNext() && task.partitionId() == 0 && task.attemptNumber() == 0) {
        awaitOwnFile(table);
        trouble.accept(task);
      }
      return row;
    }
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
