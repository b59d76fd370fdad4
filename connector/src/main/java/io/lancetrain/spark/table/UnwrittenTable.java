package io.lancetrain.spark.table;

import io.lancetrain.spark.job.WriteTarget;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.SupportsTruncate;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;

/**
 * A table that the commit of the next write makes, or makes anew: it takes any schema, and cannot
 * be read.
 *
 * <p>It is staged as well, so that {@code CREATE TABLE … AS SELECT} has nothing to take back when
 * its query fails.
 */
public final class UnwrittenTable implements SupportsWrite, StagedTable {
  private final WriteTarget target;
  private final OptionValues options;
  private final StructType schema;
  private final Map<String, String> properties;

  /**
   * A table to be.
   *
   * @param target what is there now; an existing table is replaced as a whole
   * @param options the options with which it was named
   * @param schema what Spark said of its columns; empty where it did not
   * @param properties the table's properties
   */
  public UnwrittenTable(
      WriteTarget target, OptionValues options, StructType schema, Map<String, String> properties) {
    this.target = target;
    this.options = options;
    this.schema = schema;
    this.properties = Map.copyOf(properties);
  }

  @Override
  public String name() {
    return target.location().toString();
  }

  @Override
  @Deprecated
  public StructType schema() {
    return schema;
  }

  @Override
  public Map<String, String> properties() {
    return properties;
  }

  @Override
  public Set<TableCapability> capabilities() {
    Set<TableCapability> capabilities = EnumSet.of(TableCapability.ACCEPT_ANY_SCHEMA);
    capabilities.addAll(TableWrites.writing(options, properties));
    return capabilities;
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    OptionValues merged = options.overriddenBy(info.options());
    TableWrites.refuseLateLayout(target.location(), options, merged, properties);
    if (target instanceof ExistingTable) {
      return builder(info, merged.with(LanceOptions.OVERWRITE_SCHEMA, "true")).truncate();
    }
    return builder(info, merged);
  }

  private SupportsTruncate builder(LogicalWriteInfo info, OptionValues merged) {
    return TableWrites.builder(target, info, merged, properties, properties);
  }

  @Override
  public void commitStagedChanges() {
    // The commit of the write has made the table.
  }

  @Override
  public void abortStagedChanges() {
    // Without a commit there is no table; the write itself removes its files.
  }

  @Override
  public String toString() {
    return name();
  }
}
