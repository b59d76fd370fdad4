package io.lancetrain.spark.nativelib;

import io.lancetrain.spark.error.NativeErrors;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes that threads of the native library look for in the system class loader. Where the
 * connector lives in a child loader ({@code spark-submit --jars}) they do not find them, so that
 * these classes are defined in the system loader before the library is loaded.
 *
 * <p>One thread looks for {@code AsyncScanner} as soon as the library is loaded, and panics and
 * prints a stack trace without it. The connector does not scan that way. Threads that need new
 * credentials make a {@code DescribeTableRequest}, which has an {@code Identity}.
 *
 * <p>A child loader that asks its parent first sees these definitions from then on.
 *
 * @since 0.1.0
 */
public final class SystemClasses {
  private static final Logger LOG = LoggerFactory.getLogger(SystemClasses.class);
  private static final String REQUEST = "org.lance.namespace.model.DescribeTableRequest";
  private static final List<String> NAMES =
      List.of("org.lance.ipc.AsyncScanner", "org.lance.namespace.model.Identity", REQUEST);

  private SystemClasses() {}

  /** Whether native threads can ask Java for credentials, once the library is loaded. */
  public static boolean haveCredentialRequests() {
    return isVisible(REQUEST);
  }

  /** Makes the classes of {@code loader} known to the system loader, where it may be done. */
  static void define(ClassLoader loader) {
    NAMES.stream().filter(name -> !isVisible(name)).forEach(name -> define(name, loader));
  }

  private static void define(String name, ClassLoader loader) {
    byte[] content = content(name, loader);
    try {
      Method defineClass =
          ClassLoader.class.getDeclaredMethod(
              "defineClass", String.class, byte[].class, int.class, int.class);
      defineClass.setAccessible(true);
      defineClass.invoke(ClassLoader.getSystemClassLoader(), name, content, 0, content.length);
    } catch (InaccessibleObjectException | ReflectiveOperationException e) {
      // Results are right all the same. Another class loader may also have been faster.
      LOG.debug("Cannot define {} in the system class loader: Lance may miss it", name, e);
    }
  }

  private static boolean isVisible(String name) {
    try {
      Class.forName(name, false, ClassLoader.getSystemClassLoader());
      return true;
    } catch (ClassNotFoundException e) {
      return false;
    }
  }

  private static byte[] content(String name, ClassLoader loader) {
    try (InputStream in = loader.getResourceAsStream(name.replace('.', '/') + ".class")) {
      return in.readAllBytes();
    } catch (IOException e) {
      throw NativeErrors.unreadable(name, e);
    }
  }
}
