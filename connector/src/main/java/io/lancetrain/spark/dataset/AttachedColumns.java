package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.CommitRequest.AddColumns;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.FieldType;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/**
 * Files of new columns, each beside the files that a fragment has.
 *
 * <p>A file names its columns by the ids of their fields. The files were written as of a table of
 * their own, whose ids begin with 0; here they get ids that the table never had: one that a column
 * had that was dropped would bring back its values.
 */
public final class AttachedColumns {
  /** Metadata of a field by which lance-core takes its id, and which it does not keep. */
  private static final String FIELD_ID = "lance:field_id";

  private final int firstId;
  private int ids;

  private AttachedColumns(int firstId) {
    this.firstId = firstId;
  }

  /**
   * The change of a table's version.
   *
   * @param table the version, whose schema stays
   * @param columns the new columns, all of which can be null
   * @param files by the id of a fragment, one file with as many rows as it has places; the columns
   *     of a fragment without one are null
   */
  public static AddColumns change(
      TableSnapshot table, Schema columns, Map<Integer, WrittenFragments> files) {
    TableLocation location = table.version().location();
    try (DatasetLease lease = TableOpener.lease(table.version())) {
      return NativeCalls.call(
          "add columns to", location, () -> change(table, columns, files, lease.dataset()));
    }
  }

  private static AddColumns change(
      TableSnapshot table, Schema columns, Map<Integer, WrittenFragments> files, Dataset dataset) {
    List<FragmentMetadata> fragments =
        dataset.getFragments().stream().map(fragment -> fragment.metadata()).toList();
    AttachedColumns attached = new AttachedColumns(1 + greatestId(dataset, fragments));
    List<Field> fields = new ArrayList<>(table.schema().getFields());
    columns.getFields().forEach(field -> fields.add(attached.withId(field)));
    return new AddColumns(
        table.version().number(),
        new Schema(fields, table.schema().getCustomMetadata()),
        new WrittenFragments(
            fragments.stream().map(fragment -> attached.to(fragment, files)).toList()));
  }

  private static int greatestId(Dataset dataset, List<FragmentMetadata> fragments) {
    IntStream ofColumns =
        dataset.getLanceSchema().fields().stream()
            .flatMap(AttachedColumns::withChildren)
            .mapToInt(LanceField::getId);
    IntStream ofFiles =
        fragments.stream()
            .flatMap(fragment -> fragment.getFiles().stream())
            .flatMapToInt(file -> Arrays.stream(file.getFields()));
    return IntStream.concat(ofColumns, ofFiles).max().orElse(-1);
  }

  private static Stream<LanceField> withChildren(LanceField field) {
    return Stream.concat(
        Stream.of(field), field.getChildren().stream().flatMap(AttachedColumns::withChildren));
  }

  /** Ids in the order in which Lance gives them: a field's before those of its children. */
  private Field withId(Field field) {
    Map<String, String> metadata = new HashMap<>(field.getMetadata());
    metadata.put(FIELD_ID, Integer.toString(firstId + ids));
    ids++;
    // To Lance a vector of numbers is one field.
    List<Field> children =
        field.getType() instanceof ArrowType.FixedSizeList
            ? field.getChildren()
            : field.getChildren().stream().map(this::withId).toList();
    FieldType type =
        new FieldType(field.isNullable(), field.getType(), field.getDictionary(), metadata);
    return new Field(field.getName(), type, children);
  }

  private FragmentMetadata to(FragmentMetadata fragment, Map<Integer, WrittenFragments> files) {
    WrittenFragments written = files.get(fragment.getId());
    if (written == null) {
      return fragment;
    }
    List<DataFile> all = new ArrayList<>(fragment.getFiles());
    written.metadata().get(0).getFiles().forEach(file -> all.add(withIds(file)));
    return new FragmentMetadata(
        fragment.getId(),
        all,
        fragment.getPhysicalRows(),
        fragment.getDeletionFile(),
        fragment.getRowIdMeta(),
        fragment.getCreatedAtVersionMeta(),
        fragment.getLastUpdatedAtVersionMeta());
  }

  private DataFile withIds(DataFile file) {
    return new DataFile(
        file.getPath(),
        Arrays.stream(file.getFields()).map(id -> firstId + id).toArray(),
        file.getColumnIndices(),
        file.getFileMajorVersion(),
        file.getFileMinorVersion(),
        file.getFileSizeBytes(),
        file.getBaseId().orElse(null));
  }
}
