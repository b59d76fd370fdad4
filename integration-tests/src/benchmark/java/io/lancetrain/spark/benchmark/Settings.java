package io.lancetrain.spark.benchmark;

import java.nio.file.Path;
import java.util.regex.Pattern;

/**
 * What to measure, from the system properties {@code benchmark.*} that the build passes on.
 *
 * @param directory where the tables, the logs of the JVMs and the report go
 * @param scale the share of the full number of rows and fragments; 1 for the published figures
 * @param sections the sections whose name fits this are run
 * @param queries the queries, and the tables to write, whose name fits this
 * @param warmUps runs of each query that do not count
 * @param runs runs of each query that count
 * @param profiling whether the JVMs record what they do, and the report summarises it
 * @param document the page whose generated part a complete run replaces
 */
record Settings(
    Path directory,
    double scale,
    Pattern sections,
    Pattern queries,
    int warmUps,
    int runs,
    Profiling profiling,
    Path document) {

  private static final int LEAST_RUNS = 5;

  /** Whether the JVMs record a profile. */
  enum Profiling {
    OFF,
    ON
  }

  static Settings fromSystemProperties() {
    return new Settings(
        Path.of(property("directory")).toAbsolutePath(),
        Double.parseDouble(property("scale")),
        Pattern.compile(property("sections")),
        Pattern.compile(property("queries")),
        Integer.parseInt(property("warmUps")),
        Integer.parseInt(property("runs")),
        Boolean.parseBoolean(property("profile")) ? Profiling.ON : Profiling.OFF,
        Path.of(property("document")).toAbsolutePath());
  }

  /** The directory of the tables of this scale; the S3 server shows it as a bucket. */
  Path tables() {
    return directory.resolve("scale-" + scale).resolve("tables");
  }

  Path profile(Contestant contestant) {
    return directory.resolve(contestant.fileName() + ".jfr");
  }

  boolean includes(BenchmarkQuery query) {
    return queries.matcher(query.name()).find();
  }

  boolean includes(BenchmarkWrite write) {
    return queries.matcher(write.table()).find();
  }

  /** Whether this measures everything that is published, and nothing that slows it down. */
  boolean isComplete() {
    return scale == 1
        && runs >= LEAST_RUNS
        && profiling == Profiling.OFF
        && sections.pattern().isEmpty()
        && queries.pattern().isEmpty();
  }

  private static String property(String name) {
    String value = System.getProperty("benchmark." + name);
    if (value == null) {
      throw new IllegalStateException(
          "The system property benchmark." + name + " is not set. Run: mvn -q -Pbenchmark package");
    }
    return value;
  }
}
