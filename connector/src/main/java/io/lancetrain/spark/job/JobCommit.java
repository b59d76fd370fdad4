package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.ApplicationTransaction;
import io.lancetrain.spark.dataset.CommitProbe;
import io.lancetrain.spark.dataset.CommitRequest;
import io.lancetrain.spark.dataset.CommitRequest.Change;
import io.lancetrain.spark.dataset.TableCommit;
import io.lancetrain.spark.dataset.TableCommit.Outcome;
import io.lancetrain.spark.dataset.TableHistory;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.dataset.TableVersion;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.storage.folder.JobSigns;
import io.lancetrain.spark.storage.folder.JobSigns.RunningJob;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.spark.SparkContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One commit of the files that the tasks of a job wrote, or their removal: the driver's side of
 * every write.
 *
 * <p>A job has a sign while it runs, and comes to one end: the commit of a change, with the tag; a
 * table that stays as it is; or an abort. Files stay where a version may name them. So an abort
 * after a commit was sent deletes them only if that surely failed.
 */
public final class JobCommit {
  private static final Logger LOG = LoggerFactory.getLogger(JobCommit.class);

  private final TableLocation location;
  private final CommitSettings settings;
  private final Optional<String> tag;
  private final String queryId;
  private final SparkContext context;
  private final StrayFiles strays;
  private RunningJob job;
  private TableCommit attempt;

  /**
   * The commit of a job that is still to begin.
   *
   * @param spec what its tasks know
   * @param options the write's options
   * @param queryId Spark's name of the query
   */
  public JobCommit(WriteSpec spec, OptionValues options, String queryId, SparkContext context) {
    this.location = spec.location();
    this.settings = CommitSettings.of(options);
    this.tag = options.value(LanceOptions.TAG);
    this.queryId = queryId;
    this.context = context;
    this.strays = StrayFiles.ofWrite(spec, context.hadoopConfiguration());
  }

  /** Whether a table has this write of the application already. */
  public boolean isAlreadyIn(TableSnapshot table) {
    return settings
        .application()
        .filter(application -> application.isRecordedIn(table.schema()))
        .isPresent();
  }

  /** Whether the application gave the write a number, which the table learns with the commit. */
  public boolean isNumbered() {
    return settings.application().isPresent();
  }

  /**
   * The job begins to write, to this version of a table or where there is none.
   *
   * @throws LanceException LANCE_TAG_EXISTS where the tag is in use; LANCE_UNSAFE_STORE where the
   *     store could let one commit replace another
   */
  public void begin(Optional<TableVersion> table) {
    CommitProbe.require(location);
    table.ifPresent(version -> tag.ifPresent(name -> TableHistory.requireFree(version, name)));
    job = JobSigns.begin(location.uri(), context.hadoopConfiguration(), location.settings());
  }

  /**
   * Commits a change that names all files; where the table has this write of the application
   * already, nothing is committed and the files go.
   *
   * @param operation what the history calls it
   * @throws LanceException as {@link TableCommit#execute()}, or where the change is in and the tag
   *     is not
   */
  public void commit(Change change, String operation, HandedOver written) {
    attempt =
        new TableCommit(
            new CommitRequest(
                location,
                change,
                CommitProperties.of(context, queryId, operation, settings),
                settings.onConflict(),
                settings.application()));
    long version = attempt.execute();
    delete(attempt.unnamedFiles());
    if (attempt.outcome() == Outcome.REPEATED) {
      commitNothing(written);
      return;
    }
    LOG.info(
        "Committed this {} to {} as version {}: {}",
        change.name(),
        location,
        version,
        written.summary());
    keep(version, written);
  }

  /** Ends a job whose files, if it has any, are all in this version, which is tagged. */
  public void keep(long version, HandedOver written) {
    endJob();
    tag.ifPresent(name -> tag(name, version));
    deleteStrays(written);
  }

  /** Ends a job whose write the table has already: what was written this time goes. */
  public void commitNothing(HandedOver written) {
    endJob();
    ApplicationTransaction application = settings.application().orElseThrow();
    LOG.info(
        "Wrote nothing to {}: it has version {} of application {} already, or a later one",
        location,
        application.version(),
        application.application());
    delete(written.files());
    deleteStrays(written);
  }

  /**
   * Ends a job that failed: its files go. Spark calls this after a failed commit too, and then a
   * version may name them.
   *
   * @param handedOver the files of the tasks that came to their end
   */
  public void abort(List<String> handedOver) {
    endJob();
    if (attempt != null && attempt.outcome() != Outcome.NOT_COMMITTED) {
      LOG.warn(
          "The write to {} failed after its commit was sent: its files stay ({}): {}",
          location,
          attempt.outcome(),
          handedOver);
      return;
    }
    List<String> files = new ArrayList<>(handedOver);
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

  private void tag(String name, long version) {
    try {
      TableHistory.tag(location, name, version);
    } catch (LanceException failure) {
      throw WriteErrors.committedWithoutTag(location.toString(), version, name, failure);
    }
  }

  private void deleteStrays(HandedOver written) {
    if (written.earlierAttempts() > 0) {
      delete(strays.find(written.files()));
    }
  }

  private void delete(List<String> files) {
    UnneededFiles.delete(location, files, context.hadoopConfiguration());
  }
}
