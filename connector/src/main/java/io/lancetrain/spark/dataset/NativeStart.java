package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.LanceException;
import java.util.Optional;
import org.lance.JniLoader;

/**
 * Loads the native library before the first native call. The JVM reports a failure in a class'
 * start-up once as it is, and then as a missing class; this tells the reason every time.
 */
final class NativeStart {
  private static final Optional<LanceException> FAILURE = load();

  private NativeStart() {}

  /** Returns if the library is loaded. */
  static void ensure() {
    if (FAILURE.isPresent()) {
      throw FAILURE.get();
    }
  }

  private static Optional<LanceException> load() {
    try {
      JniLoader.ensureLoaded();
      return Optional.empty();
    } catch (ExceptionInInitializerError failure) {
      if (failure.getCause() instanceof LanceException reason) {
        return Optional.of(reason);
      }
      throw failure;
    }
  }
}
