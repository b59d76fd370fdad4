package io.lancetrain.spark.nativelib;

import io.lancetrain.spark.error.NativeErrors;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The one class that a thread of the native library looks for in the system class loader as soon as
 * the library is loaded. Where the connector lives in a child loader ({@code spark-submit --jars})
 * the thread does not find it, panics, and prints a stack trace. So the class is defined in the
 * system loader first.
 *
 * <p>A child loader that asks its parent first sees that definition from then on. Nothing else in
 * lance-core names the class, and the connector does not scan that way.
 */
final class DispatcherClass {
  private static final Logger LOG = LoggerFactory.getLogger(DispatcherClass.class);
  private static final String NAME = "org.lance.ipc.AsyncScanner";

  private DispatcherClass() {}

  /** Makes the class of {@code loader} known to the system loader, where it may be done. */
  static void define(ClassLoader loader) {
    ClassLoader system = ClassLoader.getSystemClassLoader();
    if (isVisible(system)) {
      return;
    }
    byte[] content = content(loader);
    try {
      Method defineClass =
          ClassLoader.class.getDeclaredMethod(
              "defineClass", String.class, byte[].class, int.class, int.class);
      defineClass.setAccessible(true);
      defineClass.invoke(system, NAME, content, 0, content.length);
    } catch (InaccessibleObjectException | ReflectiveOperationException e) {
      // Results are right all the same. Another class loader may also have been faster.
      LOG.debug("Cannot define {} in the system class loader: Lance may log a panic", NAME, e);
    }
  }

  private static boolean isVisible(ClassLoader loader) {
    try {
      Class.forName(NAME, false, loader);
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static byte[] content(ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(NAME.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw NativeErrors.unreadable(NAME, e);
    }
  }
}
