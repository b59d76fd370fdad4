package io.lancetrain.spark.tables;

import io.lancetrain.spark.testing.S3Request;
import io.lancetrain.spark.testing.TableStore;
import java.util.List;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;

/** How much of a table's data files a query moves out of the store. */
final class Transfers {
  /** What a request without a range counts as: such a one reads far more than a test expects. */
  private static final long WHOLE_FILE = 1L << 40;

  private Transfers() {}

  /** Bytes that the query asks for. */
  static long bytesFor(Dataset<Row> query) {
    TableStore.server().requests().clear();
    query.collectAsList();
    List<S3Request> reads =
        TableStore.server().requests().matching(request -> request.method().equals("GET"));
    return reads.stream().mapToLong(Transfers::bytes).sum();
  }

  /**
   * The length of the range that was asked for; a request for a whole file counts as a large one.
   */
  private static long bytes(S3Request request) {
    if (request.isList()) {
      return 0;
    }
    String[] range = request.range().replace("bytes=", "").split("-", -1);
    if (range.length == 2 && range[0].isEmpty()) {
      return Long.parseLong(range[1]);
    }
    return range.length == 2 && !range[1].isEmpty()
        ? Long.parseLong(range[1]) - Long.parseLong(range[0]) + 1
        : request.key().contains("/_versions/") ? 0 : WHOLE_FILE;
  }
}
