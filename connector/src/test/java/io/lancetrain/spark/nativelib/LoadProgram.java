package io.lancetrain.spark.nativelib;

import java.io.File;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Makes lance-core load its library in as many class loaders as the argument says. */
final class LoadProgram {
  private LoadProgram() {}

  public static void main(String[] arguments) throws Exception {
    // Spark has its log running by the time that a table is opened.
    LoggerFactory.getLogger(LoadProgram.class);
    List<URL> classPath = new ArrayList<>();
    for (String entry : List.of(System.getProperty("java.class.path").split(File.pathSeparator))) {
      classPath.add(Path.of(entry).toUri().toURL());
    }
    for (int count = Integer.parseInt(arguments[0]); count > 0; count--) {
      ClassLoader loader =
          count == 1
              ? ClassLoader.getSystemClassLoader()
              : new URLClassLoader(
                  classPath.toArray(URL[]::new), ClassLoader.getPlatformClassLoader());
      long start = System.nanoTime();
      Class.forName("org.lance.JniLoader", true, loader);
      System.out.println((System.nanoTime() - start) / 1_000_000 + " ms");
    }
  }
}
