package io.lancetrain.spark.dataset;

import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Threads for native reads. A native call cannot be interrupted, so that a task, which may be
 * killed, leaves it to one of these.
 *
 * <p>They are used again: a new thread that allocates natively may take an arena of its own, in
 * which the C library keeps what was freed.
 */
public final class NativeThreads {
  private static final ExecutorService POOL = Executors.newCachedThreadPool(NativeThreads::thread);

  private NativeThreads() {}

  /**
   * Runs this on a thread of the pool, under this name and with the caller's class loader: the one
   * of who made the thread need not know the classes, such as providers of credentials, that the
   * caller's knows.
   */
  public static void execute(String name, Runnable work) {
    ClassLoader loader = Thread.currentThread().getContextClassLoader();
    POOL.execute(
        () -> {
          Thread thread = Thread.currentThread();
          String nameOfPool = thread.getName();
          ClassLoader loaderOfPool = thread.getContextClassLoader();
          thread.setName(name);
          thread.setContextClassLoader(loader);
          try {
            work.run();
          } finally {
            thread.setContextClassLoader(loaderOfPool);
            thread.setName(nameOfPool);
          }
        });
  }

  private static Thread thread(Runnable work) {
    Thread thread = new Thread(work, "lancetrain-idle");
    thread.setDaemon(true);
    return thread;
  }
}
