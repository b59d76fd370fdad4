package io.lancetrain.spark.benchmark;

import static io.lancetrain.spark.benchmark.MarkdownTable.number;

import io.lancetrain.spark.benchmark.QueryCommand.Operation;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The same rows in very many fragments of ten rows and in a single one. */
final class SmallFragments implements Section {
  private static final Set<Contestant> CONTESTANTS =
      EnumSet.of(Contestant.EXISTING, Contestant.NATIVE, Contestant.OURS);

  private final Settings settings;

  /** A query of either table. */
  private record Case(String name, Operation operation, String sql, String... scanned) {
    QueryCommand of(String table) {
      return new QueryCommand(
          operation, BenchmarkQuery.large(name, table, sql.formatted(table), scanned));
    }
  }

  SmallFragments(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "fragments";
  }

  @Override
  public String run() {
    List<Case> cases =
        List.of(
            new Case("open and plan", Operation.PLAN, "SELECT * FROM %s", "l_orderkey"),
            new Case(
                "three columns",
                Operation.RUN,
                "SELECT l_orderkey, l_extendedprice, l_comment FROM %s",
                "l_orderkey",
                "l_extendedprice",
                "l_comment"),
            new Case("count(*)", Operation.RUN, "SELECT count(*) FROM %s"));
    MarkdownTable table =
        new MarkdownTable(
            List.of("query", "reader", "one fragment, s", "many fragments, s", "times", "into"));
    try (Race race = new Race(CONTESTANTS, Store.localDisk(settings.tables()), settings)) {
      for (Case one : cases) {
        if (settings.includes(one.of("").query())) {
          addRows(table, one, race);
        }
      }
    }
    return """
        ### Small fragments

        %,d rows in one fragment, and in %,d fragments of 10 rows:

        %s"""
        .formatted(
            Math.round(200_000 * settings.scale()), Math.round(20_000 * settings.scale()), table);
  }

  private static void addRows(MarkdownTable table, Case one, Race race) {
    Map<Contestant, Outcome> single = race.run(one.of("one_fragment"));
    Map<Contestant, Outcome> many = race.run(one.of("many_fragments"));
    single.forEach(
        (contestant, outcome) ->
            table.row(cells(one.name(), contestant, outcome, many.get(contestant))));
  }

  private static List<String> cells(
      String name, Contestant contestant, Outcome single, Outcome many) {
    return single.isFailure() || many.isFailure()
        ? List.of(name, contestant.title(), "fails", "", "", "")
        : List.of(
            name,
            contestant.title(),
            number("%.3f", single.seconds()),
            number("%.3f", many.seconds()),
            number("%.1f", many.seconds() / single.seconds()),
            many.text());
  }
}
