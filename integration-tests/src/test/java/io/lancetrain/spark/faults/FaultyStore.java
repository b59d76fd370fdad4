package io.lancetrain.spark.faults;

import io.lancetrain.spark.testing.FaultProxy;
import io.lancetrain.spark.testing.S3Server;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/** A store behind a proxy that has faults; its objects are files, so that they can be looked at. */
final class FaultyStore implements AutoCloseable {
  private static final String BUCKET = "bucket";
  private static final AtomicInteger TABLES = new AtomicInteger();

  private final Path objects;
  private final S3Server server;
  private FaultProxy proxy;

  FaultyStore(Path objects) {
    this.objects = objects;
    this.server = S3Server.builder().directory(objects).start();
    server.createBucket(BUCKET);
    this.proxy = FaultProxy.before(server);
  }

  FaultProxy proxy() {
    return proxy;
  }

  /** Puts a new proxy in the place of one that is closed, at an address of its own. */
  void comeBack() {
    proxy.close();
    proxy = FaultProxy.before(server);
  }

  FaultyTable newTable() {
    String name = "table-" + TABLES.incrementAndGet() + ".lance";
    return new FaultyTable("s3://" + BUCKET + "/" + name, objects.resolve(BUCKET).resolve(name));
  }

  /** A new table of the same objects: nobody has any part of it in a cache. */
  FaultyTable copyOf(FaultyTable table) {
    FaultyTable copy = newTable();
    try (Stream<Path> files = Files.walk(table.folder())) {
      for (Path file : files.toList()) {
        // The attributes hold what the server answers beside the content.
        Files.copy(
            file,
            copy.folder().resolve(table.folder().relativize(file).toString()),
            StandardCopyOption.COPY_ATTRIBUTES);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return copy;
  }

  /** The options of a write or read that goes through the proxy. */
  Map<String, String> options() {
    return options(proxy.lanceStorageOptions());
  }

  /** The options of a write or read that goes past the proxy. */
  Map<String, String> optionsWithoutFaults() {
    return options(server.lanceStorageOptions());
  }

  private static Map<String, String> options(Map<String, String> settings) {
    Map<String, String> options = new HashMap<>();
    settings.forEach((name, value) -> options.put("storage." + name, value));
    // The faults are for what the test does, and not for the question whether commits are safe.
    options.put("storage.commit.probe", "false");
    return options;
  }

  @Override
  public void close() {
    proxy.close();
    server.close();
  }
}
