package io.lancetrain.spark.benchmark;

import static io.lancetrain.spark.benchmark.MarkdownTable.number;

import io.lancetrain.spark.benchmark.WriteCommand.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** The writing of tables to local disk, without what it takes to read their rows. */
final class LocalWrites implements Section {
  private static final Set<Contestant> CONTESTANTS = Contestant.WRITERS;

  private final Settings settings;

  LocalWrites(Settings settings) {
    this.settings = settings;
  }

  /** What one contestant took: to read the rows, and to read and write them. */
  private record Times(Outcome read, Outcome write) {
    boolean isFailure() {
      return read.isFailure() || write.isFailure();
    }

    double writing() {
      return write.seconds() - read.seconds();
    }
  }

  @Override
  public String name() {
    return "writes";
  }

  @Override
  public String run() {
    MarkdownTable ratios = new MarkdownTable(header("wanted"));
    MarkdownTable seconds = new MarkdownTable(header());
    try (Race race = new Race(CONTESTANTS, Store.localDisk(settings.tables()), settings)) {
      for (BenchmarkWrite write : BenchmarkWrite.all()) {
        if (settings.includes(write)) {
          Map<Contestant, Outcome> reads = race.run(new WriteCommand(Operation.READ_SOURCE, write));
          Map<Contestant, Outcome> writes = race.run(new WriteCommand(Operation.WRITE, write));
          Map<Contestant, Reply> answers = race.askAll(new WriteCommand(Operation.ANSWER, write));
          Function<Contestant, Times> times =
              contestant -> new Times(reads.get(contestant), writes.get(contestant));
          double parquet = times.apply(Contestant.PARQUET).writing();
          ratios.row(
              row(
                  write,
                  contestant -> ratio(times.apply(contestant), contestant, answers, parquet),
                  number("%.2f", write.wanted())));
          seconds.row(row(write, contestant -> seconds(times.apply(contestant))));
        }
      }
    }
    return """
        ### Writing to local disk

        The time to read and write, less the time to read alone, as a share of Parquet's:

        %s
        Median seconds to read and write, then to read alone, and in brackets the seconds of processor \
        time of
        both:

        %s"""
        .formatted(ratios, seconds);
  }

  private static List<String> header(String... more) {
    return Stream.of(
            Stream.of("table"), CONTESTANTS.stream().map(Contestant::title), Stream.of(more))
        .flatMap(Function.identity())
        .toList();
  }

  private static List<String> row(
      BenchmarkWrite write, Function<Contestant, String> cell, String... more) {
    List<String> cells = new ArrayList<>();
    cells.add(write.table());
    CONTESTANTS.stream().map(cell).forEach(cells::add);
    cells.addAll(List.of(more));
    return cells;
  }

  /** Nobody is fast by writing something else. */
  private static String ratio(
      Times times, Contestant contestant, Map<Contestant, Reply> answers, double parquet) {
    Reply answer = answers.get(contestant);
    if (times.isFailure() || (answer != null && answer.isFailure())) {
      return "fails";
    }
    String right = answers.get(Contestant.PARQUET).text();
    if (answer != null && !answer.text().equals(right)) {
      return "wrong: " + answer.text() + " instead of " + right;
    }
    return number("%.2f", times.writing() / parquet);
  }

  private static String seconds(Times times) {
    return times.isFailure()
        ? ""
        : number(
            "%.3f (%.3f), %.3f (%.3f)",
            times.write().seconds(),
            times.write().processorSeconds(),
            times.read().seconds(),
            times.read().processorSeconds());
  }
}
