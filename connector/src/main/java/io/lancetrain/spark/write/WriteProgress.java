package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.metric.ByteText;
import io.lancetrain.spark.metric.WriteMetric;
import java.util.concurrent.TimeUnit;
import org.apache.spark.sql.connector.metric.CustomTaskMetric;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How far a write is, as the driver learns it from its tasks; a line in the log every 10 s. */
final class WriteProgress {
  private static final Logger LOG = LoggerFactory.getLogger(WriteProgress.class);
  private static final long INTERVAL = TimeUnit.SECONDS.toNanos(10);

  private final TableLocation location;
  private int allTasks;
  private int tasks;
  private long rows;
  private long bytes;
  private long files;
  private long lastLine = System.nanoTime();

  WriteProgress(TableLocation location) {
    this.location = location;
  }

  /** The tasks start, so many of them. */
  synchronized void start(int count) {
    allTasks = count;
    lastLine = System.nanoTime();
  }

  /** One task has written its rows. */
  synchronized void add(WrittenFragments written) {
    tasks++;
    rows += written.rows();
    bytes += written.bytes();
    files += written.count();
    if (System.nanoTime() - lastLine >= INTERVAL) {
      lastLine = System.nanoTime();
      LOG.info("Writing {}: {}", location, this);
    }
  }

  /** What only the driver can tell in the end. */
  synchronized CustomTaskMetric[] metrics() {
    return new CustomTaskMetric[] {
      WriteMetric.FILES.value(files), WriteMetric.FILE_BYTES.value(bytes)
    };
  }

  @Override
  public synchronized String toString() {
    return "%d of %d tasks, %,d rows, %s in %,d files"
        .formatted(tasks, allTasks, rows, ByteText.of(bytes), files);
  }
}
