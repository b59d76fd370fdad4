package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.JavaProcess;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** However wide a row is, a task that writes takes no more than so much memory beside the heap. */
class WideWritesTest {
  private static final long MOST_BYTES = 256L << 20;
  private static final String TABLES = "lancetrain.wide.tables";

  @TempDir private Path directory;

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTaskTakesNoMoreThan256MebibytesOutsideTheHeap() throws Exception {
    assertThat(bytesBesideTheHeap("4000000x64", "25000x12288", "300x1048576", "8x67108864"))
        .hasSize(4)
        .allSatisfy(bytes -> assertThat(bytes).isLessThan(MOST_BYTES));
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void aTaskThatAddsColumnsTakesNoMoreThanThatEither() throws Exception {
    assertThat(bytesBesideTheHeap("+1000000x64", "+25000x12288", "+300x1048576"))
        .hasSize(3)
        .allSatisfy(bytes -> assertThat(bytes).isLessThan(MOST_BYTES));
  }

  /** Measures tables that somebody names, as {@link WideWritesProgram} takes them. */
  @Test
  @EnabledOnOs(OS.LINUX)
  @EnabledIfSystemProperty(named = TABLES, matches = ".+")
  void tellsWhatOtherTablesTake() throws Exception {
    for (String table : System.getProperty(TABLES).split(",")) {
      long bytes = bytesBesideTheHeap(table).get(0);
      System.err.println(table + " took " + bytes / 1_000_000 + " MB beside the heap.");
    }
  }

  private List<Long> bytesBesideTheHeap(String... tables) throws Exception {
    List<String> arguments = new ArrayList<>(List.of(directory.toString()));
    arguments.addAll(List.of(tables));
    JavaProcess process =
        JavaProcess.run(
            WideWritesProgram.class,
            List.of("-Xms1g", "-Xmx1g", "-XX:+AlwaysPreTouch"),
            arguments.toArray(String[]::new));
    assertThat(process.exitCode()).as(process.errors()).isZero();
    return process.output().lines().map(Long::valueOf).toList();
  }
}
