package io.lancetrain.spark.benchmark;

import static io.lancetrain.spark.benchmark.MarkdownTable.number;

import io.lancetrain.spark.benchmark.QueryCommand.Operation;
import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.S3RequestLog;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.S3Server.Signatures;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.SparkSession;

/**
 * What a store that is far away costs a scan: 64 fragments of 16 MB, read by two tasks, beside the
 * same bytes fetched by nothing but HTTP, with as many requests at once.
 */
final class StoreLatency implements Section {
  private static final Duration DELAY = Duration.ofMillis(25);
  private static final int FRAGMENTS = 64;
  private static final int ROWS_OF_A_FRAGMENT = 1_365;
  private static final double WANTED = 1.3;

  private final Settings settings;

  StoreLatency(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String name() {
    return "latency";
  }

  @Override
  public String run() {
    BenchmarkTable pictures = pictures();
    try (SparkSession spark = LocalSession.start(Map.of())) {
      pictures.writeTo(settings.tables(), spark);
    }
    Path bucket = settings.tables();
    BenchmarkQuery query =
        BenchmarkQuery.large(
            "pictures, every column", pictures.name(), "SELECT * FROM " + pictures.name());
    try (S3Server server =
            S3Server.builder()
                .directory(bucket.getParent())
                .signatures(Signatures.IGNORED)
                .delay(DELAY)
                .start();
        Race race =
            new Race(
                EnumSet.of(Contestant.OURS),
                Store.bucket(bucket.getFileName().toString(), server),
                settings)) {
      return report(server, race, query);
    }
  }

  private String report(S3Server server, Race race, BenchmarkQuery query) {
    List<Double> scans = new ArrayList<>();
    List<Double> alone = new ArrayList<>();
    int atOnce = 0;
    S3RequestLog log = server.requests();
    for (int round = 0; round < settings.warmUps() + settings.runs(); round++) {
      log.clear();
      Reply reply = race.ask(Contestant.OURS, new QueryCommand(Operation.RUN, query));
      atOnce = log.mostAtOnce();
      List<S3Request> data =
          log.matching(
              request -> request.method().equals("GET") && request.key().endsWith(".lance"));
      double seconds = new PlainFetch(server.endpoint(), atOnce).seconds(data);
      if (round >= settings.warmUps()) {
        scans.add(reply.seconds());
        alone.add(seconds);
      }
    }
    return """
        ### A store that is far away

        %d fragments of 16 MB, a delay of %d ms for each request, two tasks: the scan took %s s; the \
        same bytes, one
        request for each file and %d requests at once as in the scan, took %s s. That is %s times as \
        long; %s is wanted.
        """
        .formatted(
            FRAGMENTS,
            DELAY.toMillis(),
            number("%.2f", median(scans)),
            atOnce,
            number("%.2f", median(alone)),
            number("%.2f", median(scans) / median(alone)),
            WANTED);
  }

  private static double median(List<Double> figures) {
    double[] sorted = figures.stream().mapToDouble(Double::doubleValue).toArray();
    Arrays.sort(sorted);
    return sorted[sorted.length / 2];
  }

  private static BenchmarkTable pictures() {
    return new BenchmarkTable(
        "pictures",
        Map.of("maxRowsPerFile", String.valueOf(ROWS_OF_A_FRAGMENT)),
        spark ->
            spark
                .range(0, (long) FRAGMENTS * ROWS_OF_A_FRAGMENT, 1, 2)
                .selectExpr("id", "unhex(repeat(md5(string(id)), 768)) AS picture"));
  }
}
