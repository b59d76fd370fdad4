package io.lancetrain.spark.table;

import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.job.WriteTarget.ExistingTable;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.read.LanceScanBuilder;
import io.lancetrain.spark.read.RowMetadata;
import io.lancetrain.spark.type.SparkSchemas;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.apache.spark.sql.connector.catalog.MetadataColumn;
import org.apache.spark.sql.connector.catalog.SupportsMetadataColumns;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.SupportsWrite;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.write.LogicalWriteInfo;
import org.apache.spark.sql.connector.write.WriteBuilder;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/** A table pinned at one version. */
public final class LanceTable implements SupportsRead, SupportsWrite, SupportsMetadataColumns {
  private final TableSnapshot snapshot;
  private final StructType schema;
  private final OptionValues options;
  private final SchemaResolution resolution;

  /**
   * A table.
   *
   * @param snapshot the version
   * @param options the options with which it was named
   * @param resolution who matches a DataFrame's columns with the table's
   */
  public LanceTable(TableSnapshot snapshot, OptionValues options, SchemaResolution resolution) {
    this.snapshot = snapshot;
    this.schema = SparkSchemas.of(snapshot.schema());
    this.options = options;
    this.resolution = resolution;
  }

  @Override
  public String name() {
    return snapshot.version().location().toString();
  }

  /** The table's columns; what Spark derives from them is deprecated. */
  public StructType sparkSchema() {
    return schema;
  }

  @Override
  @Deprecated
  public StructType schema() {
    return schema;
  }

  @Override
  public Map<String, String> properties() {
    return snapshot.properties();
  }

  /** The version, as Spark 4.1 shows it; the method does not exist in Spark 3.5. */
  public String version() {
    return Long.toString(snapshot.version().number());
  }

  @Override
  public Set<TableCapability> capabilities() {
    Set<TableCapability> capabilities = EnumSet.of(TableCapability.BATCH_READ);
    capabilities.addAll(TableWrites.writing(options, properties()));
    if (resolution == SchemaResolution.BY_CONNECTOR) {
      capabilities.add(TableCapability.ACCEPT_ANY_SCHEMA);
    }
    return capabilities;
  }

  @Override
  public MetadataColumn[] metadataColumns() {
    return RowMetadata.ALL.toArray(MetadataColumn[]::new);
  }

  @Override
  public ScanBuilder newScanBuilder(CaseInsensitiveStringMap readOptions) {
    return new LanceScanBuilder(snapshot, schema, options.overriddenBy(readOptions));
  }

  @Override
  public WriteBuilder newWriteBuilder(LogicalWriteInfo info) {
    OptionValues all = options.overriddenBy(info.options());
    TableWrites.refuseLateLayout(snapshot.version().location(), options, all, properties());
    return TableWrites.builder(new ExistingTable(snapshot), info, all, properties(), Map.of());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LanceTable that
        && snapshot.version().equals(that.snapshot.version())
        && options.equals(that.options);
  }

  @Override
  public int hashCode() {
    return snapshot.version().hashCode();
  }

  @Override
  public String toString() {
    return name() + " version " + snapshot.version().number();
  }
}
