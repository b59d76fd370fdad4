package io.lancetrain.spark.benchmark;

import static io.lancetrain.spark.benchmark.MarkdownTable.number;

import io.lancetrain.spark.benchmark.QueryCommand.Operation;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Stream;

/** Every goal on local disk: ratios to Parquet, medians, and whether the answers agree. */
final class LocalQueries implements Section {
  private static final Set<Contestant> CONTESTANTS = Contestant.READERS;

  private final Settings settings;

  LocalQueries(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "local";
  }

  @Override
  public String run() {
    MarkdownTable ratios = new MarkdownTable(header("wanted"));
    MarkdownTable seconds = new MarkdownTable(header());
    try (Race race = new Race(CONTESTANTS, Store.localDisk(settings.tables()), settings)) {
      for (Goal goal : Goal.all(settings.scale())) {
        BenchmarkQuery query = goal.query();
        if (settings.includes(query)) {
          Map<Contestant, Reply> answers = race.answers(query);
          Map<Contestant, Outcome> outcomes = race.run(new QueryCommand(Operation.RUN, query));
          double parquet = outcomes.get(Contestant.PARQUET).seconds();
          ratios.row(
              row(
                  query,
                  contestant -> ratio(contestant, answers, outcomes, parquet),
                  number("%.2f", goal.wanted())));
          seconds.row(row(query, contestant -> seconds(outcomes.get(contestant))));
        }
      }
    }
    return """
        ### On local disk

        Time as a share of Parquet's:

        %s
        Median seconds, and in brackets the seconds of processor time of the whole JVM, native threads
        included:

        %s"""
        .formatted(ratios, seconds);
  }

  private static List<String> header(String... more) {
    return Stream.of(
            Stream.of("query"), CONTESTANTS.stream().map(Contestant::title), Stream.of(more))
        .flatMap(Function.identity())
        .toList();
  }

  private static List<String> row(
      BenchmarkQuery query, Function<Contestant, String> cell, String... more) {
    List<String> cells = new ArrayList<>();
    cells.add(query.name());
    CONTESTANTS.stream().map(cell).forEach(cells::add);
    cells.addAll(List.of(more));
    return cells;
  }

  /** Nobody is fast by being wrong. */
  private static String ratio(
      Contestant contestant,
      Map<Contestant, Reply> answers,
      Map<Contestant, Outcome> outcomes,
      double parquet) {
    Outcome outcome = outcomes.get(contestant);
    if (outcome == null) {
      return "";
    }
    Reply answer = answers.get(contestant);
    if (outcome.isFailure() || (answer != null && answer.isFailure())) {
      return "fails";
    }
    String right = answers.get(Contestant.PARQUET).text();
    if (answer != null && !answer.text().equals(right)) {
      return "wrong: " + answer.text() + " instead of " + right;
    }
    return number("%.2f", outcome.seconds() / parquet);
  }

  private static String seconds(Outcome outcome) {
    return outcome == null || outcome.isFailure()
        ? ""
        : number("%.3f (%.3f)", outcome.seconds(), outcome.processorSeconds());
  }
}
