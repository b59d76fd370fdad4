package io.lancetrain.spark.tables;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.lancetrain.spark.tables.EveryType.Nesting;
import io.lancetrain.spark.testing.DataFrameComparison;
import io.lancetrain.spark.testing.TableStore;
import io.lancetrain.spark.testing.TestSession;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.Metadata;
import org.apache.spark.sql.types.MetadataBuilder;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What is written comes back, as Parquet of the same rows does. */
@Tag("round-trip")
class RoundTripTest {
  private static final String VECTOR_LENGTH = "arrow.fixed-size-list.size";

  private final SparkSession spark = TestSession.shared();

  @ParameterizedTest
  @EnumSource
  void everyTypeComesBack(TableStore store) {
    Dataset<Row> rows = EveryType.rows(spark, 40);
    assertComesBack(rows, store);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL_DISK", "S3"})
  void everyTypeComesBackFromArraysAndStructs(TableStore store) {
    assertComesBack(EveryType.nested(spark, 18, Nesting.ARRAYS_AND_STRUCTS), store);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL_DISK", "S3"})
  void everyTypeComesBackFromMaps(TableStore store) {
    assertComesBack(EveryType.nested(spark, 18, Nesting.MAPS), store);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL_DISK", "S3"})
  void columnsOfNullsAloneComeBack(TableStore store) {
    String[] nulls =
        EveryType.names().stream()
            .map(name -> "nullif(" + name + ", " + name + ") as " + name)
            .toArray(String[]::new);
    assertComesBack(EveryType.rows(spark, 10).selectExpr(with("id", nulls)), store);
  }

  @ParameterizedTest
  @EnumSource
  void rowsOfManyPartitionsComeBackThoughSomeAreEmpty(TableStore store) {
    Dataset<Row> rows =
        spark.range(0, 4_000, 1, 40).where("id % 700 < 30").selectExpr("id", "hex(id) as text");
    assertComesBack(rows, store);
  }

  @ParameterizedTest
  @EnumSource
  void anEmptyDataFrameIsATableWithoutRows(TableStore store) {
    Dataset<Row> nothing = EveryType.rows(spark, 3).where("id < 0");
    Dataset<Row> table = written(nothing, store);

    assertThat(table.count()).isZero();
    assertThat(table.collectAsList()).isEmpty();
    DataFrameComparison.ofThisLine().assertEqualInOrder(parquet(nothing), table);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL_DISK", "S3"})
  void rowsOfAMegabyteComeBack(TableStore store) {
    Dataset<Row> rows =
        spark
            .range(0, 24, 1, 2)
            .selectExpr("id", "encode(repeat(md5(string(id)), 32768), 'utf-8') as bytes");
    String[] digest = {"id", "length(bytes) as length", "sha2(bytes, 256) as digest"};

    Dataset<Row> table = written(rows, store);

    assertThat(table.selectExpr("sum(length(bytes))").head().getLong(0)).isEqualTo(24L << 20);
    DataFrameComparison.ofThisLine()
        .assertEqualInOrder(
            parquet(rows.selectExpr(digest)).orderBy("id"), table.selectExpr(digest).orderBy("id"));
  }

  @ParameterizedTest
  @EnumSource
  void aFileOfAtMostAThousandRowsIsAFragment(TableStore store) {
    String uri = store.newTable();
    Dataset<Row> rows = spark.range(0, 2_500, 1, 1).toDF();
    rows.write().format("lance").option("maxRowsPerFile", 1_000).save(uri);

    Dataset<Row> table = load(uri);

    assertThat(table.groupBy("_fragid").count().orderBy("_fragid").collectAsList())
        .extracting(row -> row.getInt(0), row -> row.getLong(1))
        .containsExactly(tuple(0, 1_000L), tuple(1, 1_000L), tuple(2, 500L));
    assertThat(table.collectAsList())
        .extracting(row -> row.getLong(0))
        .containsExactlyElementsOf(LongStream.range(0, 2_500).boxed().toList());
  }

  @ParameterizedTest
  @EnumSource
  void everyRowIsInOneSliceOfACutFragment(TableStore store) {
    String uri = store.newTable();
    Dataset<Row> rows =
        spark.range(0, 100_003, 1, 1).selectExpr("id", "double(id) as number", "hex(id) as text");
    rows.write().format("lance").save(uri);

    Dataset<Row> table = spark.read().format("lance").option("splitBytes", 300_000).load(uri);

    assertThat(table.rdd().getNumPartitions()).isGreaterThan(4);
    assertThat(table.select("_fragid").distinct().count()).isEqualTo(1);
    DataFrameComparison.ofThisLine()
        .assertEqualInOrder(
            parquet(rows).orderBy("id").where("id % 89 = 0"),
            table.orderBy("id").where("id % 89 = 0"));
    assertThat(table.selectExpr("count(*)", "count(distinct id)", "min(id)", "max(id)").head())
        .isEqualTo(RowFactory.create(100_003L, 100_003L, 0L, 100_002L));
  }

  @ParameterizedTest
  @EnumSource
  void anArrayIsAVectorWhereTheOptionSaysSo(TableStore store) {
    String uri = store.newTable();
    Dataset<Row> rows = vectors();
    rows.write().format("lance").option("vectors", "embedding:3").save(uri);

    assertVectors(rows, load(uri));
  }

  @ParameterizedTest
  @EnumSource
  void anArrayIsAVectorWhereTheColumnsMetadataSaysSo(TableStore store) {
    Dataset<Row> rows = vectors();
    Metadata length = new MetadataBuilder().putLong(VECTOR_LENGTH, 3).build();
    Dataset<Row> marked =
        rows.withColumn("embedding", functions.col("embedding").as("embedding", length));

    assertVectors(rows, written(marked, store));
  }

  @ParameterizedTest
  @EnumSource
  void anArrayIsAVectorWhereTheTablesPropertySaysSo(TableStore store) {
    String uri = store.newTable();
    spark.sql(
        "CREATE TABLE lance.`"
            + uri
            + "` (id BIGINT, embedding ARRAY<FLOAT>) TBLPROPERTIES ('embedding."
            + VECTOR_LENGTH
            + "' = '3')");
    Dataset<Row> rows = vectors();
    rows.write().format("lance").mode("append").save(uri);

    assertVectors(rows, load(uri));
  }

  @ParameterizedTest
  @EnumSource
  void aVectorThatIsReadIsWrittenAsAVector(TableStore store) {
    String uri = store.newTable();
    Dataset<Row> rows = vectors();
    rows.write().format("lance").option("vectors", "embedding:3").save(uri);

    assertVectors(rows, written(load(uri), store));
  }

  private Dataset<Row> vectors() {
    return spark
        .range(0, 30, 1, 3)
        .selectExpr(
            "id", "if(id % 5 = 0, null, array(float(id), float('NaN'), -0.0f)) as embedding");
  }

  private void assertVectors(Dataset<Row> rows, Dataset<Row> table) {
    StructField embedding = table.schema().apply("embedding");
    assertThat(embedding.metadata().getLong(VECTOR_LENGTH)).isEqualTo(3);
    assertSameRows(parquet(rows), table);
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL_DISK", "S3"})
  void columnsAreReadInAnyOrderAndNumber(TableStore store) {
    Dataset<Row> rows =
        EveryType.rows(spark, 20)
            .selectExpr(
                "*",
                "named_struct('a', an_int, 'b', a_string, 'c', named_struct('d', a_double, 'e',"
                    + " a_binary)) as record",
                "array(named_struct('a', an_int, 'b', a_string)) as records");
    Dataset<Row> table = written(rows, store);
    Dataset<Row> oracle = parquet(rows);

    for (String columns :
        List.of(
            "a_string",
            "a_timestamp, id, a_boolean",
            "id, a_binary, a_binary as again",
            "record.b",
            "record.c.d, record.a",
            "record.c",
            "records.b, record.c.e",
            "records[0].a as first",
            "1 as one")) {
      assertEqual(oracle.selectExpr(split(columns)), table.selectExpr(split(columns)));
    }
    assertThat(table.count()).isEqualTo(20);
    assertThat(table.where("record.c.d is not null").count())
        .isEqualTo(oracle.where("record.c.d is not null").count());
  }

  private static String[] split(String columns) {
    return columns.split(", ");
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL_DISK", "S3"})
  void queriesGiveWhatTheyGiveOverParquet(TableStore store) {
    Dataset<Row> rows =
        spark
            .range(0, 600, 1, 4)
            .selectExpr(
                "id",
                "id % 7 as bucket",
                "if(id % 11 = 0, null, id / 3.0D) as number",
                "if(id % 13 = 0, null, date_add(date '2026-01-01', int(id % 400))) as day",
                "concat('name ', id % 50) as name");
    written(rows, store).createOrReplaceTempView("lance_rows");
    parquet(rows).createOrReplaceTempView("parquet_rows");

    for (String query :
        List.of(
            "select * from ROWS where id between 100 and 200 and number is not null",
            "select id, name from ROWS where name = 'name 7' or day < date '2026-01-05'",
            "select * from ROWS where not (number > 50.0 or bucket in (1, 2))",
            "select bucket, count(*), count(number), sum(id), min(day), max(name) from ROWS group"
                + " by bucket",
            "select count(distinct name), avg(bucket) from ROWS",
            "select a.id, b.id as other from ROWS a join ROWS b on a.id = b.id * 3 where b.bucket"
                + " = 2",
            "select a.id from ROWS a left anti join (select * from ROWS where bucket = 3) b on"
                + " a.id = b.id",
            "select id, row_number() over (partition by bucket order by id desc) as place from"
                + " ROWS",
            "select id from ROWS where id > (select avg(id) from ROWS)",
            "select year(day) as year, collect_set(bucket) is null as empty from ROWS group by 1",
            "select id from ROWS order by number desc nulls last, id limit 17",
            "select name from ROWS where bucket = 1 union select name from ROWS where bucket = 2",
            "select count(*) from ROWS where false")) {
      assertEqual(
          spark.sql(query.replace("ROWS", "parquet_rows")),
          spark.sql(query.replace("ROWS", "lance_rows")));
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"LOCAL_DISK", "S3"})
  void columnsHaveAnyName(TableStore store) {
    List<String> names =
        List.of(
            "with space",
            " ",
            "single'quote",
            "double\"quote",
            "comma,comma",
            "*",
            "select",
            "null",
            "true",
            "1st",
            "42",
            "äöü漢字😀",
            "a-b",
            "a/b",
            "back\\slash",
            "semi;colon",
            "(parentheses)",
            "[brackets]",
            "{braces}",
            "<angles>",
            "per%cent",
            "col#1",
            "a=b",
            "line\nbreak",
            "_id");
    StructType schema = new StructType();
    StructType record = new StructType();
    for (String name : names) {
      schema = schema.add(name, DataTypes.IntegerType);
      record = record.add(name, DataTypes.IntegerType);
    }
    schema = schema.add("nested", record);
    Object[] values = IntStream.range(0, names.size() + 1).boxed().toArray();
    values[names.size()] = RowFactory.create(Arrays.copyOf(values, names.size()));
    Dataset<Row> rows = spark.createDataFrame(List.of(RowFactory.create(values)), schema);

    Dataset<Row> table = written(rows, store);

    DataFrameComparison.exact().assertEqualInOrder(parquet(rows), table);
    for (int place = 0; place < names.size(); place++) {
      Column column = functions.col("`" + names.get(place) + "`");
      Column field = functions.col("nested.`" + names.get(place) + "`");
      assertThat(table.select(column, field).head())
          .as(names.get(place))
          .isEqualTo(RowFactory.create(place, place));
      assertThat(table.where(column.equalTo(place)).count()).as(names.get(place)).isEqualTo(1);
    }
  }

  @ParameterizedTest
  @EnumSource
  void s3AndS3aNameTheSameTable(TableStore store) {
    String uri = store.newTable();
    spark.range(7).write().format("lance").save(uri);
    String other =
        uri.startsWith("s3a:")
            ? uri.replaceFirst("s3a:", "s3:")
            : uri.startsWith("s3:") ? uri.replaceFirst("s3:", "s3a:") : "file://" + uri;

    assertThat(load(other).count()).isEqualTo(7);
  }

  private void assertComesBack(Dataset<Row> rows, TableStore store) {
    Dataset<Row> oracle = parquet(rows).orderBy("id");
    Dataset<Row> table = written(rows, store).orderBy("id");
    DataFrameComparison.exact().assertEqualInOrder(oracle, table);
  }

  /** Spark Testing Base runs several jobs for each comparison: too slow for many in a row. */
  private static void assertEqual(Dataset<Row> expected, Dataset<Row> actual) {
    DataFrameComparison.exact().assertEqualInAnyOrder(expected, actual);
  }

  private static void assertSameRows(Dataset<Row> expected, Dataset<Row> actual) {
    DataFrameComparison.ofThisLine().assertEqualInAnyOrder(expected, actual);
  }

  private Dataset<Row> written(Dataset<Row> rows, TableStore store) {
    String uri = store.newTable();
    rows.write().format("lance").save(uri);
    return load(uri);
  }

  private Dataset<Row> load(String uri) {
    return spark.read().format("lance").load(uri);
  }

  private Dataset<Row> parquet(Dataset<Row> rows) {
    String path = TableStore.LOCAL_DISK.newTable();
    rows.write().parquet(path);
    return spark.read().parquet(path);
  }

  private static String[] with(String first, String[] others) {
    String[] all = new String[others.length + 1];
    all[0] = first;
    System.arraycopy(others, 0, all, 1, others.length);
    return all;
  }
}
