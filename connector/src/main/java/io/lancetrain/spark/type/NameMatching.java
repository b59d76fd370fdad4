package io.lancetrain.spark.type;

import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;

/**
 * When a column of a DataFrame and one of a table have the same name, as {@code
 * spark.sql.caseSensitive} decides.
 *
 * @since 0.1.0
 */
public enum NameMatching {
  CASE_SENSITIVE {
    @Override
    public boolean same(String one, String other) {
      return one.equals(other);
    }
  },
  CASE_INSENSITIVE {
    @Override
    public boolean same(String one, String other) {
      return one.equalsIgnoreCase(other);
    }
  };

  /** What the session's configuration says. */
  public static NameMatching of(SparkSession session) {
    return Boolean.parseBoolean(session.conf().get("spark.sql.caseSensitive"))
        ? CASE_SENSITIVE
        : CASE_INSENSITIVE;
  }

  /** Whether two names are of the same column. */
  public abstract boolean same(String one, String other);

  /** The ordinals of all fields with this name, ascending. */
  public List<Integer> ordinals(StructType struct, String name) {
    String[] names = struct.fieldNames();
    return IntStream.range(0, names.length).filter(i -> same(names[i], name)).boxed().toList();
  }

  /**
   * Where a struct has each of these fields.
   *
   * @param struct a struct that {@link SchemaFit} found to have each of them once
   */
  public int[] ordinals(StructType struct, List<String> names) {
    return names.stream().mapToInt(name -> ordinals(struct, name).get(0)).toArray();
  }
}
