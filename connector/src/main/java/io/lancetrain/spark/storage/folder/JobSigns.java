package io.lancetrain.spark.storage.folder;

import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Timer;
import java.util.TimerTask;
import java.util.UUID;
import org.apache.hadoop.conf.Configuration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Signs of long jobs: a job that writes for longer than an hour says so by a small file in the
 * table's folder, and writes that file again each hour. Who removes files that no version needs can
 * so tell those of a job that still runs from those that a lost job left.
 *
 * <p>Shorter jobs give no sign, and cost nothing: their files are younger than any that may be
 * removed.
 *
 * @since 0.1.0
 */
public final class JobSigns {
  /** Where the signs lie in a table's folder, or a branch's. */
  public static final String FOLDER = "_lancetrain/jobs";

  private static final Logger LOG = LoggerFactory.getLogger(JobSigns.class);
  private static final Duration INTERVAL = Duration.ofHours(1);

  private JobSigns() {}

  /** A job, from its first file to its commit or abort. */
  public static final class RunningJob implements AutoCloseable {
    private final TableUri table;
    private final Configuration configuration;
    private final StorageSettings settings;
    private final String path;
    private final TimerTask renewal;
    private boolean ended;
    private boolean signed;

    private RunningJob(
        TableUri table, Configuration configuration, StorageSettings settings, Instant begun) {
      this.table = table;
      this.configuration = configuration;
      this.settings = settings;
      this.path = FOLDER + "/" + begun.toEpochMilli() + "-" + UUID.randomUUID();
      this.renewal =
          new TimerTask() {
            @Override
            public void run() {
              renew();
            }
          };
    }

    /** A sign that cannot be written is written an hour later; the job goes on. */
    private synchronized void renew() {
      if (ended) {
        return;
      }
      try (TableFolder folder = TableFolder.open(table, configuration, settings)) {
        folder.write(path, Instant.now().toString().getBytes(StandardCharsets.UTF_8));
        signed = true;
      } catch (RuntimeException failure) {
        LOG.warn("Cannot write a sign of the job that writes to {}", table, failure);
      }
    }

    /** Takes the sign away, where there is one. */
    @Override
    public synchronized void close() {
      renewal.cancel();
      ended = true;
      if (!signed) {
        return;
      }
      signed = false;
      try (TableFolder folder = TableFolder.open(table, configuration, settings)) {
        folder.delete(path);
      } catch (RuntimeException failure) {
        LOG.warn("Cannot delete {} of {}, which is of no more use", path, table, failure);
      }
    }
  }

  /**
   * A job begins to write.
   *
   * @param configuration Hadoop's; it is copied, not changed
   * @param settings how Lance reaches the store
   * @return to be closed when its files are committed or deleted
   */
  public static RunningJob begin(
      TableUri table, Configuration configuration, StorageSettings settings) {
    return begin(table, configuration, settings, INTERVAL);
  }

  static RunningJob begin(
      TableUri table, Configuration configuration, StorageSettings settings, Duration interval) {
    RunningJob job = new RunningJob(table, configuration, settings, Instant.now());
    TimerOfThisProcess.TIMER.schedule(job.renewal, interval.toMillis(), interval.toMillis());
    return job;
  }

  /** When the job began of which this is a sign; empty where it is not the path of a sign. */
  public static Optional<Instant> begun(String path) {
    String name = path.substring(path.lastIndexOf('/') + 1);
    try {
      return Optional.of(
          Instant.ofEpochMilli(Long.parseLong(name.substring(0, name.indexOf('-')))));
    } catch (NumberFormatException | StringIndexOutOfBoundsException otherName) {
      return Optional.empty();
    }
  }

  /** Made with the first job. */
  private static final class TimerOfThisProcess {
    private static final Timer TIMER = new Timer("lancetrain-job-signs", true);
  }
}
