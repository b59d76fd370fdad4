package io.lancetrain.spark.dataset;

import java.util.List;
import java.util.Map;
import org.apache.arrow.vector.types.pojo.Schema;

/**
 * Everything that the driver needs of a table version, read once; it holds no native resource.
 *
 * @param version which version of which table
 * @param schema the columns, with their Arrow types and metadata
 * @param fragments all fragments, in the table's order
 * @param fileVersion the Lance file version of the table's data files, such as 2.1
 * @param rowIds what its row ids are
 * @param properties the table's config
 */
public record TableSnapshot(
    TableVersion version,
    Schema schema,
    List<FragmentSummary> fragments,
    String fileVersion,
    RowIds rowIds,
    Map<String, String> properties) {

  /** Rows of the whole table that are not deleted. */
  public long rows() {
    return fragments.stream().mapToLong(FragmentSummary::rows).sum();
  }

  /** Bytes of all data files. */
  public long bytes() {
    return fragments.stream().mapToLong(FragmentSummary::bytes).sum();
  }
}
