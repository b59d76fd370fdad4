package io.lancetrain.spark;

import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.error.OptionErrors;
import io.lancetrain.spark.job.WriteTarget.NewTable;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.table.LanceTable;
import io.lancetrain.spark.table.SchemaResolution;
import io.lancetrain.spark.table.TableLocator;
import io.lancetrain.spark.table.TimeTravel;
import io.lancetrain.spark.table.UnwrittenTable;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.SessionConfigSupport;
import org.apache.spark.sql.connector.catalog.SupportsCatalogOptions;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.sources.DataSourceRegister;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The format {@code lance}: {@code spark.read().format("lance").load(uri)} and {@code
 * df.write().format("lance").save(uri)}.
 *
 * <p>Options are those of {@code connector/docs/options.md}; {@code spark.datasource.lance.NAME} in
 * the session's configuration sets one for all reads and writes.
 *
 * @since 0.1.0
 */
public final class LanceDataSource
    implements SupportsCatalogOptions, SessionConfigSupport, DataSourceRegister {
  static final String FORMAT = "lance";

  @Override
  public String shortName() {
    return FORMAT;
  }

  @Override
  public String keyPrefix() {
    return FORMAT;
  }

  @Override
  public Identifier extractIdentifier(CaseInsensitiveStringMap options) {
    return identifier(OptionValues.of(options));
  }

  @Override
  public String extractCatalog(CaseInsensitiveStringMap options) {
    return PathCatalog.register(SparkSession.active());
  }

  /**
   * Which version a read means. Spark asks this for reads only, which tells them from writes: a
   * write may name a path with no table and a tag that does not exist yet.
   */
  @Override
  public Optional<String> extractTimeTravelVersion(CaseInsensitiveStringMap options) {
    OptionValues values = OptionValues.of(options);
    values.refuseTogether(LanceOptions.TAG, LanceOptions.VERSION_AS_OF);
    values.refuseTogether(LanceOptions.TAG, LanceOptions.TIMESTAMP_AS_OF);
    values.refuseTogether(LanceOptions.VERSION_AS_OF, LanceOptions.TIMESTAMP_AS_OF);
    if (values.value(LanceOptions.TIMESTAMP_AS_OF).isPresent()) {
      return Optional.empty();
    }
    return Optional.of(VersionText.of(values));
  }

  @Override
  public Optional<String> extractTimeTravelTimestamp(CaseInsensitiveStringMap options) {
    return OptionValues.of(options).value(LanceOptions.TIMESTAMP_AS_OF);
  }

  @Override
  @SuppressWarnings("deprecation") // Spark derives its successor from it.
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return table(options).schema();
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return table(properties);
  }

  /**
   * The table of a stream, or of a name in Spark's own catalog; whatever else is asked of this
   * format goes through {@link PathCatalog}. A path with no table yet is no error here: it is for
   * Spark to say that there are no streams.
   */
  private static Table table(Map<String, String> properties) {
    PathIdentifier identifier = identifier(TableProperties.options(properties));
    OptionValues options = identifier.options();
    TableLocation location = TableLocator.locate(identifier.name(), options, SparkSession.active());
    TimeTravel travel = VersionText.parse(VersionText.of(options));
    if (travel instanceof TimeTravel.Newest && location.onMain() && !TableOpener.exists(location)) {
      return new UnwrittenTable(new NewTable(location), options, new StructType(), Map.of());
    }
    return new LanceTable(travel.load(location), options, SchemaResolution.BY_SPARK);
  }

  private static PathIdentifier identifier(OptionValues values) {
    String path =
        values
            .value(LanceOptions.PATH)
            .orElseThrow(() -> OptionErrors.missing(LanceOptions.PATH.name()));
    return new PathIdentifier(path, values);
  }
}
