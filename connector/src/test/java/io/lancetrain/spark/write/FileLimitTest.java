package io.lancetrain.spark.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.type.Fields;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.junit.jupiter.api.Test;

class FileLimitTest {
  private static final long MEBIBYTE = 1 << 20;

  @Test
  void aFileWithWhatTheEncodersKeepStaysBelowOneGibibyte() {
    for (int columns = 1; columns <= 115; columns++) {
      long limit = FileLimit.bytes(800 * MEBIBYTE, schema(columns));
      assertThat(limit + columns * 8 * MEBIBYTE).isLessThan(1024 * MEBIBYTE);
    }
  }

  @Test
  void whatTheUserWantsHoldsWhereItCan() {
    assertThat(FileLimit.bytes(512 * MEBIBYTE, schema(60))).isEqualTo(512 * MEBIBYTE);
    assertThat(FileLimit.bytes(MEBIBYTE, schema(500))).isEqualTo(MEBIBYTE);
  }

  /** Half of the columns lie in a struct. */
  private static Schema schema(int columns) {
    Field column = Fields.field("c", new ArrowType.Int(64, true));
    Field struct =
        Fields.field(
            "s",
            ArrowType.Struct.INSTANCE,
            Collections.nCopies(columns - columns / 2, column).toArray(Field[]::new));
    List<Field> fields = new ArrayList<>(Collections.nCopies(columns / 2, column));
    fields.add(struct);
    return new Schema(fields);
  }
}
