package io.lancetrain.spark.job;

import io.lancetrain.spark.dataset.FileOrigin;
import io.lancetrain.spark.dataset.FileSettings;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.type.NameMatching;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.UUID;
import org.apache.arrow.vector.types.pojo.Schema;
import org.apache.spark.sql.types.StructType;

/**
 * What every task of a write knows; it travels to the executors once.
 *
 * @param location the table
 * @param rows the schema of the rows that Spark hands over
 * @param arrowSchema the schema of the data files, as JSON, since Arrow's own class is not
 *     serializable
 * @param names which of the rows' columns is which of the files'
 * @param files how the files are written
 * @param batchBytes about how many bytes one batch holds
 * @param bufferBytes how many bytes the batches of one task hold together
 * @param job names this write; every data file of it says so
 */
public record WriteSpec(
    TableLocation location,
    StructType rows,
    String arrowSchema,
    NameMatching names,
    FileSettings files,
    long batchBytes,
    long bufferBytes,
    String job)
    implements Serializable {

  /** What the tasks of a write know that begins now. */
  public static WriteSpec of(
      TableLocation location,
      StructType rows,
      Schema schema,
      NameMatching names,
      FileSettings files,
      OptionValues options) {
    return new WriteSpec(
        location,
        rows,
        schema.toJson(),
        names,
        files,
        options.valueOrDefault(LanceOptions.BATCH_BYTES),
        options.valueOrDefault(LanceOptions.WRITE_BUFFER_BYTES),
        UUID.randomUUID().toString());
  }

  /** The schema of the data files, which say that they come from this attempt at a task. */
  Schema schema(long attempt) {
    try {
      return new FileOrigin(job, attempt).in(Schema.fromJSON(arrowSchema));
    } catch (IOException notJson) {
      throw new UncheckedIOException(notJson);
    }
  }
}
