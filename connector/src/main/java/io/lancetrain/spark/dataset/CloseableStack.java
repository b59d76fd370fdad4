package io.lancetrain.spark.dataset;

import java.util.ArrayDeque;
import java.util.Deque;

/** Resources of one owner, closed in the reverse order of their making, all of them. */
final class CloseableStack implements AutoCloseable {
  private final Deque<AutoCloseable> resources = new ArrayDeque<>();

  <T extends AutoCloseable> T push(T resource) {
    resources.push(resource);
    return resource;
  }

  /** Closes everything because of {@code failure}; what goes wrong with it is added to that. */
  void closeAfter(Throwable failure) {
    try {
      close();
    } catch (RuntimeException alsoFailed) {
      failure.addSuppressed(alsoFailed);
    }
  }

  @Override
  public void close() {
    RuntimeException first = null;
    while (!resources.isEmpty()) {
      try {
        resources.pop().close();
      } catch (Exception failure) {
        if (first == null) {
          first = new IllegalStateException("Cannot close a native resource", failure);
        } else {
          first.addSuppressed(failure);
        }
      }
    }
    if (first != null) {
      throw first;
    }
  }
}
