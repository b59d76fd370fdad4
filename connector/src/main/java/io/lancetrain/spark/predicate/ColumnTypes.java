package io.lancetrain.spark.predicate;

import io.lancetrain.spark.predicate.ValueType.Decimals;
import io.lancetrain.spark.predicate.ValueType.FixedSizeBytes;
import io.lancetrain.spark.predicate.ValueType.Floats;
import io.lancetrain.spark.predicate.ValueType.Integers;
import io.lancetrain.spark.predicate.ValueType.Opaque;
import io.lancetrain.spark.predicate.ValueType.Plain;
import io.lancetrain.spark.predicate.ValueType.Timestamps;
import io.lancetrain.spark.type.ArrowFields;
import java.util.Optional;
import org.apache.arrow.vector.types.DateUnit;
import org.apache.arrow.vector.types.TimeUnit;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;

/**
 * How the values of a stored column compare. Where Lance stores them in another unit than Spark
 * shows them, or Spark refuses some of them, they can only be told from null.
 */
final class ColumnTypes {
  private static final int INT64 = 64;
  private static final int DECIMAL128 = 128;

  private ColumnTypes() {}

  static ValueType of(Field field) {
    if (ArrowFields.isExtension(field)) {
      return new Opaque("extension type");
    }
    ArrowType type = field.getType();
    Optional<? extends ValueType> comparable =
        switch (type.getTypeID()) {
          case Bool -> Optional.of(Plain.BOOLEAN);
          case Int -> integers((ArrowType.Int) type);
          case FloatingPoint -> floats((ArrowType.FloatingPoint) type);
          case Decimal -> decimals((ArrowType.Decimal) type);
          case Utf8, LargeUtf8 -> Optional.of(Plain.STRING);
          case Binary, LargeBinary -> Optional.of(Plain.BINARY);
          case FixedSizeBinary ->
              Optional.of(new FixedSizeBytes(((ArrowType.FixedSizeBinary) type).getByteWidth()));
          case Date -> only(((ArrowType.Date) type).getUnit() == DateUnit.DAY, Plain.DATE);
          case Timestamp -> timestamps((ArrowType.Timestamp) type);
          case Duration ->
              only(((ArrowType.Duration) type).getUnit() == TimeUnit.MICROSECOND, Plain.DURATION);
          default -> Optional.empty();
        };
    return comparable.isPresent() ? comparable.get() : new Opaque(type.toString());
  }

  private static <T extends ValueType> Optional<T> only(boolean condition, T type) {
    return condition ? Optional.of(type) : Optional.empty();
  }

  /** Spark shows unsigned integers in the next wider type; of uint64 it refuses half. */
  private static Optional<Integers> integers(ArrowType.Int type) {
    int bits = type.getBitWidth();
    if (type.getIsSigned()) {
      return Optional.of(new Integers(IntegerRange.signed(bits), bits));
    }
    return only(bits < INT64, new Integers(IntegerRange.unsigned(bits), 2 * bits));
  }

  private static Optional<Floats> floats(ArrowType.FloatingPoint type) {
    return switch (type.getPrecision()) {
      case HALF -> Optional.empty();
      case SINGLE -> Optional.of(Floats.FLOAT);
      case DOUBLE -> Optional.of(Floats.DOUBLE);
    };
  }

  private static Optional<Decimals> decimals(ArrowType.Decimal type) {
    return only(
        type.getBitWidth() == DECIMAL128, new Decimals(type.getPrecision(), type.getScale()));
  }

  private static Optional<Timestamps> timestamps(ArrowType.Timestamp type) {
    return only(
        type.getUnit() == TimeUnit.MICROSECOND,
        new Timestamps(Optional.ofNullable(type.getTimezone())));
  }
}
