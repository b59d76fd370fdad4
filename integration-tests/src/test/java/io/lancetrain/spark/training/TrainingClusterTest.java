package io.lancetrain.spark.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.testing.JavaProcess;
import io.lancetrain.spark.testing.TestSession;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which cluster writes a training table makes no difference to it. */
class TrainingClusterTest {
  @TempDir private Path directory;

  @Test
  void anyNumberOfCoresGivesTheSameFragments() throws Exception {
    String input = directory.resolve("input").toString();
    TestSession.shared()
        .range(0, 20_000, 1, 7)
        .selectExpr("id", "cast(id % 10 as int) as label", "rand(1) as noise")
        .write()
        .parquet(input);

    List<String> ofOneCore = fragments("local[1]", input);
    List<String> ofFiveCores = fragments("local[5]", input);

    assertThat(ofFiveCores).hasSize(1).isEqualTo(ofOneCore);
  }

  private List<String> fragments(String master, String input) throws Exception {
    JavaProcess process =
        JavaProcess.run(
            LayoutProgram.class,
            List.of("-Xmx1g"),
            master,
            input,
            directory.resolve(master + ".lance").toString());
    assertThat(process.exitCode()).as(process.errors()).isZero();
    return process.output().lines().filter(line -> line.startsWith("fragments ")).toList();
  }
}
