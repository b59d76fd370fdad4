package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.JavaProcess;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However wide a row is, a task that reads takes no more than so much memory beside the heap. */
class WideRowsTest {
  private static final long MOST_BYTES = 256L << 20;
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.LongType).add("bytes", DataTypes.BinaryType);

  @TempDir private Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTaskTakesNoMoreThan256MebibytesOutsideTheHeap() throws Exception {
    JavaProcess process =
        JavaProcess.run(
            WideRowsProgram.class,
            List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"),
            table(100, 1_000),
            table(25_000, 12 << 10),
            table(300, 1 << 20),
            table(8, 64 << 20));

    assertThat(process.exitCode()).as(process.errors()).isZero();
    List<Long> taken = process.output().lines().map(Long::valueOf).toList();
    System.err.println("Rows of 12 KiB, 1 MiB and 64 MiB took " + taken + " bytes to read.");
    assertThat(taken).hasSize(3).allSatisfy(bytes -> assertThat(bytes).isLessThan(MOST_BYTES));
  }

  /** A table of random bytes, which no encoding makes smaller. */
  private String table(long rows, int rowBytes) {
    MapFunction<Long, Row> wide =
        id -> {
          byte[] bytes = new byte[rowBytes];
          new Random(id).nextBytes(bytes);
          return RowFactory.create(id, bytes);
        };
    String path = directory.resolve(rowBytes + ".lance").toString();
    TestSession.shared()
        .range(0, rows, 1, 1)
        .map(wide, Encoders.row(SCHEMA))
        .write()
        .format("lance")
        .save(path);
    return path;
  }
}
