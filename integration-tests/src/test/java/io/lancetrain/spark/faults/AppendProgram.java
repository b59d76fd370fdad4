package io.lancetrain.spark.faults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.spark.sql.SparkSession;

/**
 * A driver that appends some numbers to a table. Arguments: a folder, the table's URI, the first
 * number, the end, and the options of the write as {@code name=value}. It makes the file "ready" in
 * the folder and waits there for the file "go"; after the write it makes the file "done" and waits
 * for the file "end".
 */
public final class AppendProgram {
  private AppendProgram() {}

  /** Runs the program. */
  public static void main(String[] arguments) throws Exception {
    Path folder = Path.of(arguments[0]);
    Map<String, String> options =
        Arrays.stream(arguments)
            .skip(4)
            .map(option -> option.split("=", 2))
            .collect(Collectors.toMap(option -> option[0], option -> option[1]));
    try (SparkSession spark =
        SparkSession.builder().master("local[2]").config("spark.ui.enabled", false).getOrCreate()) {
      spark.range(1).count();
      Files.createFile(folder.resolve("ready"));
      while (!Files.exists(folder.resolve("go"))) {
        Thread.sleep(20);
      }
      spark
          .range(Long.parseLong(arguments[2]), Long.parseLong(arguments[3]), 1, 2)
          .write()
          .format("lance")
          .options(options)
          .mode("append")
          .save(arguments[1]);
      Files.createFile(folder.resolve("done"));
      while (!Files.exists(folder.resolve("end"))) {
        Thread.sleep(20);
      }
    }
  }
}
