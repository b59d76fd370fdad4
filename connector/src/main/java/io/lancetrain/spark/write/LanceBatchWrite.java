package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.CommitRequest;
import io.lancetrain.spark.dataset.CommitRequest.Append;
import io.lancetrain.spark.dataset.CommitRequest.Change;
import io.lancetrain.spark.dataset.TableCommit;
import io.lancetrain.spark.dataset.TableCommit.Outcome;
import io.lancetrain.spark.dataset.TableHistory;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.storage.DeletedFiles;
import io.lancetrain.spark.storage.TableFiles;
import io.lancetrain.spark.write.WriteTarget.ExistingTable;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
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
  private final String queryId;
  private final Optional<String> tag;
  private final SparkContext context;
  private final WriteProgress progress;
  private TableCommit attempt;

  LanceBatchWrite(
      WriteSpec spec,
      WriteTarget target,
      PlannedChange change,
      String queryId,
      Optional<String> tag,
      SparkContext context,
      WriteProgress progress) {
    this.spec = spec;
    this.target = target;
    this.change = change;
    this.queryId = queryId;
    this.tag = tag;
    this.context = context;
    this.progress = progress;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    if (target instanceof ExistingTable table) {
      tag.ifPresent(name -> TableHistory.requireFree(table.snapshot().version(), name));
    }
    progress.start(info.numPartitions());
    return new LanceWriterFactory(spec);
  }

  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    progress.add(((WrittenByTask) message).fragments());
  }

  @Override
  public void commit(WriterCommitMessage[] messages) {
    WrittenFragments fragments = fragments(messages);
    long version = commit(change.change().apply(fragments));
    tag.ifPresent(name -> tag(name, version));
  }

  private void tag(String name, long version) {
    try {
      TableHistory.tag(spec.location(), name, version);
    } catch (LanceException failure) {
      throw WriteErrors.committedWithoutTag(spec.location().toString(), version, name, failure);
    }
  }

  /** An append of nothing leaves the table as it is, as Spark's file formats do. */
  private long commit(Change committed) {
    if (committed instanceof Append append && append.fragments().count() == 0) {
      return append.readVersion();
    }
    attempt =
        new TableCommit(
            new CommitRequest(spec.location(), committed, CommitProperties.of(context, queryId)));
    long version = attempt.execute();
    LOG.info(
        "Committed this {} to {} as version {}: {}",
        committed.name(),
        spec.location(),
        version,
        progress);
    return version;
  }

  /**
   * Removes what the tasks wrote. Spark calls this after a failed {@link #commit} too, and then a
   * version may name the files: they stay unless the commit surely failed.
   */
  @Override
  public void abort(WriterCommitMessage[] messages) {
    if (attempt != null && attempt.outcome() != Outcome.NOT_COMMITTED) {
      LOG.warn(
          "The write to {} failed after its commit was sent: its files stay ({}): {}",
          spec.location(),
          attempt.outcome(),
          fragments(messages).files());
      return;
    }
    DeletedFiles deletion =
        TableFiles.deleteAll(
            spec.location().uri(),
            fragments(messages).files(),
            context.hadoopConfiguration(),
            spec.location().settings());
    if (!deletion.notDeleted().isEmpty()) {
      LOG.warn(
          "The write to {} failed, and these files of it could not be deleted: {}",
          spec.location(),
          deletion.notDeleted());
    }
  }

  private static WrittenFragments fragments(WriterCommitMessage[] messages) {
    return WrittenFragments.concat(
        Arrays.stream(messages)
            .filter(Objects::nonNull)
            .map(message -> ((WrittenByTask) message).fragments())
            .toList());
  }

  @Override
  public String toString() {
    return "lance " + spec.location();
  }
}
