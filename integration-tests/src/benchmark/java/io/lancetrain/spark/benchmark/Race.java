package io.lancetrain.spark.benchmark;

import io.lancetrain.spark.benchmark.QueryCommand.Operation;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Some contestants, each with its JVM. They run in turn, one at a time, so that whatever slows the
 * machine down for a while slows all of them.
 */
final class Race implements AutoCloseable {
  /** Who needs longer than this for the first run is not asked again. */
  private static final double PATIENCE_SECONDS = 60;

  private final Settings settings;
  private final Map<Contestant, WorkerProcess> workers = new EnumMap<>(Contestant.class);

  Race(Set<Contestant> contestants, Store store, Settings settings) {
    this.settings = settings;
    try {
      for (Contestant contestant : contestants) {
        workers.put(contestant, new WorkerProcess(contestant, store, settings));
      }
    } catch (RuntimeException failure) {
      close();
      throw failure;
    }
  }

  /** The outcomes of those who can take part, after warming up, over the runs that count. */
  Map<Contestant, Outcome> run(Command command) {
    Map<Contestant, List<Reply>> replies = new EnumMap<>(Contestant.class);
    for (Contestant contestant : workers.keySet()) {
      if (command.suits(contestant)) {
        replies.put(contestant, new ArrayList<>());
      }
    }
    for (int round = 0; round < settings.warmUps() + settings.runs(); round++) {
      for (Map.Entry<Contestant, List<Reply>> entry : replies.entrySet()) {
        if (goesOn(entry.getValue())) {
          entry.getValue().add(ask(entry.getKey(), command));
        }
      }
    }
    Map<Contestant, Outcome> outcomes = new EnumMap<>(Contestant.class);
    replies.forEach((contestant, all) -> outcomes.put(contestant, new Outcome(counting(all))));
    return outcomes;
  }

  private static boolean goesOn(List<Reply> replies) {
    return replies.isEmpty()
        || (!last(replies).isFailure() && replies.get(0).seconds() < PATIENCE_SECONDS);
  }

  private List<Reply> counting(List<Reply> replies) {
    return replies.size() > settings.warmUps() && !last(replies).isFailure()
        ? List.copyOf(replies.subList(settings.warmUps(), replies.size()))
        : List.of(last(replies));
  }

  private static Reply last(List<Reply> replies) {
    return replies.get(replies.size() - 1);
  }

  /** What those who run queries say that the query gives. */
  Map<Contestant, Reply> answers(BenchmarkQuery query) {
    return askAll(new QueryCommand(Operation.ANSWER, query));
  }

  /** What those who run queries reply, each asked once. */
  Map<Contestant, Reply> askAll(Command command) {
    Map<Contestant, Reply> replies = new EnumMap<>(Contestant.class);
    for (Contestant contestant : workers.keySet()) {
      if (contestant.runsQueries()) {
        replies.put(contestant, ask(contestant, command));
      }
    }
    return replies;
  }

  Reply ask(Contestant contestant, Command command) {
    return workers.get(contestant).ask(command);
  }

  @Override
  public void close() {
    workers.values().forEach(WorkerProcess::close);
  }
}
