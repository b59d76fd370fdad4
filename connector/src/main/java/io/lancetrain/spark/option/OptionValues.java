package io.lancetrain.spark.option;

import io.lancetrain.spark.error.OptionErrors;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;

/**
 * What a user set for one read or write: checked when made, immutable afterwards.
 *
 * <p>Names match in any case, as everywhere in Spark. {@code toString} shows no storage setting,
 * since those hold keys.
 */
public final class OptionValues {
  /** Spark passes marks of its own beside the user's options; their names begin like this. */
  private static final String SPARK_INTERNAL_PREFIX = "__";

  /** How Spark passes the paths of {@code load(first, second)}. */
  private static final String SEVERAL_PATHS = "paths";

  private final Map<String, String> texts;

  /** The storage settings by the places where they were set, the most important first. */
  private final List<StorageLevel> storage;

  private OptionValues(Map<String, String> texts, List<StorageLevel> storage) {
    this.texts = Map.copyOf(texts);
    this.storage = List.copyOf(storage);
  }

  /**
   * The options of a read or write.
   *
   * @param options names to texts, as Spark hands them over
   * @throws io.lancetrain.spark.error.LanceException for a name that no option has
   *     (LANCE_UNKNOWN_OPTION) or a text that its option does not take (LANCE_INVALID_OPTION)
   */
  public static OptionValues of(Map<String, String> options) {
    return of(options, StorageLevel.OPTIONS);
  }

  /**
   * The options that were set in some other place than a read or write.
   *
   * @param place as in {@link StorageLevel}
   */
  public static OptionValues of(Map<String, String> options, String place) {
    Map<String, String> texts = new HashMap<>();
    options.forEach((name, text) -> texts.put(name.toLowerCase(Locale.ROOT), text));
    texts.keySet().removeIf(name -> name.startsWith(SPARK_INTERNAL_PREFIX));
    if (texts.containsKey(SEVERAL_PATHS)) {
      throw OptionErrors.severalPaths(texts.get(SEVERAL_PATHS));
    }
    for (Map.Entry<String, String> entry : texts.entrySet()) {
      if (!isStorage(entry.getKey())) {
        known(entry.getKey()).parse(entry.getValue());
      }
    }
    Map<String, String> storage = storage(texts);
    return new OptionValues(
        texts, storage.isEmpty() ? List.of() : List.of(new StorageLevel(place, storage)));
  }

  /** The options among properties that may have any name; the others are left out. */
  public static OptionValues among(Map<String, String> properties) {
    Map<String, String> options = new HashMap<>(properties);
    options.keySet().removeIf(name -> !isStorage(name) && find(name).isEmpty());
    return of(options);
  }

  /** These options, and those of {@code others} for names that are not set here. */
  public OptionValues before(OptionValues others) {
    Map<String, String> merged = new HashMap<>(others.texts);
    merged.putAll(texts);
    Map<String, StorageLevel> levels = new LinkedHashMap<>();
    Stream.concat(storage.stream(), others.storage.stream())
        .forEach(level -> levels.merge(level.place(), level, StorageLevel::before));
    return new OptionValues(merged, List.copyOf(levels.values()));
  }

  /** These options with one more. */
  public OptionValues with(LanceOption<?> option, String text) {
    return overriddenBy(Map.of(option.name(), text));
  }

  /** These options, with those of one read or write of the table in front of them. */
  public OptionValues overriddenBy(Map<String, String> others) {
    return of(others).before(this);
  }

  /** The option's value, or empty where it is not set. */
  public <T> Optional<T> value(LanceOption<T> option) {
    return Optional.ofNullable(texts.get(option.name().toLowerCase(Locale.ROOT)))
        .map(option::parse);
  }

  /** The option's value where it is set, and else its default, which is always the same. */
  public <T> T valueOrDefault(LanceOption<T> option) {
    return value(option).orElseGet(option::defaultValue);
  }

  /**
   * Those that the name of a table has to carry: of its storage and branch, by which it is found,
   * and of its training layout, which decides how Spark hands rows over.
   */
  public OptionValues ofName() {
    return only(
        name ->
            isStorage(name)
                || name.equals(LanceOptions.BRANCH.name())
                || name.startsWith(TrainingOptions.PREFIX));
  }

  /** The options of the training layout among these. */
  public OptionValues onlyTraining() {
    return only(name -> name.startsWith(TrainingOptions.PREFIX));
  }

  private OptionValues only(Predicate<String> chosen) {
    Map<String, String> some = new HashMap<>(texts);
    some.keySet().removeIf(chosen.negate());
    boolean withStorage = chosen.test(LanceOptions.STORAGE_PREFIX);
    return new OptionValues(some, withStorage ? storage : List.of());
  }

  /** Whether none is set. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }

  /** The options by the names under which they are documented, with their texts. */
  public Map<String, String> texts() {
    Map<String, String> documented = new TreeMap<>();
    texts.forEach(
        (name, text) -> documented.put(isStorage(name) ? name : known(name).name(), text));
    return documented;
  }

  /** The settings that begin with {@code storage.}, by place, the most important place first. */
  public List<StorageLevel> storage() {
    return storage;
  }

  private static Map<String, String> storage(Map<String, String> texts) {
    Map<String, String> settings = new TreeMap<>();
    texts.forEach(
        (name, text) -> {
          if (name.startsWith(LanceOptions.STORAGE_PREFIX)) {
            settings.put(name.substring(LanceOptions.STORAGE_PREFIX.length()), text);
          }
        });
    return settings;
  }

  /** Refuses two options that exclude each other. */
  public void refuseTogether(LanceOption<?> first, LanceOption<?> second) {
    if (value(first).isPresent() && value(second).isPresent()) {
      throw OptionErrors.conflictingOptions(first.name(), second.name());
    }
  }

  /**
   * Refuses options that name an older version, which nothing can be written to.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION
   */
  public void refuseTimeTravel() {
    for (LanceOption<?> option :
        List.of(LanceOptions.VERSION_AS_OF, LanceOptions.TIMESTAMP_AS_OF)) {
      if (value(option).isPresent()) {
        throw OptionErrors.notForWrites(option.name());
      }
    }
  }

  private static boolean isStorage(String name) {
    return name.toLowerCase(Locale.ROOT).startsWith(LanceOptions.STORAGE_PREFIX);
  }

  private static Optional<LanceOption<?>> find(String name) {
    return LanceOptions.ALL.stream()
        .filter(option -> option.name().equalsIgnoreCase(name))
        .findFirst();
  }

  private static LanceOption<?> known(String name) {
    return find(name)
        .orElseThrow(
            () ->
                OptionErrors.unknownOption(
                    name,
                    NearestName.of(
                        name, LanceOptions.ALL.stream().map(LanceOption::name).toList())));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OptionValues that
        && texts.equals(that.texts)
        && storage.equals(that.storage);
  }

  @Override
  public int hashCode() {
    return Objects.hash(texts, storage);
  }

  @Override
  public String toString() {
    Map<String, String> shown = new TreeMap<>(texts);
    shown.keySet().removeIf(name -> name.startsWith(LanceOptions.STORAGE_PREFIX));
    return shown.toString();
  }
}
