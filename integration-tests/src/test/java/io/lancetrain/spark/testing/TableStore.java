package io.lancetrain.spark.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/** Where the tables of a test lie. All stores of one JVM end with it. */
public enum TableStore {
  LOCAL_DISK {
    @Override
    String root() {
      return Directory.PATH.toString();
    }
  },
  S3 {
    @Override
    String root() {
      return "s3://" + bucket();
    }
  },
  S3A {
    @Override
    String root() {
      return "s3a://" + bucket();
    }
  };

  private static final AtomicInteger TABLES = new AtomicInteger();
  private static final String BUCKET = "tables";

  abstract String root();

  /** Starts the server where it does not run yet. */
  private static String bucket() {
    server();
    return BUCKET;
  }

  /** A path with nothing there yet. */
  public String newTable() {
    return root() + "/table-" + TABLES.incrementAndGet() + ".lance";
  }

  /** The names of what lies directly in a folder; none where there is no such folder. */
  public static List<String> files(String folder) {
    Path path = new Path(folder.replaceFirst("^s3:", "s3a:"));
    Configuration configuration = TestSession.shared().sparkContext().hadoopConfiguration();
    try {
      FileSystem files = path.getFileSystem(configuration);
      return files.exists(path)
          ? Arrays.stream(files.listStatus(path)).map(file -> file.getPath().getName()).toList()
          : List.of();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The server behind {@link #S3} and {@link #S3A}, which the shared session reaches. */
  public static S3Server server() {
    return Server.RUNNING;
  }

  private static final class Directory {
    private static final java.nio.file.Path PATH = create();

    private static java.nio.file.Path create() {
      try {
        java.nio.file.Path path = Files.createTempDirectory("lancetrain tables ä😀");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> searchAndDelete(path)));
        return path;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private static void searchAndDelete(java.nio.file.Path directory) {
      SecretSearch.search("the tables of the suite", directory);
      delete(directory);
    }

    private static void delete(java.nio.file.Path directory) {
      try (Stream<java.nio.file.Path> files = Files.walk(directory)) {
        List<java.nio.file.Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        for (java.nio.file.Path file : deepestFirst) {
          Files.delete(file);
        }
      } catch (IOException e) {
        throw new UncheckedIOException("Cannot delete the tests' tables in " + directory, e);
      }
    }
  }

  private static final class Server {
    private static final S3Server RUNNING = start();

    private static S3Server start() {
      S3Server server = S3Server.builder().start();
      server.createBucket(BUCKET);
      Runtime.getRuntime()
          .addShutdownHook(
              new Thread(
                  () -> SecretSearch.search("the tables of the suite on S3", server.objects())));
      Configuration configuration = TestSession.shared().sparkContext().hadoopConfiguration();
      server
          .sparkSettings()
          .forEach(
              (name, value) -> configuration.set(name.substring("spark.hadoop.".length()), value));
      return server;
    }
  }
}
