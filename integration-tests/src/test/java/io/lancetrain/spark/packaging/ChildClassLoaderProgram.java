package io.lancetrain.spark.packaging;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import org.apache.spark.sql.SparkSession;

/** Writes and reads a table as {@code spark-submit --jars} would: the jar is in a child loader. */
final class ChildClassLoaderProgram {
  private ChildClassLoaderProgram() {}

  /** Arguments: the jar, and where the table goes. */
  public static void main(String[] arguments) throws Exception {
    URL jar = Path.of(arguments[0]).toUri().toURL();
    ClassLoader system = ChildClassLoaderProgram.class.getClassLoader();
    Thread.currentThread().setContextClassLoader(new URLClassLoader(new URL[] {jar}, system));
    try (SparkSession spark =
        SparkSession.builder()
            .master("local[1]")
            .config("spark.ui.enabled", false)
            .config("spark.driver.bindAddress", "127.0.0.1")
            .config("spark.driver.host", "127.0.0.1")
            .getOrCreate()) {
      spark.range(10).write().format("lance").save(arguments[1]);
      System.out.println(spark.read().format("lance").load(arguments[1]).count() + " rows");
    }
  }
}
