package io.lancetrain.spark.benchmark;

import static io.lancetrain.spark.benchmark.MarkdownTable.number;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordingFile;

/** What the threads of a JVM did while it recorded: the methods most often found at work. */
record ProfileSummary(Contestant contestant, Path recording) {
  private static final List<String> SAMPLES =
      List.of("jdk.ExecutionSample", "jdk.NativeMethodSample");
  private static final int METHODS = 15;

  String markdown() {
    Map<String, Integer> methods = new HashMap<>();
    try (RecordingFile events = new RecordingFile(recording)) {
      while (events.hasMoreEvents()) {
        RecordedEvent event = events.readEvent();
        if (isSampleOfATask(event)) {
          methods.merge(method(event), 1, Integer::sum);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    int samples = methods.values().stream().mapToInt(Integer::intValue).sum();
    MarkdownTable table = new MarkdownTable(List.of("method", "samples"));
    methods.entrySet().stream()
        .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
        .limit(METHODS)
        .forEach(
            entry ->
                table.row(
                    List.of(
                        "`" + entry.getKey() + "`",
                        number("%.1f %%", 100.0 * entry.getValue() / samples))));
    return "### Profile of %s\n\n%,d samples of its tasks, from %s\n\n%s"
        .formatted(contestant.title(), samples, recording, table);
  }

  /** Spark runs tasks in threads of this name, and the plain scan in a pool's. */
  private static boolean isSampleOfATask(RecordedEvent event) {
    return SAMPLES.contains(event.getEventType().getName())
        && event.getStackTrace() != null
        && !event.getStackTrace().getFrames().isEmpty()
        && event.getThread("sampledThread") != null
        && event.getThread("sampledThread").getJavaName() != null
        && event.getThread("sampledThread").getJavaName().matches("Executor task.*|pool-.*");
  }

  private static String method(RecordedEvent event) {
    RecordedMethod method = event.getStackTrace().getFrames().get(0).getMethod();
    return method.getType().getName() + "." + method.getName();
  }
}
