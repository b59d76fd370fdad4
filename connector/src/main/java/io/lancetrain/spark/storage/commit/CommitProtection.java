package io.lancetrain.spark.storage.commit;

import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.storage.StorageOption;
import java.io.Serializable;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/**
 * What keeps two commits from making the same version of a table: the store, which then has to make
 * a key only once, or a lock.
 *
 * @param proof what is known of the store
 * @param lock the value of {@code commit.lock}
 * @since 0.1.0
 */
public record CommitProtection(Proof proof, String lock) implements Serializable {
  /** The value of {@code commit.lock} where the store needs no lock. */
  public static final String NO_LOCK = "none";

  private static final String FOLDER = "file:";

  /** A store that is known, or a local disk. */
  public static final CommitProtection KNOWN = new CommitProtection(Proof.KNOWN, NO_LOCK);

  /** Whether the store makes a key only once. */
  public enum Proof {
    /** It is known to, as Amazon S3, Tigris and a local disk are. */
    KNOWN,
    /** It has to show it, before the first commit. */
    TO_BE_SHOWN,
    /** The user answers for it. */
    WAIVED
  }

  /**
   * The lock to hold during a commit; empty where the store needs none.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION where the class that is
   *     named cannot be used
   */
  public Optional<CommitLock> openLock() {
    if (!isLocked()) {
      return Optional.empty();
    }
    return Optional.of(
        lock.startsWith(FOLDER) ? new FileCommitLock(Path.of(URI.create(lock))) : ofClass(lock));
  }

  /** Whether commits hold a lock. */
  public boolean isLocked() {
    return !lock.equals(NO_LOCK);
  }

  private static CommitLock ofClass(String name) {
    try {
      ClassLoader loader = Thread.currentThread().getContextClassLoader();
      return Class.forName(name, true, loader)
          .asSubclass(CommitLock.class)
          .getConstructor()
          .newInstance();
    } catch (ReflectiveOperationException | ClassCastException failure) {
      throw OptionErrors.unusableClass(
          "storage." + StorageOption.COMMIT_LOCK, name, CommitLock.class.getName(), failure);
    }
  }
}
