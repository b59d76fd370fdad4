package io.lancetrain.spark.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;

/** Fragments that lie in the table's folder and that no version names yet. */
public final class WrittenFragments implements Serializable {
  private static final long serialVersionUID = 1L;

  private final ArrayList<FragmentMetadata> fragments;

  WrittenFragments(List<FragmentMetadata> fragments) {
    this.fragments = new ArrayList<>(fragments);
  }

  /** No fragments. */
  public static WrittenFragments none() {
    return new WrittenFragments(List.of());
  }

  /** All fragments of these, in this order. */
  public static WrittenFragments concat(Collection<WrittenFragments> parts) {
    return new WrittenFragments(parts.stream().flatMap(part -> part.fragments.stream()).toList());
  }

  /** Rows of all fragments. */
  public long rows() {
    return fragments.stream().mapToLong(FragmentMetadata::getNumRows).sum();
  }

  /** The rows of each fragment, in order. */
  public List<Long> rowsOfEach() {
    return fragments.stream().map(FragmentMetadata::getNumRows).toList();
  }

  /** Bytes of all data files. */
  public long bytes() {
    return fragments.stream().mapToLong(TableOpener::bytes).sum();
  }

  /** How many fragments there are. */
  public int count() {
    return fragments.size();
  }

  /** The data files, relative to the table's folder. */
  public List<String> files() {
    return fragments.stream()
        .flatMap(fragment -> fragment.getFiles().stream())
        .map(DataFile::getPath)
        .map(path -> "data/" + path)
        .toList();
  }

  List<FragmentMetadata> metadata() {
    return List.copyOf(fragments);
  }
}
