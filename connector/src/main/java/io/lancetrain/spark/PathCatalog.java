package io.lancetrain.spark;

import io.lancetrain.spark.columns.FragmentOfAddress;
import io.lancetrain.spark.dataset.TableLocation;
import io.lancetrain.spark.dataset.TableOpener;
import io.lancetrain.spark.dataset.TableSnapshot;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.job.WriteTarget.NewTable;
import io.lancetrain.spark.option.OptionValues;
import io.lancetrain.spark.option.ProcessOptions;
import io.lancetrain.spark.option.TrainingOptions;
import io.lancetrain.spark.table.LanceTable;
import io.lancetrain.spark.table.SchemaResolution;
import io.lancetrain.spark.table.TableLocator;
import io.lancetrain.spark.table.TimeTravel;
import io.lancetrain.spark.table.UnwrittenTable;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.analysis.NoSuchFunctionException;
import org.apache.spark.sql.catalyst.analysis.NoSuchTableException;
import org.apache.spark.sql.catalyst.analysis.TableAlreadyExistsException;
import org.apache.spark.sql.connector.catalog.FunctionCatalog;
import org.apache.spark.sql.connector.catalog.Identifier;
import org.apache.spark.sql.connector.catalog.StagedTable;
import org.apache.spark.sql.connector.catalog.StagingTableCatalog;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCatalogCapability;
import org.apache.spark.sql.connector.catalog.TableChange;
import org.apache.spark.sql.connector.catalog.TableWritePrivilege;
import org.apache.spark.sql.connector.catalog.functions.UnboundFunction;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * The catalog of tables that are named by their path: {@code SELECT … FROM lance.`s3://b/t.lance`},
 * once {@code spark.sql.catalog.lance} is this class. The first use of {@code format("lance")} in a
 * session sets that where it is not set.
 *
 * <p>Options of the session ({@code spark.datasource.lance.NAME}), and after them those of the
 * catalog ({@code spark.sql.catalog.lance.NAME}), hold for all its tables.
 *
 * @since 0.1.0
 */
public final class PathCatalog implements StagingTableCatalog, FunctionCatalog {
  private static final String NAME = "lance";
  private static final String OTHER_NAME = "lance_path";
  private static final String CONFIGURATION = "spark.sql.catalog.";

  private String name;
  private OptionValues options;

  /** The name under which the session knows this catalog, which it learns here if need be. */
  static String register(SparkSession session) {
    String mine = PathCatalog.class.getName();
    String set = session.conf().get(CONFIGURATION + NAME, null);
    String free = set == null || set.equals(mine) ? NAME : OTHER_NAME;
    if (session.conf().get(CONFIGURATION + free, null) == null) {
      session.conf().set(CONFIGURATION + free, mine);
    }
    PlanRedaction.extend(session);
    ProcessOptions.check(
        session.sessionState().conf().settings(),
        key -> session.sparkContext().getConf().get(key, null));
    return free;
  }

  /** The key of the session's configuration that names this catalog; its options begin with it. */
  static String configuration(SparkSession session) {
    return CONFIGURATION + register(session);
  }

  @Override
  public void initialize(String catalogName, CaseInsensitiveStringMap catalogOptions) {
    name = catalogName;
    options = OptionValues.of(catalogOptions, CONFIGURATION + catalogName + ".");
    PlanRedaction.extend(SparkSession.active());
  }

  @Override
  public String name() {
    return name;
  }

  /** Columns may have defaults, which the table keeps and Spark applies. */
  @Override
  public Set<TableCatalogCapability> capabilities() {
    return Set.of(TableCatalogCapability.SUPPORT_COLUMN_DEFAULT_VALUE);
  }

  @Override
  public boolean tableExists(Identifier identifier) {
    TableLocation location = location(identifier);
    Optional<Map<String, Double>> split = options(identifier).value(TrainingOptions.SPLIT);
    if (split.isEmpty()) {
      return TableOpener.exists(location);
    }
    return split.get().keySet().stream().map(location::part).anyMatch(TableOpener::exists);
  }

  @Override
  public Table loadTable(Identifier identifier) throws NoSuchTableException {
    if (onlyWhetherItExists() || identifier instanceof PathIdentifier) {
      return newest(identifier).orElseThrow(() -> new NoSuchTableException(identifier));
    }
    return table(identifier, ofAllReads(identifier));
  }

  /** The version that is set for all reads, where a read names none. */
  private TimeTravel ofAllReads(Identifier identifier) {
    return VersionText.travel(options(identifier));
  }

  /** The table for a write: Spark makes one where it is told that there is none. */
  @Override
  public Table loadTable(Identifier identifier, Set<TableWritePrivilege> privileges)
      throws NoSuchTableException {
    return newest(identifier).orElseThrow(() -> new NoSuchTableException(identifier));
  }

  /** Empty where there is no table; for {@code format("lance")} what a write makes of that. */
  private Optional<Table> newest(Identifier identifier) {
    TableLocation location = location(identifier);
    Optional<Table> table =
        TableOpener.latest(location).map(snapshot -> table(identifier, snapshot));
    if (table.isEmpty()) {
      TableCreation.refuseNewBranch(location);
    }
    return table.isEmpty() && identifier instanceof PathIdentifier
        ? Optional.of(
            new UnwrittenTable(
                new NewTable(location), options(identifier), new StructType(), Map.of()))
        : table;
  }

  /**
   * Whether {@code spark.catalog().tableExists} is what loads the table. From Spark 4 on it loads a
   * table as a query does, and takes a NoSuchTableException for its answer; in a query, Spark makes
   * that exception into a hint about files of an unknown format.
   */
  private static boolean onlyWhetherItExists() {
    return StackWalker.getInstance()
        .walk(
            calls ->
                calls.anyMatch(
                    call ->
                        call.getMethodName().equals("tableExists")
                            && call.getClassName().startsWith("org.apache.spark.sql.")));
  }

  @Override
  public Table loadTable(Identifier identifier, String version) {
    TimeTravel named = VersionText.parse(version);
    return table(identifier, named instanceof TimeTravel.Newest ? ofAllReads(identifier) : named);
  }

  @Override
  public Table loadTable(Identifier identifier, long microseconds) {
    return table(
        identifier, new TimeTravel.AsOf(Instant.EPOCH.plus(microseconds, ChronoUnit.MICROS)));
  }

  private Table table(Identifier identifier, TimeTravel travel) {
    return table(identifier, travel.load(location(identifier)));
  }

  private Table table(Identifier identifier, TableSnapshot snapshot) {
    SchemaResolution resolution =
        identifier instanceof PathIdentifier
            ? SchemaResolution.BY_CONNECTOR
            : SchemaResolution.BY_SPARK;
    return new LanceTable(snapshot, options(identifier), resolution);
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 has it abstract, and every line comes down to it.
  public Table createTable(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException {
    creation(identifier, schema, partitions, properties).now();
    return table(identifier, new TimeTravel.Newest());
  }

  @Override
  @SuppressWarnings("deprecation") // Spark 3.5 has it abstract, and every line comes down to it.
  public StagedTable stageCreate(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws TableAlreadyExistsException {
    return creation(identifier, schema, partitions, properties).ofNew();
  }

  @Override
  public StagedTable stageReplace(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties)
      throws NoSuchTableException {
    return creation(identifier, schema, partitions, properties).inPlaceOfExisting();
  }

  @Override
  public StagedTable stageCreateOrReplace(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties) {
    return creation(identifier, schema, partitions, properties).ofNewOrInPlaceOfExisting();
  }

  private TableCreation creation(
      Identifier identifier,
      StructType schema,
      Transform[] partitions,
      Map<String, String> properties) {
    TableLocation location = location(identifier);
    TableCreation.refusePartitions(location, partitions);
    return new TableCreation(
        identifier, location, options(identifier), schema, TableProperties.of(properties));
  }

  @Override
  public Identifier[] listTables(String[] namespace) {
    throw TableErrors.unsupported(
        name, "list the tables of", "its tables are named by path. List the folder instead.");
  }

  @Override
  public Identifier[] listFunctions(String[] namespace) {
    return new Identifier[] {Identifier.of(namespace, FragmentOfAddress.NAME)};
  }

  @Override
  public UnboundFunction loadFunction(Identifier identifier) throws NoSuchFunctionException {
    if (identifier.name().equals(FragmentOfAddress.NAME)) {
      return new FragmentOfAddress();
    }
    throw new NoSuchFunctionException(identifier);
  }

  @Override
  public Table alterTable(Identifier identifier, TableChange... changes) {
    throw TableErrors.unsupported(
        location(identifier).toString(),
        "alter",
        "ALTER TABLE is not supported yet. Use mode overwrite with overwriteSchema=true.");
  }

  @Override
  public boolean dropTable(Identifier identifier) {
    throw TableErrors.unsupported(
        location(identifier).toString(), "drop", "it is named by its path. Delete its folder.");
  }

  @Override
  public void renameTable(Identifier from, Identifier to) {
    throw TableErrors.unsupported(
        location(from).toString(), "rename", "it is named by its path. Move its folder.");
  }

  private TableLocation location(Identifier identifier) {
    return TableLocator.locate(identifier.name(), options(identifier), SparkSession.active());
  }

  /**
   * The catalog's options, and before them those with which the table was named: Spark puts the
   * session's among these for {@code format("lance")} alone.
   */
  private OptionValues options(Identifier identifier) {
    if (identifier instanceof PathIdentifier path) {
      return path.options().before(options);
    }
    String[] namespace = identifier.namespace();
    if (namespace.length == 0) {
      return SessionOptions.ofFormat(SparkSession.active()).before(options);
    }
    return StorageTokens.options(String.join(".", namespace))
        .map(named -> named.before(options))
        .orElseThrow(
            () ->
                TableErrors.unsupported(
                    identifier.toString(),
                    "find",
                    "catalog " + name + " names tables by path only: " + name + ".`path`."));
  }
}
