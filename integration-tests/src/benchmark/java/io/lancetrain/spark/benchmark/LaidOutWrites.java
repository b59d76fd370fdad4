package io.lancetrain.spark.benchmark;

import static io.lancetrain.spark.benchmark.MarkdownTable.number;

import io.lancetrain.spark.benchmark.WriteCommand.Operation;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The training layout beside a plain write, and beside rows in a random order in Parquet. */
final class LaidOutWrites implements Section {
  private static final Set<Contestant> CONTESTANTS =
      EnumSet.of(
          Contestant.PARQUET,
          Contestant.OURS,
          Contestant.PARQUET_SHUFFLED,
          Contestant.OURS_LAID_OUT);

  /** How many times a plain write the layout may take. */
  private static final double WANTED = 2.5;

  private final Settings settings;

  LaidOutWrites(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "layouts";
  }

  @Override
  public String run() {
    List<String> header = new ArrayList<>(List.of("table"));
    CONTESTANTS.stream().map(Contestant::title).forEach(header::add);
    header.addAll(List.of("layout / plain write", "wanted", "layout / Parquet by rand()"));
    MarkdownTable seconds = new MarkdownTable(header);
    try (Race race = new Race(CONTESTANTS, Store.localDisk(settings.tables()), settings)) {
      for (BenchmarkWrite write : BenchmarkWrite.all()) {
        if (settings.includes(write)) {
          Map<Contestant, Outcome> writes = race.run(new WriteCommand(Operation.WRITE, write));
          Map<Contestant, Reply> answers = race.askAll(new WriteCommand(Operation.ANSWER, write));
          seconds.row(row(write, writes, answers));
        }
      }
    }
    return """
        ### The training layout

        Median seconds to read the rows from Parquet and write them to local disk:

        %s"""
        .formatted(seconds);
  }

  private static List<String> row(
      BenchmarkWrite write, Map<Contestant, Outcome> writes, Map<Contestant, Reply> answers) {
    List<String> cells = new ArrayList<>(List.of(write.table()));
    String right = answers.get(Contestant.PARQUET).text();
    for (Contestant contestant : CONTESTANTS) {
      Reply answer = answers.get(contestant);
      if (writes.get(contestant).isFailure() || answer.isFailure()) {
        cells.add("fails");
      } else if (!answer.text().equals(right)) {
        cells.add("wrong: " + answer.text() + " instead of " + right);
      } else {
        cells.add(number("%.3f", writes.get(contestant).seconds()));
      }
    }
    double laidOut = writes.get(Contestant.OURS_LAID_OUT).seconds();
    cells.add(number("%.2f", laidOut / writes.get(Contestant.OURS).seconds()));
    cells.add(number("%.2f", WANTED));
    cells.add(number("%.2f", laidOut / writes.get(Contestant.PARQUET_SHUFFLED).seconds()));
    return cells;
  }
}
