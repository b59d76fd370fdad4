package io.lancetrain.spark.storage.folder;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.folder.JobSigns.RunningJob;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A job that takes long gives a sign until it ends; a short one gives none. */
class JobSignsTest {
  @TempDir private Path directory;

  @Test
  void aLongJobGivesASignUntilItEnds() {
    TableUri table = TableUri.parse(directory.toString());
    Instant before = Instant.now().minusMillis(1);

    try (RunningJob job =
        JobSigns.begin(table, new Configuration(), StorageSettings.NONE, Duration.ofMillis(10))) {
      List<StoredFile> signs = signs(table);
      while (signs.isEmpty()) {
        Thread.onSpinWait();
        signs = signs(table);
      }
      assertThat(job).isNotNull();
      assertThat(signs).hasSize(1);
      assertThat(JobSigns.begun(signs.get(0).path()).orElseThrow())
          .isBetween(before, Instant.now());
    }
    assertThat(signs(table)).isEmpty();
  }

  @Test
  void aShortJobGivesNone() {
    TableUri table = TableUri.parse(directory.toString());

    JobSigns.begin(table, new Configuration(), StorageSettings.NONE).close();

    assertThat(directory).isEmptyDirectory();
  }

  @Test
  void anotherFileIsNoSign() {
    assertThat(JobSigns.begun("_lancetrain/jobs/notes.txt")).isEmpty();
    assertThat(JobSigns.begun("_lancetrain/jobs/x-y")).isEmpty();
  }

  private static List<StoredFile> signs(TableUri table) {
    try (TableFolder folder = TableFolder.open(table, new Configuration(), StorageSettings.NONE)) {
      return folder.list(JobSigns.FOLDER);
    }
  }
}
