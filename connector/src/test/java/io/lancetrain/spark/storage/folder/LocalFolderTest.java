package io.lancetrain.spark.storage.folder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.storage.TableUri;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class LocalFolderTest {
  @TempDir private Path folder;

  /** What Linux answers to each write to {@code /dev/full}. */
  @Test
  @EnabledOnOs(OS.LINUX)
  void aFullDiskIsCalledFull() {
    LanceException failure = failureOfWriting(Path.of("/dev"), "full");

    assertThat(failure.condition()).isEqualTo(ErrorCondition.LANCE_STORE_FULL);
    assertThat(failure).hasMessageContaining("no space left on the disk");
  }

  @Test
  void anotherFailureSaysNothingOfEndpointsAndCredentials() throws Exception {
    Files.writeString(folder.resolve("file"), "in the way");

    LanceException failure = failureOfWriting(folder, "file/below");

    assertThat(failure.condition()).isEqualTo(ErrorCondition.LANCE_STORE_UNREACHABLE);
    assertThat(failure)
        .hasMessageContaining("file/below")
        .hasMessageNotContainingAny("endpoint", "credentials", "Hadoop");
  }

  private static LanceException failureOfWriting(Path root, String path) {
    LocalFolder local = new LocalFolder(TableUri.parse(root.toString()));
    return catchThrowableOfType(LanceException.class, () -> local.write(path, new byte[1]));
  }
}
