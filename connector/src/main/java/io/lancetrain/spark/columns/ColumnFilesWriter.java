package io.lancetrain.spark.columns;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.job.UnneededFiles;
import io.lancetrain.spark.job.WrittenByTask;
import java.io.IOException;
import java.util.ArrayList;
import org.apache.spark.deploy.SparkHadoopUtil;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.write.DataWriter;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** A task's share of new columns: all rows of some fragments, in the order of their addresses. */
final class ColumnFilesWriter implements DataWriter<InternalRow> {
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
    UnneededFiles.undisturbed(
        () ->
            UnneededFiles.delete(
                spec.files().location(),
                files.stream().flatMap(file -> file.written().files().stream()).toList(),
                SparkHadoopUtil.get().conf()));
  }

  @Override
  public void close() throws IOException {
    if (current != null) {
      current.close();
    }
  }
}
