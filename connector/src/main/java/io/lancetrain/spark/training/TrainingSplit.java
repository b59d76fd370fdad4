package io.lancetrain.spark.training;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.functions;

/** The parts of an input that become tables of their own, by the hash of some columns. */
final class TrainingSplit {
  /** Any constant: the side of a row depends on its columns alone, and not on the layout's seed. */
  private static final long SALT = 0x1a_4ce7_4a14L;

  private TrainingSplit() {}

  /** A part and its rows. */
  record Part(String name, double share, Dataset<Row> rows) {
    @Override
    public String toString() {
      return name + "=" + share;
    }
  }

  /** The parts, in the order of the option. */
  static List<Part> of(Dataset<Row> rows, TrainingLayout layout) {
    List<String> columns =
        layout.splitBy().isEmpty() ? Arrays.asList(rows.schema().fieldNames()) : layout.splitBy();
    Column place = functions.shiftrightunsigned(RowHash.of(rows.schema(), columns, SALT), 1);
    List<Part> parts = new ArrayList<>();
    double from = 0;
    for (Iterator<Map.Entry<String, Double>> shares = layout.split().entrySet().iterator();
        shares.hasNext(); ) {
      Map.Entry<String, Double> share = shares.next();
      double to = from + share.getValue();
      Column within = place.geq(functions.lit(bound(from)));
      if (shares.hasNext()) {
        within = within.and(place.lt(functions.lit(bound(to))));
      }
      parts.add(new Part(share.getKey(), share.getValue(), rows.where(within)));
      from = to;
    }
    return parts;
  }

  private static long bound(double share) {
    return (long) (share * Long.MAX_VALUE);
  }
}
