package io.lancetrain.spark.benchmark;

import io.lancetrain.spark.benchmark.Settings.Profiling;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/** Writes the tables if they are not there, measures, and prints the report. */
public final class Benchmarks {
  private final Settings settings;

  private Benchmarks(Settings settings) {
    this.settings = settings;
  }

  /** Takes its {@link Settings} from system properties. */
  public static void main(String[] arguments) throws IOException {
    new Benchmarks(Settings.fromSystemProperties()).run();
  }

  private void run() throws IOException {
    Files.createDirectories(settings.tables());
    writeTables();
    Report report = new Report(settings.directory().resolve("report.md"));
    report.add(introduction());
    for (Section section : sections()) {
      if (settings.sections().matcher(section.name()).find()) {
        report.add(section.run());
        profiles().forEach(report::add);
      }
    }
    if (settings.isComplete()) {
      new GeneratedPart(settings.document()).replace(report.text());
    }
  }

  private List<Section> sections() {
    return List.of(
        new LocalQueries(settings),
        new StoreRequests(settings),
        new StoreLatency(settings),
        new SmallFragments(settings),
        new LocalWrites(settings),
        new LaidOutWrites(settings));
  }

  private void writeTables() {
    try (SparkSession spark = LocalSession.start(Map.of())) {
      for (BenchmarkTable table : BenchmarkTable.all(settings.scale())) {
        table.writeTo(settings.tables(), spark);
      }
    }
  }

  private String introduction() {
    return """
        %s

        Each reader or writer has a JVM of its own with %d cores; all run in turn; %d runs to warm up, then the \
        median of
        %d. Scale %s.
        """
        .formatted(
            Machine.description(),
            Contestant.CORES,
            settings.warmUps(),
            settings.runs(),
            settings.scale());
  }

  private List<String> profiles() {
    List<String> profiles = new ArrayList<>();
    for (Contestant contestant : Contestant.values()) {
      Path recording = settings.profile(contestant);
      if (settings.profiling() == Profiling.ON && Files.exists(recording)) {
        profiles.add(new ProfileSummary(contestant, recording).markdown());
      }
    }
    return profiles;
  }
}
