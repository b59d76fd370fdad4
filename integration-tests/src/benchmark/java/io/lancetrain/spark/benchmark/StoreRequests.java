package io.lancetrain.spark.benchmark;

import static io.lancetrain.spark.benchmark.MarkdownTable.number;

import io.lancetrain.spark.benchmark.QueryCommand.Operation;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.S3Server;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Requests and bytes of every goal on an S3 server that takes its time for each request. */
final class StoreRequests implements Section {
  private static final Set<Contestant> CONTESTANTS = Contestant.READERS;

  /** With what the server itself needs, a request takes about 25 ms. */
  private static final Duration DELAY = Duration.ofMillis(18);

  private static final double MEGABYTE = 1e6;

  private final Settings settings;

  StoreRequests(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "store";
  }

  @Override
  public String run() {
    Path bucket = settings.tables();
    MarkdownTable table =
        new MarkdownTable(
            List.of(
                "query",
                "reader",
                "first: requests",
                "MB",
                "seconds",
                "again: requests",
                "MB",
                "seconds"));
    try (S3Server server = S3Server.builder().directory(bucket.getParent()).delay(DELAY).start()) {
      Store store = Store.bucket(bucket.getFileName().toString(), server);
      double latency = new RequestLatency(store).medianSeconds();
      try (Race race = new Race(CONTESTANTS, store, settings)) {
        Goal.all(settings.scale()).stream()
            .map(Goal::query)
            .filter(settings::includes)
            .forEach(query -> addRows(table, query, race, server));
      }
      return """
          ### On an S3 server

          A request of one attribute takes %.0f ms here. `first` is the first run of the query by that
          reader, `again` the next: what can be kept, such as footers, is then known. MB are those \
          that the
          server sent.

          %s"""
          .formatted(latency * 1000, table);
    }
  }

  private static void addRows(
      MarkdownTable table, BenchmarkQuery query, Race race, S3Server server) {
    for (Contestant contestant : CONTESTANTS) {
      if (contestant.enters(query)) {
        List<String> cells = new ArrayList<>(List.of(query.name(), contestant.title()));
        cells.addAll(run(contestant, query, race, server));
        cells.addAll(run(contestant, query, race, server));
        table.row(cells);
      }
    }
  }

  private static List<String> run(
      Contestant contestant, BenchmarkQuery query, Race race, S3Server server) {
    server.requests().clear();
    Reply reply = race.ask(contestant, new QueryCommand(Operation.RUN, query));
    List<S3Request> requests = server.requests().all();
    return reply.isFailure()
        ? List.of("fails", "", "")
        : List.of(
            String.valueOf(requests.size()),
            number("%.1f", requests.stream().mapToLong(S3Request::bytes).sum() / MEGABYTE),
            number("%.2f", reply.seconds()));
  }
}
