package io.lancetrain.spark.columns;

import org.apache.spark.sql.connector.catalog.functions.BoundFunction;
import org.apache.spark.sql.connector.catalog.functions.ScalarFunction;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/** The function by which Spark brings the rows of a fragment together. */
public final class FragmentOfAddress implements UnboundFunction, ScalarFunction<Integer> {
  /** Its name in the catalog. */
  public static final String NAME = "fragment_of";

  private static final long serialVersionUID = 1L;

  @Override
  public BoundFunction bind(StructType input) {
    if (input.size() == 1 && input.fields()[0].dataType().equals(DataTypes.LongType)) {
      return this;
    }
    throw new UnsupportedOperationException(description());
  }

  /** The upper half of an address; Spark calls it by its name. */
  public int invoke(long address) {
    return (int) (address >>> Integer.SIZE);
  }

  @Override
  public DataType[] inputTypes() {
    return new DataType[] {DataTypes.LongType};
  }

  @Override
  public DataType resultType() {
    return DataTypes.IntegerType;
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String canonicalName() {
    return "lancetrain." + NAME;
  }

  @Override
  public String description() {
    return NAME + "(address bigint): the id of the fragment in which the row with this address is";
  }
}
