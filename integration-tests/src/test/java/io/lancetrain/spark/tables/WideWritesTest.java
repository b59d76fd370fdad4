package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However wide a row is, a task that writes takes no more than so much memory beside the heap. */
class WideWritesTest {
  private static final long MOST_BYTES = 256L << 20;

  @TempDir private Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTaskTakesNoMoreThan256MebibytesOutsideTheHeap() throws Exception {
    JavaProcess process =
        JavaProcess.run(
            WideWritesProgram.class,
            List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"),
            directory.toString(),
            "4000000x64",
            "25000x12288",
            "300x1048576",
            "8x67108864");

    assertThat(process.exitCode()).as(process.errors()).isZero();
    assertThat(process.output().lines().map(Long::valueOf))
        .hasSize(4)
        .allSatisfy(bytes -> assertThat(bytes).isLessThan(MOST_BYTES));
  }
}
