package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.CommitRequest.Create;
import io.lancetrain.spark.dataset.CommitRequest.Overwrite;
import io.lancetrain.spark.dataset.Rebase.Rebased;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.storage.commit.CommitLock;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a change once, or not at all.
 *
 * <p>A commit is one conditional PUT of a manifest. Where the store applied it and its answer was
 * lost or was an error, a retry would commit the same fragments again. So the committing handle
 * does not repeat requests, and after an error the versions since are searched for the transaction
 * of this commit before anybody says that it failed.
 *
 * <p>A try that lost the race for the next version, or that the store was too busy for, is followed
 * by another one on top of the newest version, after a pause.
 */
public final class TableCommit {
  private static final Logger LOG = LoggerFactory.getLogger(TableCommit.class);
  private static final String STORE_RETRIES = "client_max_retries";

  /**
   * Lance's own layer of retries, which it leaves out where the store's are off, with a warning on
   * standard error for each commit; switched off as well, it is left out in silence.
   */
  private static final String THROTTLE_RETRIES = "lance_aimd_max_retries";

  /** How often a commit that lost the race for a version number tries for the next one. */
  private static final int MOST_RETRIES = 20;

  /** How often a commit is tried again that a store did not take in a bad moment of its own. */
  private static final int MOST_RETRIES_OF_A_BAD_MOMENT = 5;

  /** Lance's own retries are off: each try is looked at before the next. */
  static final int ONE_TRY = 1;

  /**
   * Lance makes a table by an overwrite, which it puts on top of a table that came up at the same
   * moment, unless that lacks the version it is made from. No table has this one, so that a
   * creation makes version 1 or nothing. Lance keeps it in the transaction, and looks at it never
   * again.
   */
  private static final long NO_VERSION = Long.MAX_VALUE;

  private final TableLocation location;
  private final CommitRequest request;
  private final OwnTransaction transaction;
  private final Backoff backoff = new Backoff(MOST_RETRIES);
  private final CommitFiles files = new CommitFiles();
  private Outcome outcome = Outcome.NOT_COMMITTED;

  /** What is known of a commit, and so of the files that it names. */
  public enum Outcome {
    /** It was not tried yet, or surely failed: no version names the files. */
    NOT_COMMITTED,
    /** A version names the files, the newest or an older one. */
    COMMITTED,
    /** A version may name the files, or come to name them. */
    UNKNOWN,
    /** The table had this write of the application already: no version names the files. */
    REPEATED
  }

  /** A commit that is still to be executed, once. */
  public TableCommit(CommitRequest request) {
    this.request = request;
    this.location =
        new TableLocation(request.location().uri(), withoutRetries(request.location().settings()));
    this.transaction = new OwnTransaction(request.location(), request.change().readVersion());
  }

  /** Settings with which a request is sent once. */
  static StorageSettings withoutRetries(StorageSettings settings) {
    return settings.with(STORE_RETRIES, "0").with(THROTTLE_RETRIES, "0");
  }

  /**
   * Commits and returns the new version's number; where the table has the application's transaction
   * already, the number of the newest version ({@link Outcome#REPEATED}).
   *
   * @throws LanceException where another writer stands in the way (LANCE_COMMIT_CONFLICT,
   *     LANCE_TABLE_EXISTS), where nothing was committed, or where that cannot be known
   *     (LANCE_COMMIT_UNKNOWN)
   */
  public long execute() {
    CommitProbe.require(request.location());
    Optional<CommitLock> lock = location.settings().protection().openLock();
    OptionalLong version = tryInTurn(lock);
    while (version.isEmpty()) {
      version = tryInTurn(lock);
    }
    return version.getAsLong();
  }

  /** What is known now; after an exception of {@link #execute()} too. */
  public Outcome outcome() {
    return outcome;
  }

  /** How often it was tried again. */
  public int retries() {
    return backoff.pauses();
  }

  /**
   * Files that the commit itself made and that no version names, relative to the table's folder:
   * all of them after a failure, those of the tries before after a success.
   */
  public List<String> unnamedFiles() {
    return files.unnamed();
  }

  @SuppressWarnings("try")
  private OptionalLong tryInTurn(Optional<CommitLock> lock) {
    try (CommitTurn turn = CommitTurn.await(lock, location)) {
      return tryOnce();
    } catch (CommitTurn.Missed missed) {
      // A try before this one may have got no answer, and may land after all.
      throw outcome == Outcome.UNKNOWN
          ? unknown(missed)
          : WriteErrors.commitNotLocked(location.toString(), missed);
    }
  }

  /** The version, or empty where another try is to be made. */
  private OptionalLong tryOnce() {
    files.beginTry();
    OptionalLong version;
    // Native methods throw checked exceptions that they do not declare.
    try {
      version = OptionalLong.of(request.change() instanceof Create create ? create(create) : put());
    } catch (Exception failure) {
      version = afterFailure(failure);
    }
    if (version.isPresent() && outcome != Outcome.REPEATED) {
      outcome = Outcome.COMMITTED;
      if (transaction.isUnanswered()) {
        files.someTryLanded();
      } else {
        files.lastTryLanded();
      }
    }
    return version;
  }

  private long create(Create create) {
    if (TableOpener.exists(location)) {
      throw TableErrors.tableExists(location.toString());
    }
    CommitBuilder builder =
        new CommitBuilder(location.uri().lance(), NativeMemory.root())
            .storageFormat(storageFormat(create.fileVersion()));
    Optional<CredentialVendor> vendor = CredentialVendor.of(location);
    vendor.ifPresent(found -> builder.namespaceClient(found).tableId(found.table()));
    builder.writeParams(
        vendor.map(CredentialVendor::options).orElseGet(() -> location.settings().lanceOptions()));
    return execute(builder, new Rebased(NO_VERSION, Rebase.create(request, create)));
  }

  private long put() {
    try (Dataset newest = newest()) {
      if (isRepeated(newest)) {
        outcome = Outcome.REPEATED;
        return newest.version();
      }
      Rebased rebased = new Rebase(request, newest, files.deletionFiles()).rebased();
      CommitBuilder builder = new CommitBuilder(newest);
      if (request.change() instanceof Overwrite overwrite) {
        builder.storageFormat(storageFormat(overwrite.fileVersion()));
      }
      return execute(builder, rebased);
    }
  }

  /** A table that was deleted, and made again, may be older than what the change was made from. */
  private Dataset newest() {
    Dataset newest = TableOpener.dataset(location);
    if (newest.version() < request.change().readVersion()) {
      newest.close();
      return TableOpener.pinned(location, request.change().readVersion());
    }
    return newest;
  }

  private boolean isRepeated(Dataset newest) {
    return request.application().isPresent()
        && TableHistory.has(location, newest, request.change(), request.application().get());
  }

  private long execute(CommitBuilder builder, Rebased rebased) {
    try (Transaction sent =
        new Transaction.Builder()
            .uuid(transaction.uuid())
            .readVersion(rebased.readVersion())
            .operation(rebased.operation())
            .transactionProperties(request.properties())
            .build()) {
      files.addTransaction(rebased.readVersion(), transaction.uuid());
      outcome = Outcome.UNKNOWN;
      try (Dataset committed = builder.maxRetries(ONE_TRY).execute(sent)) {
        return committed.version();
      }
    }
  }

  /** The commit's own spelling of a file version: it takes "v2_1" where the writer takes "2.1". */
  private static String storageFormat(String fileVersion) {
    return "v" + fileVersion.replace('.', '_');
  }

  /**
   * Decides what an error of the commit means: it is in after all, or it is not, or who knows.
   *
   * @return the version where it is in; empty where another try is to be made
   */
  private OptionalLong afterFailure(Exception failure) {
    if (failure instanceof LanceException beforeTheCommit && !transaction.isUnanswered()) {
      throw beforeTheCommit;
    }
    OptionalLong landed;
    try {
      landed = transaction.version();
    } catch (RuntimeException cannotAsk) {
      Throwable cause = NativeCalls.withoutSecrets(location, failure);
      cause.addSuppressed(cannotAsk);
      throw unknown(cause);
    }
    if (landed.isPresent()) {
      LOG.warn(
          "The store answered the commit of version {} of {} with an error, but the commit is in: {}",
          landed.getAsLong(),
          location,
          NativeCalls.withoutSecrets(location, failure).getMessage());
      return landed;
    }
    if (NativeCalls.isWithoutAnswer(location, failure)) {
      transaction.wentUnanswered();
    }
    boolean mayStillLand = transaction.mayStillLand();
    outcome = mayStillLand ? Outcome.UNKNOWN : Outcome.NOT_COMMITTED;
    if (mayBeRetried(failure) && backoff.pause()) {
      LOG.info(
          "Trying the commit to {} again ({}): {}",
          location,
          backoff.pauses(),
          NativeCalls.withoutSecrets(location, failure).getMessage());
      return OptionalLong.empty();
    }
    if (mayStillLand) {
      throw unknown(NativeCalls.withoutSecrets(location, failure));
    }
    if (request.change() instanceof Create && metATable(failure)) {
      throw TableErrors.tableExists(location.toString());
    }
    if (NativeCalls.isConflict(location, failure)) {
      throw WriteErrors.commitConflict(
          location.toString(),
          request.change().name(),
          NativeCalls.withoutSecrets(location, failure));
    }
    throw NativeCalls.translate("commit to", location, failure);
  }

  /** To Lance, the table that a creation meets is one that lacks a version, or a lost race. */
  private boolean metATable(Exception failure) {
    return transaction.foundATable()
        && (NativeCalls.isRaceLost(location, failure) || NativeCalls.isNotFound(location, failure));
  }

  /**
   * Whether the next try may do better. It is not made blindly: no version has this transaction, a
   * store that answered an error will not apply the request that it refused, and a request that got
   * no answer competes with the next try for the same version, which the store makes only once.
   */
  private boolean mayBeRetried(Exception failure) {
    if (NativeCalls.isPassing(location, failure)) {
      return backoff.pauses() < MOST_RETRIES_OF_A_BAD_MOMENT;
    }
    return !(request.change() instanceof Create) && NativeCalls.isRaceLost(location, failure);
  }

  private LanceException unknown(Throwable failure) {
    return WriteErrors.commitUnknown(
        location.toString(), request.change().name(), transaction.uuid(), failure);
  }
}
