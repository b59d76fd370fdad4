package io.lancetrain.spark.write;

import io.lancetrain.spark.dataset.CommitRequest.Append;
import io.lancetrain.spark.dataset.CommitRequest.AppendColumns;
import io.lancetrain.spark.dataset.CommitRequest.Change;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.job.HandedOver;
import io.lancetrain.spark.job.JobCommit;
import io.lancetrain.spark.job.WriteSpec;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import java.util.Optional;
import org.apache.spark.sql.connector.write.BatchWrite;
import org.apache.spark.sql.connector.write.DataWriterFactory;
import org.apache.spark.sql.connector.write.PhysicalWriteInfo;
import org.apache.spark.sql.connector.write.WriterCommitMessage;

/** The driver's side of a write of rows: what all tasks wrote becomes the planned change. */
final class LanceBatchWrite implements BatchWrite {
  private final WriteSpec spec;
  private final Optional<TableSnapshot> table;
  private final PlannedChange change;
  private final Optional<Arrangement> arrangement;
  private final JobCommit commit;
  private final WriteProgress progress;
  private boolean repeated;

  LanceBatchWrite(
      WriteSpec spec,
      WriteTarget target,
      PlannedChange change,
      Optional<Arrangement> arrangement,
      JobCommit commit,
      WriteProgress progress) {
    this.spec = spec;
    this.table =
        target instanceof ExistingTable existing
            ? Optional.of(existing.snapshot())
            : Optional.empty();
    this.change = change;
    this.arrangement = arrangement;
    this.commit = commit;
    this.progress = progress;
  }

  @Override
  public DataWriterFactory createBatchWriterFactory(PhysicalWriteInfo info) {
    repeated = table.filter(commit::isAlreadyIn).isPresent();
    if (repeated) {
      return new DiscardingWriterFactory();
    }
    commit.begin(table.map(TableSnapshot::version));
    progress.start(info.numPartitions());
    return new LanceWriterFactory(spec, arrangement, change.watch());
  }

  @Override
  public void onDataWriterCommit(WriterCommitMessage message) {
    progress.add(Written.of(message).fragments());
  }

  /**
   * An append of nothing leaves the table as it is, as Spark's file formats do, unless it is
   * numbered.
   */
  @Override
  public void commit(WriterCommitMessage[] messages) {
    Written written = Written.of(messages);
    if (repeated) {
      commit.commitNothing(handedOver(written));
      return;
    }
    arrangement.ifPresent(arranged -> arranged.check(written.fragments()));
    Change committed = change.change().apply(written);
    if (isAppend(committed) && written.fragments().count() == 0 && !commit.isNumbered()) {
      commit.keep(committed.readVersion(), handedOver(written));
    } else {
      commit.commit(committed, change.operation(), handedOver(written));
    }
  }

  private HandedOver handedOver(Written written) {
    return new HandedOver(
        written.fragments().files(), written.earlierAttempts(), progress.toString());
  }

  @Override
  public void abort(WriterCommitMessage[] messages) {
    commit.abort(Written.of(messages).fragments().files());
  }

  private static boolean isAppend(Change change) {
    return change instanceof Append || change instanceof AppendColumns;
  }

  @Override
  public String toString() {
    return "lance " + spec.location();
  }
}
