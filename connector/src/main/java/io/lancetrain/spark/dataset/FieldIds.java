package io.lancetrain.spark.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import org.apache.arrow.vector.types.pojo.ArrowType;
import org.apache.arrow.vector.types.pojo.Field;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.schema.LanceField;

/**
 * The numbers by which Lance knows the columns of a table and the fields within them.
 *
 * <p>A data file names its columns by these numbers, and a column that a file lacks is null in its
 * rows. So files that were written by a schema of their own join a table once they are given the
 * table's numbers.
 */
final class FieldIds {
  private final List<Entry> entries;

  /** A field by the names from the top to it. */
  private record Entry(List<String> path, int id, String type, boolean nullable) {}

  private FieldIds(List<Entry> entries) {
    this.entries = List.copyOf(entries);
  }

  /** Those of a table. */
  static FieldIds of(Dataset dataset) {
    List<Entry> entries = new ArrayList<>();
    add(List.of(), dataset.getLanceSchema().fields(), entries);
    return new FieldIds(entries);
  }

  private static void add(List<String> parent, List<LanceField> fields, List<Entry> entries) {
    for (LanceField field : fields) {
      List<String> path = child(parent, field.getName());
      entries.add(new Entry(path, field.getId(), field.getLogicalType(), field.isNullable()));
      add(path, field.getChildren(), entries);
    }
  }

  /**
   * Those that the fields of a schema have after a merge into the table: a field that is in the
   * table keeps its number, the others get the next ones, each before those within it.
   */
  static Map<List<String>, Integer> after(Dataset dataset, Schema merged) {
    Map<List<String>, Integer> ids = new HashMap<>();
    of(dataset).entries.forEach(entry -> ids.put(entry.path(), entry.id()));
    int next = greatest(dataset, ids) + 1;
    for (List<String> path : paths(merged)) {
      if (!ids.containsKey(path)) {
        ids.put(path, next);
        next++;
      }
    }
    return ids;
  }

  /** Numbers are not used again: data files may have columns that the table has dropped. */
  private static int greatest(Dataset dataset, Map<List<String>, Integer> ids) {
    IntStream inSchema = ids.values().stream().mapToInt(Integer::intValue);
    IntStream inFiles =
        dataset.getFragments().stream()
            .map(Fragment::metadata)
            .flatMap(fragment -> fragment.getFiles().stream())
            .flatMapToInt(file -> Arrays.stream(file.getFields()));
    return IntStream.concat(inSchema, inFiles).max().orElse(-1);
  }

  /**
   * Fragments whose files were written with the numbers of a new table, with those of another one.
   *
   * @param files the schema of the files
   * @param ids the numbers to give
   */
  static List<FragmentMetadata> renumbered(
      List<FragmentMetadata> fragments, Schema files, Map<List<String>, Integer> ids) {
    List<List<String>> paths = paths(files);
    return fragments.stream()
        .map(
            fragment ->
                withFiles(
                    fragment,
                    fragment.getFiles().stream()
                        .map(file -> renumbered(file, paths, ids))
                        .toList()))
        .toList();
  }

  /**
   * Fragments whose files have all columns of this table in its order, and were written with the
   * numbers of a new table, with the numbers of this one.
   */
  List<FragmentMetadata> ofAllColumns(List<FragmentMetadata> fragments) {
    return fragments.stream()
        .map(
            fragment ->
                withFiles(
                    fragment,
                    fragment.getFiles().stream()
                        .map(file -> renumbered(file, id -> entries.get(id).id()))
                        .toList()))
        .toList();
  }

  private static DataFile renumbered(
      DataFile file, List<List<String>> paths, Map<List<String>, Integer> ids) {
    return renumbered(file, id -> ids.get(paths.get(id)));
  }

  private static DataFile renumbered(DataFile file, IntUnaryOperator ids) {
    int[] fields = Arrays.stream(file.getFields()).map(ids).toArray();
    return new DataFile(
        file.getPath(),
        fields,
        file.getColumnIndices(),
        file.getFileMajorVersion(),
        file.getFileMinorVersion(),
        file.getFileSizeBytes(),
        file.getBaseId().orElse(null));
  }

  /** A fragment with other files. */
  static FragmentMetadata withFiles(FragmentMetadata fragment, List<DataFile> files) {
    return new FragmentMetadata(
        fragment.getId(),
        files,
        fragment.getPhysicalRows(),
        fragment.getDeletionFile(),
        fragment.getRowIdMeta(),
        fragment.getCreatedAtVersionMeta(),
        fragment.getLastUpdatedAtVersionMeta());
  }

  /** The fields of a new table in the order in which Lance numbers them from 0. */
  static List<List<String>> paths(Schema schema) {
    List<List<String>> paths = new ArrayList<>();
    schema.getFields().forEach(field -> add(List.of(), field, paths));
    return paths;
  }

  /** Elements of a vector are a field to Lance only where they are structs. */
  private static void add(List<String> parent, Field field, List<List<String>> paths) {
    List<String> path = child(parent, field.getName());
    paths.add(path);
    boolean plainVector =
        field.getType() instanceof ArrowType.FixedSizeList
            && !(field.getChildren().get(0).getType() instanceof ArrowType.Struct);
    if (!plainVector && field.getDictionary() == null) {
      field.getChildren().forEach(child -> add(path, child, paths));
    }
  }

  private static List<String> child(List<String> parent, String name) {
    List<String> path = new ArrayList<>(parent);
    path.add(name);
    return List.copyOf(path);
  }

  /** The number of each field. */
  Map<List<String>, Integer> byPath() {
    Map<List<String>, Integer> ids = new HashMap<>();
    entries.forEach(entry -> ids.put(entry.path(), entry.id()));
    return ids;
  }

  /** Equal where the columns, their types and their numbers are. */
  @Override
  public boolean equals(Object other) {
    return other instanceof FieldIds that && entries.equals(that.entries);
  }

  @Override
  public int hashCode() {
    return entries.hashCode();
  }
}
