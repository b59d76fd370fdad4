package io.lancetrain.spark.badinput;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.JavaProcess;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** In a process of its own, since the promise is that the process lives. */
class DamagedFilesTest {
  @TempDir private Path scratch;

  @Test
  void noChangedByteInThePagesOrTheTableOfContentsOfADataFileEndsTheProcess() throws Exception {
    JavaProcess process =
        JavaProcess.run(
            DamagedFilesProgram.class,
            List.of("-XX:ErrorFile=" + scratch.resolve("crash.log")),
            scratch.toString());

    assertThat(process.exitCode()).as(process.output()).isZero();
    assertThat(process.output()).endsWith("90 of 90\n");
    assertThat(process.errors()).doesNotContain("panic in a function that cannot unwind");
  }
}
