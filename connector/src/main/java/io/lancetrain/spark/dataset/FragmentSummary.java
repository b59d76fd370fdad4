package io.lancetrain.spark.dataset;

import java.io.Serializable;

/**
 * What planning needs to know of a fragment.
 *
 * @param id the fragment's id
 * @param rows rows that are not deleted
 * @param places rows with those that are deleted: a row's place is counted over them
 * @param bytes size of its data files; 0 where the manifest does not record it
 */
public record FragmentSummary(int id, long rows, long places, long bytes) implements Serializable {
  /** The address of the row in the first place. */
  public long firstAddress() {
    return (long) id << 32;
  }

  /** The address after that of the row in the last place. */
  public long endAddress() {
    return firstAddress() + places;
  }
}
