package io.lancetrain.spark.predicate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.connector.catalog.SupportsRead;
import org.apache.spark.sql.connector.catalog.Table;
import org.apache.spark.sql.connector.catalog.TableCapability;
import org.apache.spark.sql.connector.catalog.TableProvider;
import org.apache.spark.sql.connector.expressions.Transform;
import org.apache.spark.sql.connector.expressions.filter.Predicate;
import org.apache.spark.sql.connector.read.LocalScan;
import org.apache.spark.sql.connector.read.Scan;
import org.apache.spark.sql.connector.read.ScanBuilder;
import org.apache.spark.sql.connector.read.SupportsPushDownV2Filters;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.util.CaseInsensitiveStringMap;

/**
 * A source without rows, for {@link SqlCondition} alone: Spark plans a query of it and tells it the
 * query's condition as predicates. It is public because Spark makes it by its name.
 */
public final class ConditionSource implements TableProvider {
  static final String TOKEN = "token";

  private static final Map<String, Question> OPEN = new ConcurrentHashMap<>();

  /** A query that is being planned. */
  static final class Question implements AutoCloseable {
    private final String token = UUID.randomUUID().toString();
    private final StructType schema;
    private final List<Predicate> told = new ArrayList<>();
    private boolean planned;

    private Question(StructType schema) {
      this.schema = schema;
    }

    /** A question about columns, to be closed. */
    static Question about(StructType schema) {
      Question question = new Question(schema);
      OPEN.put(question.token, question);
      return question;
    }

    /** How Spark explains the query of rows that fulfil a condition. */
    String plan(SparkSession session, String condition) {
      return session
          .read()
          .format(ConditionSource.class.getName())
          .option(TOKEN, token)
          .load()
          .where(condition)
          .queryExecution()
          .toString();
    }

    /** What Spark told; empty where it knew without any row that none can fulfil the condition. */
    Optional<List<Predicate>> told() {
      return planned ? Optional.of(List.copyOf(told)) : Optional.empty();
    }

    @Override
    public void close() {
      OPEN.remove(token);
    }
  }

  @Override
  public StructType inferSchema(CaseInsensitiveStringMap options) {
    return question(options).schema;
  }

  @Override
  public Table getTable(
      StructType schema, Transform[] partitioning, Map<String, String> properties) {
    return new EmptyTable(question(properties));
  }

  private static Question question(Map<String, String> options) {
    return Optional.ofNullable(OPEN.get(options.get(TOKEN)))
        .orElseThrow(() -> new IllegalStateException("This source is not for users"));
  }

  private record EmptyTable(Question question) implements SupportsRead {
    @Override
    public String name() {
      return "condition";
    }

    @Override
    @Deprecated
    public StructType schema() {
      return question.schema;
    }

    @Override
    public Set<TableCapability> capabilities() {
      return Set.of(TableCapability.BATCH_READ);
    }

    @Override
    public ScanBuilder newScanBuilder(CaseInsensitiveStringMap options) {
      return new Listener(question);
    }
  }

  /** Takes every predicate, so that what stays in the plan is what Spark cannot tell. */
  private record Listener(Question question) implements SupportsPushDownV2Filters {
    @Override
    public Predicate[] pushPredicates(Predicate[] predicates) {
      question.told.addAll(List.of(predicates));
      return new Predicate[0];
    }

    @Override
    public Predicate[] pushedPredicates() {
      return question.told.toArray(Predicate[]::new);
    }

    @Override
    public Scan build() {
      question.planned = true;
      return new NoRows(question.schema);
    }
  }

  private record NoRows(StructType readSchema) implements LocalScan {
    @Override
    public InternalRow[] rows() {
      return new InternalRow[0];
    }
  }
}
