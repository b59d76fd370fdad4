package io.lancetrain.spark.tables;

import io.lancetrain.spark.testing.ProcessMemory;
import java.io.IOException;
import java.util.Random;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Writes tables, one task at a time, and prints for each how many bytes of memory that took at most
 * beyond what the process had before. The heap has to be touched from the start, so that it does
 * not count. Small tables are written before: what is loaded and compiled once does not count
 * either.
 */
public final class WideWritesProgram {
  private static final StructType SCHEMA =
      new StructType().add("id", DataTypes.LongType).add("bytes", DataTypes.BinaryType);

  private WideWritesProgram() {}

  /**
   * The arguments are a folder and tables, each as rows, {@code x} and bytes of a row; with {@code
   * +} before it, the columns are added to a table of as many rows that is there.
   */
  public static void main(String[] arguments) throws IOException {
    try (SparkSession spark =
        SparkSession.builder().master("local[1]").config("spark.ui.enabled", false).getOrCreate()) {
      for (int i = 0; i < 20; i++) {
        write(spark, arguments[0], "100x1000");
        write(spark, arguments[0], "100x64");
      }
      for (int i = 1; i < arguments.length; i++) {
        if (arguments[i].startsWith("+")) {
          writeAddresses(spark, arguments[0], arguments[i]);
          for (int j = 0; j < 5; j++) {
            writeAddresses(spark, arguments[0], "+100x1000");
            write(spark, arguments[0], "+100x1000");
          }
        }
        System.gc();
        long before = ProcessMemory.RESIDENT.bytes();
        ProcessMemory.forgetPeak();
        write(spark, arguments[0], arguments[i]);
        System.out.println(ProcessMemory.PEAK.bytes() - before);
      }
    }
  }

  private static void write(SparkSession spark, String folder, String table) {
    DataFrameWriter<Row> writer = rows(spark, table).write().format("lance");
    if (table.startsWith("+")) {
      writer = writer.mode(SaveMode.Append).option("addColumns", true);
    } else {
      writer = writer.mode(SaveMode.Overwrite).option("overwriteSchema", true);
    }
    writer.save(folder + "/" + table + ".lance");
  }

  /** One fragment, so that the columns that are added to it come in one file, by one task. */
  private static void writeAddresses(SparkSession spark, String folder, String table) {
    spark
        .range(0, rowsOf(table), 1, 1)
        .selectExpr("id AS key")
        .write()
        .format("lance")
        .mode(SaveMode.Overwrite)
        .option("overwriteSchema", true)
        .option("maxRowsPerFile", Integer.MAX_VALUE)
        .save(folder + "/" + table + ".lance");
  }

  private static long rowsOf(String table) {
    return Long.parseLong(table.substring(table.startsWith("+") ? 1 : 0, table.indexOf('x')));
  }

  /** Rows of random bytes, which no encoding makes smaller; narrow ones as doubles. */
  private static Dataset<Row> rows(SparkSession spark, String table) {
    long rows = rowsOf(table);
    int rowBytes = Integer.parseInt(table.substring(table.indexOf('x') + 1));
    String number = table.startsWith("+") ? "_rowaddr" : "id";
    if (rowBytes < 1_000) {
      Dataset<Row> narrow = spark.range(0, rows, 1, 1).toDF();
      for (int column = 0; column < rowBytes / Double.BYTES; column++) {
        narrow = narrow.withColumn("c" + column, functions.rand(column));
      }
      return narrow.withColumnRenamed("id", number);
    }
    MapFunction<Long, Row> wide =
        id -> {
          byte[] bytes = new byte[rowBytes];
          new Random(id).nextBytes(bytes);
          return RowFactory.create(id, bytes);
        };
    return spark
        .range(0, rows, 1, 1)
        .map(wide, Encoders.row(SCHEMA))
        .withColumnRenamed("id", number);
  }
}
