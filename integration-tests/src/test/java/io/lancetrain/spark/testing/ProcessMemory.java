package io.lancetrain.spark.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The memory of this process, as Linux counts it: the heap and all that is beside it. */
public enum ProcessMemory {
  /** What is in memory now. */
  RESIDENT("VmRSS"),
  /** The most that was, since the start or the last {@link #forgetPeak()}. */
  PEAK("VmHWM");

  private static final Path PROCESS = Path.of("/proc/self");

  private final String name;

  ProcessMemory(String name) {
    this.name = name;
  }

  /** The number of bytes. */
  public long bytes() throws IOException {
    return Files.readAllLines(PROCESS.resolve("status")).stream()
        .filter(line -> line.startsWith(name + ":"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) << 10)
        .findFirst()
        .orElseThrow();
  }

  /** Lets the peak begin at what is in memory now. */
  public static void forgetPeak() throws IOException {
    Files.writeString(PROCESS.resolve("clear_refs"), "5");
  }
}
