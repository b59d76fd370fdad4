package io.lancetrain.spark.type;

import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.CharType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.UserDefinedType;
import org.apache.spark.sql.types.VarcharType;
import org.apache.spark.sql.types.YearMonthIntervalType;

/** Why a Spark type cannot be written, and what to do instead. */
final class UnwritableTypes {
  private UnwritableTypes() {}

  static String reason(DataType type) {
    if (type instanceof NullType) {
      return "a column without a type cannot be stored. Cast it to the type that its values are"
          + " to have.";
    } else if (type instanceof YearMonthIntervalType || type instanceof CalendarIntervalType) {
      return "Lance has no interval with months. Write the months as an integer.";
    } else if (type instanceof UserDefinedType) {
      return "Lance has no user-defined types. Write the fields that it consists of.";
    } else if (type instanceof CharType || type instanceof VarcharType) {
      return "Lance keeps no length with a string, by which Spark could pad or check its values."
          + " Declare the column as STRING.";
    } else if (type instanceof StringType) {
      return "Lance keeps no collation. Cast the column to STRING.";
    }
    return "Lance has no such type. Cast the column to a type that connector/docs/types.md lists.";
  }
}
