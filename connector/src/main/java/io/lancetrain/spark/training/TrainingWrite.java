package io.lancetrain.spark.training;

import io.lancetrain.spark.error.TrainingErrors;
import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.training.TrainingSplit.Part;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.connector.write.V1Write;
import org.apache.spark.sql.sources.InsertableRelation;

/**
 * A checked write in the training layout. Spark hands it the whole input, which a write of its
 * newer kind would not get: the rows have to be counted before the first of them is written.
 */
final class TrainingWrite implements V1Write {
  private final WriteTarget target;
  private final Function<String, WriteTarget> parts;
  private final TrainingMode mode;
  private final TrainingLayout layout;
  private final OptionValues options;
  private final Map<String, String> properties;

  TrainingWrite(
      WriteTarget target,
      Function<String, WriteTarget> parts,
      TrainingMode mode,
      TrainingLayout layout,
      OptionValues options,
      Map<String, String> properties) {
    this.target = target;
    this.parts = parts;
    this.mode = mode;
    this.layout = layout;
    this.options = options;
    this.properties = properties;
  }

  @Override
  public InsertableRelation toInsertableRelation() {
    return (rows, overwrite) -> insert(rows);
  }

  private void insert(Dataset<Row> rows) {
    if (layout.split().isEmpty()) {
      write(target).plan(rows, "").run();
      return;
    }
    Map<WriteTarget, Runnable> planned = new LinkedHashMap<>();
    for (Part part : TrainingSplit.of(rows, layout)) {
      WriteTarget partTarget = parts.apply(part.name());
      planned.put(partTarget, write(partTarget).plan(part.rows(), part.toString()));
    }
    List<String> written = new ArrayList<>();
    planned.forEach((partTarget, part) -> write(partTarget, part, written));
  }

  private LayoutWrite write(WriteTarget to) {
    return new LayoutWrite(to, mode, layout, options, properties);
  }

  /** Spark's exceptions of a failed job are checked ones that its methods do not declare. */
  private void write(WriteTarget to, Runnable part, List<String> written) {
    try {
      part.run();
    } catch (Exception failure) {
      throw TrainingErrors.partNotWritten(
          target.location().toString(), to.location().toString(), written, failure);
    }
    written.add(to.location().toString());
  }

  @Override
  public String description() {
    return "lance "
        + target.location()
        + ", "
        + mode.name().toLowerCase(Locale.ROOT)
        + " in the training layout: "
        + layout;
  }

  @Override
  public String toString() {
    return description();
  }
}
