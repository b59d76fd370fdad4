package io.lancetrain.spark.read;

import io.lancetrain.spark.error.TypeErrors;
import io.lancetrain.spark.vector.ArrowArrayView;
import io.lancetrain.spark.vector.ColumnVectors;
import java.util.List;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.vectorized.ColumnVector;
import org.apache.spark.sql.vectorized.ColumnarBatch;

/** Shows Lance's batches as Spark wants them: its columns, in its order. */
final class BatchView {
  private final ScanSpec spec;
  private int[] positions;

  BatchView(ScanSpec spec) {
    this.spec = spec;
  }

  /** The batch as Spark reads it; it is good until the batch is closed. */
  ColumnarBatch of(FetchedBatch fetched) {
    List<Field> fields = fetched.batch().schema().getFields();
    if (positions == null) {
      positions = positions(fields.stream().map(Field::getName).toList());
    }
    ArrowArrayView struct = ArrowArrayView.at(fetched.batch().address());
    ColumnVector[] vectors = new ColumnVector[positions.length];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] =
          vector(spec.columns().fields()[i], fields.get(positions[i]), struct.field(positions[i]));
    }
    return new ColumnarBatch(vectors, Math.toIntExact(fetched.rows()));
  }

  private ColumnVector vector(StructField column, Field field, ArrowArrayView array) {
    if (column.name().equals(RowMetadata.FRAGMENT_ID.name())) {
      return ColumnVectors.fragmentIds(array);
    }
    return ColumnVectors.of(
        column.name(), column.dataType(), field, array, spec.settings().nanoseconds());
  }

  /** Where in Lance's batches each of Spark's columns is. */
  private int[] positions(List<String> found) {
    StructField[] wanted = spec.columns().fields();
    int[] result = new int[wanted.length];
    for (int i = 0; i < wanted.length; i++) {
      result[i] = found.indexOf(columnOfLance(wanted[i].name()));
      if (result[i] < 0) {
        throw TypeErrors.cannotRead(
            wanted[i].name(),
            wanted[i].dataType().catalogString(),
            "Lance returned the columns " + found + " in its place. Leave the column out.");
      }
    }
    return result;
  }

  private static String columnOfLance(String name) {
    return name.equals(RowMetadata.FRAGMENT_ID.name()) ? RowMetadata.ROW_ADDRESS.name() : name;
  }
}
