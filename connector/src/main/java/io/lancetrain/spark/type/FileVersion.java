package io.lancetrain.spark.type;

import io.lancetrain.spark.error.OptionErrors;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * A version of the Lance file format that data files are written in. Version 2.0 is not offered: it
 * loses null structs in silence.
 *
 * @since 0.1.0
 */
public enum FileVersion {
  V2_1("2.1"),
  V2_2("2.2");

  private static final String OPTION = "fileVersion";

  /** Older versions, which are read. */
  private static final Set<String> OLD = Set.of("0.1", "2.0");

  private final String text;

  FileVersion(String text) {
    this.text = text;
  }

  /** The version as Lance and the option {@code fileVersion} write it. */
  public String text() {
    return text;
  }

  /** Whether tables of a version that Lance names can be read. */
  public static boolean isReadable(String version) {
    return OLD.contains(version) || isWritable(version);
  }

  /** Whether files of a version that Lance names can be written. */
  public static boolean isWritable(String version) {
    return Arrays.stream(values()).anyMatch(known -> known.text.equals(version));
  }

  /** The oldest version that holds the schema: 2.2 where it has a map or a vector of structs. */
  public static FileVersion required(Schema schema) {
    return schema.getFields().stream().anyMatch(FileVersion::needsNewest) ? V2_2 : V2_1;
  }

  /**
   * The version for a new table.
   *
   * @param chosen the option {@code fileVersion}, where it is set
   * @param schema the table's Arrow schema
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_OPTION when the chosen version
   *     does not exist or cannot hold the schema
   */
  public static FileVersion of(Optional<String> chosen, Schema schema) {
    FileVersion required = required(schema);
    if (chosen.isEmpty()) {
      return required;
    }
    String text = chosen.get();
    for (FileVersion version : values()) {
      if (version.text.equals(text)) {
        if (version.compareTo(required) < 0) {
          throw OptionErrors.invalidValue(
              OPTION,
              text,
              required.text + ", because the schema has a map or a vector of structs");
        }
        return version;
      }
    }
    throw OptionErrors.invalidValue(OPTION, text, "2.1 or 2.2");
  }

  private static boolean needsNewest(Field field) {
    ArrowType type = ArrowFields.storageType(field);
    List<Field> children = field.getChildren();
    return type instanceof ArrowType.Map
        || (type instanceof ArrowType.FixedSizeList
            && ArrowFields.storageType(children.get(0)) instanceof ArrowType.Struct)
        || children.stream().anyMatch(FileVersion::needsNewest);
  }
}
