package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.CommitRequest.AddColumns;
import io.lancetrain.spark.dataset.CommitRequest.Append;
import io.lancetrain.spark.dataset.CommitRequest.Change;
import io.lancetrain.spark.dataset.CommitRequest.Create;
import io.lancetrain.spark.dataset.CommitRequest.Overwrite;
import io.lancetrain.spark.dataset.CommitRequest.Restore;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.error.WriteErrors;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.Operation;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Commits a change once, or not at all.
 *
 * <p>A commit is one conditional PUT of a manifest. Where the store applied it and its answer was
 * lost or was an error, a retry would commit the same fragments again. So the committing handle
 * does not repeat requests, and after an error the versions since are searched for the transaction
 * of this commit before anybody says that it failed.
 */
public final class TableCommit {
  private static final Logger LOG = LoggerFactory.getLogger(TableCommit.class);
  private static final String STORE_RETRIES = "client_max_retries";

  /**
   * Lance's own layer of retries, which it leaves out where the store's are off, with a warning on
   * standard error for each commit; switched off as well, it is left out in silence.
   */
  private static final String THROTTLE_RETRIES = "lance_aimd_max_retries";

  /** How often an append that lost the race for a version number tries for the next one. */
  private static final int REBASES = 20;

  private final TableLocation location;
  private final CommitRequest request;
  private final Transaction transaction;
  private Outcome outcome = Outcome.NOT_COMMITTED;

  /** What is known of a commit, and so of the files that it names. */
  public enum Outcome {
    /** It was not tried yet, or surely failed: no version names the files. */
    NOT_COMMITTED,
    /** A version names the files, the newest or an older one. */
    COMMITTED,
    /** A version may name the files, or come to name them. */
    UNKNOWN
  }

  /** A commit that is still to be executed, once. */
  public TableCommit(CommitRequest request) {
    this.request = request;
    this.location =
        new TableLocation(
            request.location().uri(),
            request.location().settings().with(STORE_RETRIES, "0").with(THROTTLE_RETRIES, "0"));
    this.transaction =
        new Transaction.Builder()
            .readVersion(request.change().readVersion())
            .operation(operation(request.change()))
            .transactionProperties(request.properties())
            .build();
  }

  /**
   * Commits and returns the new version's number.
   *
   * @throws LanceException where another writer stands in the way (LANCE_COMMIT_CONFLICT,
   *     LANCE_TABLE_EXISTS), where nothing was committed, or where that cannot be known
   *     (LANCE_COMMIT_UNKNOWN)
   */
  public long execute() {
    try {
      long version = commitOnce();
      if (request.change() instanceof Create && version != 1) {
        undo(version);
        throw TableErrors.tableExists(location.toString());
      }
      return version;
    } finally {
      transaction.close();
    }
  }

  /** What is known now; after an exception of {@link #execute()} too. */
  public Outcome outcome() {
    return outcome;
  }

  private long commitOnce() {
    long version;
    // Native methods throw checked exceptions that they do not declare.
    try (Dataset committed = committed()) {
      version = committed.version();
    } catch (Exception failure) {
      version = afterFailure(failure);
    }
    outcome = Outcome.COMMITTED;
    return version;
  }

  private Dataset committed() {
    if (request.change() instanceof Create) {
      if (TableOpener.exists(location)) {
        throw TableErrors.tableExists(location.toString());
      }
      return execute(
          new CommitBuilder(location.uri().lance(), NativeMemory.root())
              .writeParams(Map.copyOf(location.settings().lanceOptions())));
    }
    try (Dataset dataset = TableOpener.pinned(location, request.change().readVersion())) {
      return execute(new CommitBuilder(dataset));
    }
  }

  private Dataset execute(CommitBuilder builder) {
    builder.maxRetries(REBASES);
    if (request.change() instanceof Create create) {
      builder.storageFormat(storageFormat(create.fileVersion()));
    } else if (request.change() instanceof Overwrite overwrite) {
      builder.storageFormat(storageFormat(overwrite.fileVersion()));
    }
    outcome = Outcome.UNKNOWN;
    return builder.execute(transaction);
  }

  /** The commit's own spelling of a file version: it takes "v2_1" where the writer takes "2.1". */
  private static String storageFormat(String fileVersion) {
    return "v" + fileVersion.replace('.', '_');
  }

  private static Operation operation(Change change) {
    if (change instanceof Create create) {
      return overwrite(create.schema(), create.fragments(), create.tableProperties());
    }
    if (change instanceof Overwrite overwrite) {
      return overwrite(overwrite.schema(), overwrite.fragments(), overwrite.tableProperties());
    }
    if (change instanceof Append append) {
      return org.lance.operation.Append.builder().fragments(append.fragments().metadata()).build();
    }
    if (change instanceof AddColumns add) {
      return org.lance.operation.Merge.builder()
          .fragments(add.fragments().metadata())
          .schema(add.schema())
          .build();
    }
    return new org.lance.operation.Restore.Builder().version(((Restore) change).version()).build();
  }

  /** Lance makes a table by overwriting what is not there. */
  private static Operation overwrite(
      Schema schema, WrittenFragments fragments, Map<String, String> properties) {
    return org.lance.operation.Overwrite.builder()
        .fragments(fragments.metadata())
        .schema(schema)
        .configUpsertValues(properties)
        .build();
  }

  /** Decides what an error of the commit means: it is in after all, or it is not, or who knows. */
  private long afterFailure(Exception failure) {
    if (failure instanceof LanceException beforeTheCommit) {
      throw beforeTheCommit;
    }
    OptionalLong landed;
    try {
      landed = versionOfThisTransaction();
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
      return landed.getAsLong();
    }
    if (NativeCalls.isWithoutAnswer(location, failure)) {
      // The store may still have the request, and apply it later.
      throw unknown(NativeCalls.withoutSecrets(location, failure));
    }
    outcome = Outcome.NOT_COMMITTED;
    if (NativeCalls.isConflict(location, failure)) {
      throw request.change() instanceof Create
          ? TableErrors.tableExists(location.toString())
          : WriteErrors.commitConflict(
              location.toString(),
              request.change().name(),
              NativeCalls.withoutSecrets(location, failure));
    }
    throw NativeCalls.translate("commit to", location, failure);
  }

  private LanceException unknown(Throwable failure) {
    return WriteErrors.commitUnknown(
        location.toString(), request.change().name(), transaction.uuid(), failure);
  }

  private OptionalLong versionOfThisTransaction() {
    Optional<TableSnapshot> newest = TableOpener.latest(request.location());
    if (newest.isEmpty()) {
      return OptionalLong.empty();
    }
    try (DatasetLease lease = TableOpener.lease(newest.get().version())) {
      for (long version = newest.get().version().number();
          version > request.change().readVersion();
          version--) {
        Optional<Transaction> made =
            TableHistory.transaction(request.location(), lease.dataset(), version);
        if (made.isPresent() && made.get().uuid().equals(transaction.uuid())) {
          return OptionalLong.of(version);
        }
      }
    }
    return OptionalLong.empty();
  }

  /** Takes back a creation that met a table which somebody else made at the same moment. */
  private void undo(long version) {
    new TableCommit(
            new CommitRequest(
                request.location(), new Restore(version, version - 1), request.properties()))
        .execute();
  }
}
