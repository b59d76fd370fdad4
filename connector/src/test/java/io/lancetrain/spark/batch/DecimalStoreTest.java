package io.lancetrain.spark.batch;

import static io.lancetrain.spark.batch.Rows.row;
import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.type.Fields;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.spark.sql.catalyst.expressions.UnsafeProjection;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Decimal;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class DecimalStoreTest {
  private final Random random = new Random(38);

  @Test
  void decimalsOfAnyPrecisionAreTakenFromSparksOwnRowsExactly() {
    for (int bits : new int[] {128, 256}) {
      for (int precision = 1; precision <= 38; precision++) {
        int scale = random.nextInt(precision + 1);
        // A table may have room for more digits than the rows have.
        int roomFor = Math.min(38, precision + random.nextInt(3));
        StructType rows = new StructType().add("c", DataTypes.createDecimalType(precision, scale));
        UnsafeProjection projection = UnsafeProjection.create(rows);
        ArrowType type = new ArrowType.Decimal(roomFor, scale, bits);
        try (ArrowBatch batch = new ArrowBatch(rows, Fields.field("c", type))) {
          List<Object> expected = new ArrayList<>();
          for (int i = 0; i < 200; i++) {
            BigDecimal value = new BigDecimal(unscaled(precision), scale);
            batch.writeRow(projection.apply(row(Decimal.apply(value, precision, scale))));
            expected.add(value);
          }
          assertThat(batch.values(0)).isEqualTo(expected);
        }
      }
    }
  }

  private BigInteger unscaled(int precision) {
    BigInteger bound = BigInteger.TEN.pow(precision);
    BigInteger value = new BigInteger(random.nextInt(bound.bitLength() + 1), random).mod(bound);
    return random.nextBoolean() ? value : value.negate();
  }
}
