package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.CommitProbe;
import io.lancetrain.spark.dataset.CommitRequest;
import io.lancetrain.spark.dataset.CommitRequest.AddColumns;
import io.lancetrain.spark.dataset.TableCommit;
import io.lancetrain.spark.dataset.TableCommit.Outcome;
import io.lancetrain.spark.dataset.TableHistory;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.MissingRows;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.storage.DeletedFiles;
import io.lancetrain.spark.storage.JobSigns;
import io.lancetrain.spark.storage.JobSigns.RunningJob;
import io.lancetrain.spark.storage.TableFiles;
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
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver's side of adding columns: one commit of the files that all tasks wrote. */
final class AddColumnsBatch implements BatchWrite {
  private static final Logger LOG = LoggerFactory.getLogger(AddColumnsBatch.class);

  private final TableSnapshot table;
  private final AddedColumns added;
  private final ColumnFilesSpec spec;
  private final OptionValues options;
  private final String queryId;
  private final SparkContext context;
  private final CommitSettings settings;
  private final StrayFiles strays;
  private RunningJob job;
  private TableCommit attempt;

  AddColumnsBatch(
      TableSnapshot table,
      AddedColumns added,
      ColumnFilesSpec spec,
      OptionValues options,
      String queryId,
      SparkContext context) {
    this.table = table;
    this.added = added;
    this.spec = spec;
    this.options = options;
    this.queryId = queryId;
    this.context = context;
    this.settings = CommitSettings.of(options);
    this.strays = StrayFiles.ofWrite(spec.files(), context.hadoopConfiguration());
  }

  private TableLocation location() {
    return table.version().location();
  }

  private Optional<String> tag() {
    return options.value(LanceOptions.TAG);
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    CommitProbe.require(location());
    tag().ifPresent(name -> TableHistory.requireFree(table.version(), name));
    job = JobSigns.begin(location().uri(), context.hadoopConfiguration(), location().settings());
    return new ColumnFilesWriterFactory(spec);
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    List<ColumnFile> files = files(messages);
    refuseMissing(files);
    attempt =
        new TableCommit(
            new CommitRequest(
                location(),
                change(files),
                CommitProperties.of(context, queryId, "addColumns", settings),
                settings.onConflict(),
                settings.application()));
    long version = attempt.execute();
    endJob();
    delete(attempt.unnamedFiles());
    if (attempt.outcome() == Outcome.REPEATED) {
      LOG.info("Added no columns to {}: it has this write of the application", location());
      delete(paths(files));
    } else {
      LOG.info("Added columns to {} as version {}", location(), version);
      tag().ifPresent(name -> tag(name, version));
    }
    if (earlierAttempts(messages) > 0) {
      delete(strays.find(paths(files)));
    }
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

  private void refuseMissing(List<ColumnFile> files) {
    long missing = table.rows() - files.stream().mapToLong(ColumnFile::rows).sum();
    if (missing > 0 && options.valueOrDefault(LanceOptions.MISSING_ROWS) == MissingRows.FAIL) {
      throw ColumnErrors.missingRows(location().toString(), missing, table.rows());
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

  private void tag(String name, long version) {
    try {
      TableHistory.tag(location(), name, version);
    } catch (LanceException failure) {
      throw WriteErrors.committedWithoutTag(location().toString(), version, name, failure);
    }
  }

  /** As in a write of rows, files stay that a version may name. */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    endJob();
    List<String> paths = paths(files(messages));
    if (attempt != null && attempt.outcome() != Outcome.NOT_COMMITTED) {
      LOG.warn(
          "Adding columns to {} failed after the commit was sent: its files stay ({}): {}",
          location(),
          attempt.outcome(),
          paths);
      return;
    }
    delete(paths);
    if (attempt != null) {
      delete(attempt.unnamedFiles());
    }
    delete(strays.find(List.of()));
  }

  private void endJob() {
    if (job != null) {
      job.close();
    }
  }

  private void delete(List<String> paths) {
    DeletedFiles deletion =
        TableFiles.deleteAll(
            location().uri(), paths, context.hadoopConfiguration(), location().settings());
    if (!deletion.notDeleted().isEmpty()) {
      LOG.warn(
          "These files of columns for {}, which no version needs, could not be deleted: {}",
          location(),
          deletion.notDeleted());
    }
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

  @Override
  public String toString() {
    return "lance columns of " + location();
  }
}
