package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.ApplicationTransaction;
import io.lancetrain.spark.dataset.CommitProbe;
import io.lancetrain.spark.dataset.CommitRequest;
import io.lancetrain.spark.dataset.CommitRequest.Append;
import io.lancetrain.spark.dataset.CommitRequest.AppendColumns;
import io.lancetrain.spark.dataset.CommitRequest.Change;
import io.lancetrain.spark.dataset.TableCommit;
import io.lancetrain.spark.dataset.TableCommit.Outcome;
import io.lancetrain.spark.dataset.TableHistory;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.storage.DeletedFiles;
import io.lancetrain.spark.storage.JobSigns;
import io.lancetrain.spark.storage.JobSigns.RunningJob;
import io.lancetrain.spark.storage.TableFiles;
import io.lancetrain.spark.write.WriteTarget.ExistingTable;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.spark.SparkContext;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The driver's side of a write: one commit of what all tasks wrote, or the removal of it. */
final class LanceBatchWrite implements BatchWrite {
  private static final Logger LOG = LoggerFactory.getLogger(LanceBatchWrite.class);

  private final WriteSpec spec;
  private final WriteTarget target;
  private final PlannedChange change;
  private final Optional<Arrangement> arrangement;
  private final String queryId;
  private final CommitSettings settings;
  private final Optional<String> tag;
  private final SparkContext context;
  private RunningJob job;
  private final StrayFiles strays;
  private boolean repeated;
  private final WriteProgress progress;
  private TableCommit attempt;

  LanceBatchWrite(
      WriteSpec spec,
      WriteTarget target,
      PlannedChange change,
      Optional<Arrangement> arrangement,
      String queryId,
      CommitSettings settings,
      Optional<String> tag,
      SparkContext context,
      WriteProgress progress) {
    this.spec = spec;
    this.target = target;
    this.change = change;
    this.arrangement = arrangement;
    this.queryId = queryId;
    this.settings = settings;
    this.tag = tag;
    this.context = context;
    this.strays = StrayFiles.ofWrite(spec, context.hadoopConfiguration());
    this.progress = progress;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    repeated = isRepeated();
    if (repeated) {
      return new DiscardingWriterFactory();
    }
    if (target instanceof ExistingTable table) {
      tag.ifPresent(name -> TableHistory.requireFree(table.snapshot().version(), name));
    }
    CommitProbe.require(spec.location());
    progress.start(info.numPartitions());
    job =
        JobSigns.begin(
            spec.location().uri(), context.hadoopConfiguration(), spec.location().settings());
    return new LanceWriterFactory(spec, arrangement, change.watch());
  }

  /** Whether the table has this write of the application, before the first task runs. */
  private boolean isRepeated() {
    return target instanceof ExistingTable table
        && settings
            .application()
            .filter(application -> application.isRecordedIn(table.snapshot().schema()))
            .isPresent();
  }

  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    progress.add(Written.of(message).fragments());
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    Written written = Written.of(messages);
    OptionalLong version = repeated ? OptionalLong.empty() : commit(written);
    endJob();
    if (version.isPresent()) {
      tag.ifPresent(name -> tag(name, version.getAsLong()));
    } else {
      ApplicationTransaction application = settings.application().orElseThrow();
      LOG.info(
          "Wrote nothing to {}: it has version {} of application {} already, or a later one",
          spec.location(),
          application.version(),
          application.application());
      delete(written.fragments().files());
    }
    if (written.earlierAttempts() > 0) {
      delete(strays.find(written.fragments().files()));
    }
  }

  private void tag(String name, long version) {
    try {
      TableHistory.tag(spec.location(), name, version);
    } catch (LanceException failure) {
      throw WriteErrors.committedWithoutTag(spec.location().toString(), version, name, failure);
    }
  }

  /**
   * The new version; empty where the table has the write already. An append of nothing leaves the
   * table as it is, as Spark's file formats do, unless it is numbered.
   */
  private OptionalLong commit(Written written) {
    arrangement.ifPresent(arranged -> arranged.check(written.fragments()));
    Change committed = change.change().apply(written);
    if (isAppend(committed)
        && written.fragments().count() == 0
        && settings.application().isEmpty()) {
      return OptionalLong.of(committed.readVersion());
    }
    attempt =
        new TableCommit(
            new CommitRequest(
                spec.location(),
                committed,
                CommitProperties.of(context, queryId, change.operation(), settings),
                settings.onConflict(),
                settings.application()));
    long version = attempt.execute();
    delete(attempt.unnamedFiles());
    if (attempt.outcome() == Outcome.REPEATED) {
      return OptionalLong.empty();
    }
    LOG.info(
        "Committed this {} to {} as version {}: {}",
        committed.name(),
        spec.location(),
        version,
        progress);
    return OptionalLong.of(version);
  }

  /**
   * Removes what the tasks wrote. Spark calls this after a failed {@link #commit} too, and then a
   * version may name the files: they stay unless the commit surely failed.
   */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    endJob();
    if (attempt != null && attempt.outcome() != Outcome.NOT_COMMITTED) {
      LOG.warn(
          "The write to {} failed after its commit was sent: its files stay ({}): {}",
          spec.location(),
          attempt.outcome(),
          Written.of(messages).fragments().files());
      return;
    }
    List<String> files = new ArrayList<>(Written.of(messages).fragments().files());
    if (attempt != null) {
      files.addAll(attempt.unnamedFiles());
    }
    files.addAll(strays.find(files));
    delete(files);
  }

  private void endJob() {
    if (job != null) {
      job.close();
    }
  }

  private void delete(List<String> files) {
    DeletedFiles deletion =
        TableFiles.deleteAll(
            spec.location().uri(),
            files,
            context.hadoopConfiguration(),
            spec.location().settings());
    if (!deletion.notDeleted().isEmpty()) {
      LOG.warn(
          "These files of a write to {}, which no version needs, could not be deleted: {}",
          spec.location(),
          deletion.notDeleted());
    }
  }

  private static boolean isAppend(Change change) {
    return change instanceof Append || change instanceof AppendColumns;
  }

  @Override
  public String toString() {
    return "lance " + spec.location();
  }
}
