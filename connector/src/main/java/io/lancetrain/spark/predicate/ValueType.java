package io.lancetrain.spark.predicate;

import java.util.Optional;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;

/** How values compare in Lance, and what else has to be known of them for Spark's answer. */
sealed interface ValueType {
  /** Whether a literal of this type of Spark can be compared with such values. */
  boolean accepts(DataType literal);

  /**
   * Integers. How wide Lance stores them does not matter.
   *
   * @param range what they can be
   * @param bits of the type that Spark gives them
   */
  record Integers(IntegerRange range, int bits) implements ValueType {
    @Override
    public boolean accepts(DataType literal) {
      return IntegerBits.of(literal) != 0;
    }
  }

  /** Numbers as they are in IEEE 754, which Lance compares in total order. */
  enum Floats implements ValueType {
    FLOAT,
    DOUBLE;

    @Override
    public boolean accepts(DataType literal) {
      return this == FLOAT ? literal instanceof FloatType : literal instanceof DoubleType;
    }
  }

  /** Decimals of one precision and scale. */
  record Decimals(int precision, int scale) implements ValueType {
    @Override
    public boolean accepts(DataType literal) {
      return literal instanceof DecimalType decimal
          && decimal.precision() == precision
          && decimal.scale() == scale;
    }
  }

  /** Binaries that are all of one length. Lance compares them with others of that length only. */
  record FixedSizeBytes(int length) implements ValueType {
    @Override
    public boolean accepts(DataType literal) {
      return literal instanceof BinaryType;
    }
  }

  /**
   * Timestamps in microseconds.
   *
   * @param zone the zone that the column is shown in; empty for timestamps without one
   */
  record Timestamps(Optional<String> zone) implements ValueType {
    @Override
    public boolean accepts(DataType literal) {
      return zone.isPresent()
          ? literal instanceof TimestampType
          : literal instanceof TimestampNTZType;
    }
  }

  /** Types of which nothing more has to be known. */
  enum Plain implements ValueType {
    BOOLEAN,
    STRING,
    BINARY,
    DATE,
    /** In microseconds. */
    DURATION;

    @Override
    public boolean accepts(DataType literal) {
      return switch (this) {
        case BOOLEAN -> literal instanceof BooleanType;
        // A string with a collation is another type.
        case STRING -> literal.equals(DataTypes.StringType);
        case BINARY -> literal instanceof BinaryType;
        case DATE -> literal instanceof DateType;
        case DURATION -> literal instanceof DayTimeIntervalType;
      };
    }
  }

  /**
   * Values that Lance can only tell from null.
   *
   * @param name of the type, as the reason names it
   */
  record Opaque(String name) implements ValueType {
    @Override
    public boolean accepts(DataType literal) {
      return false;
    }
  }
}
