package io.lancetrain.spark.benchmark;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.apache.spark.package$;

/** Says where and with what was measured. */
final class Machine {
  private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

  private Machine() {}

  static String description() {
    long memory =
        ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize();
    return String.format(
        "%d cores (%s), %d GiB of memory, %s %s; JDK %s; Spark %s; lance-core %s; commit %s.",
        Runtime.getRuntime().availableProcessors(),
        processor(),
        Math.round(memory / (double) (1L << 30)),
        System.getProperty("os.name"),
        System.getProperty("os.version"),
        Runtime.version(),
        package$.MODULE$.SPARK_VERSION(),
        System.getProperty("benchmark.lance.version"),
        commit());
  }

  private static String processor() {
    if (!Files.isReadable(PROCESSORS)) {
      return System.getProperty("os.arch");
    }
    try (Stream<String> lines = Files.lines(PROCESSORS)) {
      return lines
          .filter(line -> line.startsWith("model name"))
          .map(line -> line.substring(line.indexOf(':') + 1).strip())
          .findFirst()
          .orElse(System.getProperty("os.arch"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String commit() {
    String changes = git("status", "--porcelain").isEmpty() ? "" : " with changes";
    return git("rev-parse", "--short", "HEAD") + changes;
  }

  private static String git(String... arguments) {
    try {
      Process process =
          new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(arguments)).toList())
              .start();
      return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
