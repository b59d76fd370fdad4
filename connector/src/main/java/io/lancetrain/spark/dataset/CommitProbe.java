package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.CommitRequest.Create;
import io.lancetrain.spark.error.CommitSafetyErrors;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.commit.CommitProtection;
import io.lancetrain.spark.storage.commit.CommitProtection.Proof;
import io.lancetrain.spark.type.FileVersion;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.CommitBuilder;
import org.lance.Dataset;
import org.lance.Transaction;
import org.lance.operation.ReserveFragments;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets a store show that it makes a key only once, which every commit relies on: the manifest of a
 * version is created on the condition that there is none.
 *
 * <p>Several writers commit to a small table of their own at the same moment, a few times, through
 * the very client that commits to real ones. Of those that try for the same version exactly one may
 * succeed, and some have to be refused. A store that has shown it is not asked again by this
 * process.
 */
public final class CommitProbe {
  private static final Logger LOG = LoggerFactory.getLogger(CommitProbe.class);
  private static final String FOLDER = "/_lancetrain/probe/";
  private static final int WRITERS = 8;

  /**
   * A store that looks whether there is a key and makes it a moment later is caught in about every
   * other round.
   */
  private static final int ROUNDS = 12;

  private static final Set<Store> SAFE = ConcurrentHashMap.newKeySet();

  private final TableLocation table;
  private final TableLocation probe;
  private final Set<Long> made = new HashSet<>();
  private int refused;

  private CommitProbe(TableLocation table) {
    this.table = table;
    this.probe =
        new TableLocation(
            new TableUri(
                table.uri().scheme(),
                table.uri().bucket(),
                table.root().uri().path() + FOLDER + UUID.randomUUID()),
            TableCommit.withoutRetries(table.settings())
                .protectedBy(new CommitProtection(Proof.WAIVED, CommitProtection.NO_LOCK)));
  }

  private record Store(String scheme, String endpoint, String bucket) {
    static Store of(TableLocation location) {
      return new Store(
          location.uri().scheme(),
          location.settings().lanceOptions().getOrDefault("aws_endpoint", ""),
          location.uri().bucket());
    }
  }

  /**
   * Returns where commits to this table are safe: the store is known or has shown it, a lock is
   * named, or the user answers for it.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_UNSAFE_STORE where the store made a
   *     version twice, or refused none; LANCE_INVALID_OPTION where the lock cannot be used;
   *     LANCE_UNSUPPORTED_OPERATION in a snapshot of a bucket
   */
  public static void require(TableLocation location) {
    location.requireWritable();
    CommitProtection protection = location.settings().protection();
    boolean locked = protection.openLock().isPresent();
    if (protection.proof() == Proof.TO_BE_SHOWN && !locked) {
      requireShown(location);
    }
  }

  private static synchronized void requireShown(TableLocation location) {
    if (!SAFE.contains(Store.of(location))) {
      new CommitProbe(location).run();
      SAFE.add(Store.of(location));
    }
  }

  private void run() {
    ExecutorService writers =
        Executors.newFixedThreadPool(
            WRITERS,
            work -> {
              Thread thread = new Thread(work, "lancetrain-commit-probe");
              thread.setDaemon(true);
              return thread;
            });
    try {
      create();
      for (int round = 0; round < ROUNDS; round++) {
        race(writers);
      }
    } finally {
      writers.shutdownNow();
      remove();
    }
    if (refused == 0) {
      throw CommitSafetyErrors.commitsNotRefused(table.toString(), endpoint(), ROUNDS * WRITERS);
    }
    LOG.info(
        "The store at {} makes a key only once, as commits to bucket {} need it: of {} writers at"
            + " once it refused {}",
        endpoint(),
        table.uri().bucket(),
        ROUNDS * WRITERS,
        refused);
  }

  private void create() {
    Schema schema = new Schema(List.of(Field.nullable("probe", new ArrowType.Int(32, true))));
    new TableCommit(
            new CommitRequest(
                probe,
                new Create(
                    schema, FileVersion.required(schema).text(), WrittenFragments.none(), Map.of()),
                Map.of()))
        .execute();
  }

  private void race(ExecutorService writers) {
    try (CloseableStack resources = new CloseableStack()) {
      // A handle of its own for each writer: commits of one handle wait for each other.
      List<Dataset> handles = new ArrayList<>();
      Callable<Dataset> open = () -> TableOpener.dataset(probe);
      run(
          writers,
          Collections.nCopies(WRITERS, open),
          handle -> handles.add(resources.push(handle)));
      CyclicBarrier start = new CyclicBarrier(WRITERS);
      List<Callable<Optional<Long>>> commits = new ArrayList<>();
      handles.forEach(handle -> commits.add(() -> commit(handle, start)));
      run(writers, commits, this::count);
    }
  }

  /** Hands over what each task gave, also where another one failed. */
  private <T> void run(ExecutorService writers, List<Callable<T>> tasks, Consumer<T> taker) {
    ExecutionException first = null;
    try {
      for (Future<T> task : writers.invokeAll(tasks)) {
        try {
          taker.accept(task.get());
        } catch (ExecutionException failure) {
          first = first == null ? failure : first;
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw CommitSafetyErrors.probeStopped(table.toString(), stopped);
    }
    if (first != null) {
      throw NativeCalls.translate("show that commits are safe at", table, first.getCause());
    }
  }

  /** The version that one writer made; empty where the store refused it. */
  private Optional<Long> commit(Dataset newest, CyclicBarrier start) throws Exception {
    try (Transaction transaction =
        new Transaction.Builder()
            .readVersion(newest.version())
            .operation(ReserveFragments.builder().numFragments(1).build())
            .build()) {
      start.await();
      try (Dataset committed =
          new CommitBuilder(newest).maxRetries(TableCommit.ONE_TRY).execute(transaction)) {
        return Optional.of(committed.version());
      } catch (Exception failure) {
        if (NativeCalls.isRaceLost(probe, failure)) {
          return Optional.empty();
        }
        throw failure;
      }
    }
  }

  private void count(Optional<Long> version) {
    if (version.isEmpty()) {
      refused++;
    } else if (!made.add(version.get())) {
      throw CommitSafetyErrors.keyMadeTwice(table.toString(), endpoint());
    }
  }

  private String endpoint() {
    return NativeCalls.endpoint(table);
  }

  private void remove() {
    // Native methods throw checked exceptions that they do not declare.
    try {
      Dataset.drop(probe.uri().lance(), table.settings().currentOptions());
    } catch (Exception failure) {
      LOG.warn(
          "Cannot delete {}, which nobody needs any more: {}",
          probe,
          NativeCalls.withoutSecrets(table, failure).getMessage());
    }
  }
}
