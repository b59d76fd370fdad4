package io.lancetrain.spark.badinput;

import io.lancetrain.spark.error.LanceException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import java.util.stream.Stream;
import org.apache.spark.SparkException;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;

/** Reads a table many times, each time with other bytes of its data file changed. */
public final class DamagedFilesProgram {
  private static final int ROUNDS = 90;

  private DamagedFilesProgram() {}

  /** Takes a folder; prints how many reads ended in an error of ours, or in data. */
  public static void main(String[] arguments) throws Exception {
    try (SparkSession spark = SparkSession.builder().master("local[2]").getOrCreate()) {
      Dataset<Row> rows =
          spark
              .range(0, 5000, 1, 1)
              .selectExpr(
                  "id",
                  "array(id, id + 1) a",
                  "named_struct('x', id, 'y', cast(id % 7 as string)) st",
                  "if(id % 3 = 0, null, repeat(cast(id % 9 as string), 50)) s",
                  "cast(id * 7919 as string) t");
      Path table = Path.of(arguments[0], "t.lance");
      rows.write().format("lance").save(table.toString());
      int ended = 0;
      for (int round = 0; round < ROUNDS; round++) {
        // A table of its own for each round, since Lance keeps what it read of a file.
        Path copy = Path.of(arguments[0], "t" + round + ".lance");
        copyDamaged(table, copy, round);
        ended += readOrRefused(spark, copy.toString());
      }
      System.out.println(ended + " of " + ROUNDS);
    }
  }

  private static void copyDamaged(Path from, Path to, int round) throws IOException {
    Part part = Part.values()[round % Part.values().length];
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        Path target = to.resolve(from.relativize(file).toString());
        Files.createDirectories(target.getParent());
        byte[] content = Files.readAllBytes(file);
        boolean isDamaged = file.toString().endsWith(".lance");
        Files.write(target, isDamaged ? damaged(content, part, new Random(round)) : content);
      }
    }
  }

  /**
   * What is damaged. Between the two lie the encodings of the columns, a few hundred bytes of which
   * a changed one may end the process in lance-core 7.0.0; nothing can tell it from a good one.
   */
  private enum Part {
    PAGES,
    TABLE_OF_CONTENTS
  }

  private static byte[] damaged(byte[] good, Part part, Random random) {
    ByteBuffer footer = ByteBuffer.wrap(good).order(ByteOrder.LITTLE_ENDIAN);
    int from = part == Part.TABLE_OF_CONTENTS ? (int) footer.getLong(good.length - 32) : 0;
    int to = part == Part.PAGES ? (int) footer.getLong(good.length - 40) : good.length;
    byte[] bad = good.clone();
    for (int changes = 1 + random.nextInt(20); changes > 0; changes--) {
      bad[from + random.nextInt(to - from)] ^= (byte) (1 + random.nextInt(255));
    }
    return bad;
  }

  private static int readOrRefused(SparkSession spark, String table) {
    try {
      spark.read().format("lance").load(table).collectAsList();
      return 1;
    } catch (Exception failure) {
      Throwable first = failure instanceof SparkException ? failure.getCause() : failure;
      boolean ours = first instanceof LanceException;
      if (!ours) {
        failure.printStackTrace(System.out);
      }
      return ours ? 1 : 0;
    }
  }
}
