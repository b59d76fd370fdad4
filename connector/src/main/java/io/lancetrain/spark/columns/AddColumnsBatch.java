package io.lancetrain.spark.columns;

import io.lancetrain.spark.dataset.CommitRequest.AddColumns;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.job.HandedOver;
import io.lancetrain.spark.job.JobCommit;
import io.lancetrain.spark.option.MissingRows;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** The driver's side of adding columns: the files of all tasks become columns of the table. */
final class AddColumnsBatch implements BatchWrite {
  private static final String OPERATION = "addColumns";

  private final TableSnapshot table;
  private final AddedColumns added;
  private final ColumnFilesSpec spec;
  private final MissingRows missingRows;
  private final JobCommit commit;

  AddColumnsBatch(
      TableSnapshot table,
      AddedColumns added,
      ColumnFilesSpec spec,
      MissingRows missingRows,
      JobCommit commit) {
    this.table = table;
    this.added = added;
    this.spec = spec;
    this.missingRows = missingRows;
    this.commit = commit;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    commit.begin(Optional.of(table.version()));
    return new ColumnFilesWriterFactory(spec);
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    List<ColumnFile> files = files(messages);
    long rows = files.stream().mapToLong(ColumnFile::rows).sum();
    refuseMissing(table.rows() - rows);
    commit.commit(
        change(files),
        OPERATION,
        new HandedOver(
            paths(files),
            earlierAttempts(messages),
            "%,d rows in %,d files".formatted(rows, files.size())));
  }

  private AddColumns change(List<ColumnFile> files) {
    List<Field> fields = new ArrayList<>(table.schema().getFields());
    fields.addAll(added.columns().getFields());
    return new AddColumns(
        table.version().number(),
        new Schema(fields, table.schema().getCustomMetadata()),
        added.columns(),
        byFragment(files));
  }

  private void refuseMissing(long missing) {
    if (missing > 0 && missingRows == MissingRows.FAIL) {
      throw ColumnErrors.missingRows(location(), missing, table.rows());
    }
  }

  private static Map<Integer, WrittenFragments> byFragment(List<ColumnFile> files) {
    Map<Integer, WrittenFragments> byFragment = new HashMap<>();
    for (ColumnFile file : files) {
      if (byFragment.put(file.fragment(), file.written()) != null) {
        throw new IllegalStateException("Two tasks had rows of fragment " + file.fragment());
      }
    }
    return byFragment;
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    commit.abort(paths(files(messages)));
  }

  private static List<String> paths(List<ColumnFile> files) {
    return files.stream().flatMap(file -> file.written().files().stream()).toList();
  }

  private static Stream<ColumnFiles> tasks(WriterCommitMessage[] messages) {
    return Arrays.stream(messages).filter(Objects::nonNull).map(ColumnFiles.class::cast);
  }

  private static int earlierAttempts(WriterCommitMessage[] messages) {
    return tasks(messages).mapToInt(ColumnFiles::earlierAttempts).sum();
  }

  private static List<ColumnFile> files(WriterCommitMessage[] messages) {
    return tasks(messages).flatMap(task -> task.files().stream()).toList();
  }

  private String location() {
    return table.version().location().toString();
  }

  @Override
  public String toString() {
    return "lance columns of " + location();
  }
}
