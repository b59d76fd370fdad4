package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.storage.DeletedFiles;
import io.lancetrain.spark.storage.TableFiles;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A task's share of new columns: all rows of some fragments, in the order of their addresses. */
final class ColumnFilesWriter implements DataWriter<InternalRow> {
  private static final Logger LOG = LoggerFactory.getLogger(ColumnFilesWriter.class);

  private final ColumnFilesSpec spec;
  private final ArrayList<ColumnFile> files = new ArrayList<>();
  private FragmentColumns current;

  ColumnFilesWriter(ColumnFilesSpec spec) {
    this.spec = spec;
  }

  @Override
  public void write(InternalRow row) throws IOException {
    if (row.isNullAt(spec.address())) {
      throw noSuchRow("null", "no row has that");
    }
    long address = row.getLong(spec.address());
    int fragment = (int) (address >>> Integer.SIZE);
    if (current == null || current.fragment() != fragment) {
      finishCurrent();
      FragmentSummary summary = spec.fragments().get(fragment);
      if (summary == null) {
        throw noSuchRow(address, "there is no fragment " + fragment);
      }
      current = new FragmentColumns(spec, summary);
    }
    current.write(address, row);
  }

  private RuntimeException noSuchRow(Object address, String reason) {
    return ColumnErrors.noSuchRow(
        spec.version().location().toString(), spec.version().number(), address, reason);
  }

  private void finishCurrent() throws IOException {
    if (current != null) {
      files.add(current.finish());
      current.close();
      current = null;
    }
  }

  @Override
  public WriterCommitMessage commit() throws IOException {
    finishCurrent();
    return new ColumnFiles(files, WrittenByTask.of(WrittenFragments.none()).earlierAttempts());
  }

  @Override
  public void abort() {
    if (current != null) {
      current.abort();
    }
    // The interrupt that killed the task would stop the deletion too.
    boolean killed = Thread.interrupted();
    try {
      DeletedFiles deletion =
          TableFiles.deleteAll(
              spec.files().location().uri(),
              files.stream().flatMap(file -> file.written().files().stream()).toList(),
              SparkHadoopUtil.get().conf(),
              spec.files().location().settings());
      if (!deletion.notDeleted().isEmpty()) {
        LOG.warn(
            "A task that added columns to {} failed, and these files of it could not be deleted: {}",
            spec.files().location(),
            deletion.notDeleted());
      }
    } finally {
      if (killed) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}
