package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
import io.lancetrain.spark.option.LanceOption;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.option.Remainder;
import io.lancetrain.spark.option.TrainingOptions;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.apache.spark.sql.types.StructType;

/**
 * The layout that a user wants.
 *
 * @param shards the number of fragments is a multiple of this
 * @param batchSize the rows of a fragment are a multiple of this
 * @param seed chooses the permutation
 * @param fragmentsPerShard how many fragments each shard gets; empty where bytes decide it
 * @param bytesPerFragment the most bytes of rows in memory that a fragment has where bytes decide
 * @param remainder what becomes of rows that do not fill all fragments evenly
 * @param key the columns whose hash orders the rows; empty for all
 * @param stratifyBy columns whose values are spread evenly; may be empty
 * @param split parts by name with their share, in order; empty for one table
 * @param splitBy columns that decide the part; empty for all
 */
public record TrainingLayout(
    int shards,
    int batchSize,
    long seed,
    OptionalInt fragmentsPerShard,
    long bytesPerFragment,
    Remainder remainder,
    List<String> key,
    List<String> stratifyBy,
    Map<String, Double> split,
    List<String> splitBy) {

  /**
   * The layout that options ask for.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION for options of the layout
   *     without {@code training.shards}
   */
  static TrainingLayout of(OptionValues options) {
    OptionValues training = options.onlyTraining();
    int shards =
        options
            .value(TrainingOptions.SHARDS)
            .map(Math::toIntExact)
            .orElseThrow(
                () -> TrainingErrors.withoutShards(training.texts().keySet().iterator().next()));
    List<String> key = options.value(TrainingOptions.KEY).orElse(List.of());
    return new TrainingLayout(
        shards,
        Math.toIntExact(options.valueOrDefault(TrainingOptions.BATCH_SIZE)),
        options.valueOrDefault(TrainingOptions.SEED),
        optionalInt(options, TrainingOptions.FRAGMENTS_PER_SHARD),
        options.valueOrDefault(LanceOptions.MAX_BYTES_PER_FILE),
        options.valueOrDefault(TrainingOptions.REMAINDER),
        key,
        options.value(TrainingOptions.STRATIFY_BY).orElse(List.of()),
        options.value(TrainingOptions.SPLIT).orElse(Map.of()),
        options.value(TrainingOptions.SPLIT_BY).orElse(key));
  }

  private static OptionalInt optionalInt(OptionValues options, LanceOption<Long> option) {
    return options
        .value(option)
        .map(value -> OptionalInt.of(Math.toIntExact(value)))
        .orElse(OptionalInt.empty());
  }

  /**
   * This layout with its columns as the rows spell them, which may have letters in another case.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION for a column that the
   *     rows do not have
   */
  TrainingLayout spelledAs(StructType rows, String table) {
    List<String> names = List.of(rows.fieldNames());
    return new TrainingLayout(
        shards,
        batchSize,
        seed,
        fragmentsPerShard,
        bytesPerFragment,
        remainder,
        spelled(table, TrainingOptions.KEY, key, names),
        spelled(table, TrainingOptions.STRATIFY_BY, stratifyBy, names),
        split,
        spelled(table, TrainingOptions.SPLIT_BY, splitBy, names));
  }

  private static List<String> spelled(
      String table, LanceOption<?> option, List<String> columns, List<String> names) {
    return columns.stream()
        .map(
            column ->
                names.contains(column)
                    ? column
                    : names.stream()
                        .filter(column::equalsIgnoreCase)
                        .findFirst()
                        .orElseThrow(
                            () -> TrainingErrors.noSuchColumn(table, option.name(), column, names)))
        .toList();
  }

  /** The table properties that declare this layout, so that later writes of the table keep it. */
  Map<String, String> declaration() {
    Map<String, String> declaration = new TreeMap<>();
    declaration.put(TrainingOptions.SHARDS.name(), Integer.toString(shards));
    declaration.put(TrainingOptions.BATCH_SIZE.name(), Integer.toString(batchSize));
    declaration.put(TrainingOptions.SEED.name(), Long.toString(seed));
    declaration.put(TrainingOptions.REMAINDER.name(), remainder.name().toLowerCase(Locale.ROOT));
    fragmentsPerShard.ifPresent(
        count ->
            declaration.put(TrainingOptions.FRAGMENTS_PER_SHARD.name(), Integer.toString(count)));
    declare(declaration, TrainingOptions.KEY, key);
    declare(declaration, TrainingOptions.STRATIFY_BY, stratifyBy);
    return declaration;
  }

  private static void declare(
      Map<String, String> declaration, LanceOption<List<String>> option, List<String> columns) {
    if (!columns.isEmpty()) {
      declaration.put(option.name(), String.join(",", columns));
    }
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    text.append(shards).append(" shards, batch size ").append(batchSize);
    text.append(", seed ").append(seed);
    fragmentsPerShard.ifPresent(count -> text.append(", fragments per shard ").append(count));
    text.append(", remainder ").append(remainder.name().toLowerCase(Locale.ROOT));
    list(text, "key", key);
    list(text, "stratified by", stratifyBy);
    if (!split.isEmpty()) {
      text.append(", split ").append(split);
    }
    return text.toString();
  }

  private static void list(StringBuilder text, String name, List<String> columns) {
    if (!columns.isEmpty()) {
      text.append(", ").append(name).append(' ').append(String.join(",", columns));
    }
  }
}
