package io.lancetrain.spark.examples;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.not;

import io.lancetrain.spark.LanceTables;
import io.lancetrain.spark.testing.S3Server;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.fs.FileUtil;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.DataFrameWriter;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;

/**
 * The quick start: from raw images on an S3 store to a versioned training table, and back to an
 * earlier version, in one process. The only argument is the directory for the store's objects.
 */
public final class QuickStart {
  private static final String TRAINING = "s3://training/digits_train.lance";
  private static final String TEST = "s3://training/digits_test.lance";
  private static final int DIMENSION = Digit.SIDE * Digit.SIDE;
  private static final double TEST_FRACTION = 0.2;

  private final S3Server store;
  private final SparkSession spark;
  private final RawDigits raw = new RawDigits("raw", "digits");
  private final LabelledImages images = new LabelledImages(raw.images(), Digit.SIDE);
  private final StepLog log;

  private QuickStart(S3Server store, SparkSession spark, StepLog log) {
    this.store = store;
    this.spark = spark;
    this.log = log;
  }

  /** Runs every step and prints a line for each. */
  public static void main(String[] arguments) throws IOException {
    StepLog log = new StepLog();
    Path directory = Path.of(arguments[0]).toAbsolutePath();
    FileUtil.fullyDelete(directory.toFile());
    try (S3Server store =
            S3Server.builder()
                .directory(directory)
                // Shown to people, in the lines that read the table elsewhere.
                .credentials("local-access-key", "local-secret-key")
                .start();
        SparkSession spark = session(store)) {
      store.createBucket("training");
      log.done(
          "Started Spark %s and an S3 server at %s; its objects are files in %s."
              .formatted(spark.version(), store.endpoint(), directory));
      new QuickStart(store, spark, log).run();
      System.out.println(
          new ReadElsewhere(TRAINING, "v1", spark.version(), store, directory).text());
    }
  }

  private static SparkSession session(S3Server store) {
    SparkSession.Builder builder =
        SparkSession.builder()
            .appName("Lancetrain quick start")
            .master("local[*]")
            .config("spark.ui.enabled", false)
            .config("spark.sql.shuffle.partitions", 2)
            // Thousands of tiny files: opening one costs little, so let a task read many.
            .config("spark.sql.files.openCostInBytes", "64k");
    store.sparkSettings().forEach(builder::config);
    return builder.getOrCreate();
  }

  private void run() throws IOException {
    fillRawBucket();
    Dataset<Row> files = images.files(spark).persist();
    writeTables(files);
    appendCorrectedBatch(files);
    files.unpersist();
    showHistory();
    explainQuery();
    compareVersions();
    rollBack();
    classify();
  }

  private void fillRawBucket() throws IOException {
    List<Digit> digits = Digit.all();
    raw.store(digits, store);
    log.done(
        "Put %d handwritten digits as PNG files and two labels files into %s."
            .formatted(digits.size(), raw.directory()));
  }

  private void writeTables(Dataset<Row> files) {
    Dataset<Row> labelled = images.labelled(files, raw.labels());
    Column inTest = LabelledImages.inTest(TEST_FRACTION);
    writer(labelled.where(not(inTest))).option("tag", "v1").save(TRAINING);
    writer(labelled.where(inTest)).option("tag", "v1").save(TEST);
    log.done(
        "Read, joined and decoded them with Spark; wrote %d rows to %s and %d to %s, tagged v1."
            .formatted(load(TRAINING).count(), TRAINING, load(TEST).count(), TEST));
  }

  private void appendCorrectedBatch(Dataset<Row> files) {
    writer(images.labelled(files, raw.correctedLabels())).mode(SaveMode.Append).save(TRAINING);
    log.done(
        "Appended the images whose labels came late: %s is at version %d."
            .formatted(TRAINING, trainingTable().version()));
  }

  private void showHistory() {
    log.done("The history of " + TRAINING + ":");
    trainingTable().history().show(false);
  }

  private void explainQuery() {
    Dataset<Row> query = load(TRAINING).where(col("label").equalTo(7)).select("id", "label");
    log.done(
        "The plan of a query that reads two of five columns, in %d partition(s):"
            .formatted(query.toJavaRDD().getNumPartitions()));
    query.explain("formatted");
  }

  private void compareVersions() {
    long tagged = spark.read().format("lance").option("tag", "v1").load(TRAINING).count();
    log.done(
        "Counted %d rows in v1 and %d in the newest version."
            .formatted(tagged, load(TRAINING).count()));
  }

  private void rollBack() {
    long version = trainingTable().restore(1);
    log.done(
        "Rolled back to version 1, as version %d: %d rows."
            .formatted(version, load(TRAINING).count()));
  }

  private void classify() {
    double accuracy = new NearestNeighbour(load(TRAINING), load(TEST), DIMENSION).accuracy(spark);
    log.done(
        "Classified the test table by the nearest neighbour in the training table: accuracy %.3f."
            .formatted(accuracy));
  }

  private Dataset<Row> load(String uri) {
    return spark.read().format("lance").load(uri);
  }

  private LanceTables trainingTable() {
    return LanceTables.forPath(spark, TRAINING);
  }

  private static DataFrameWriter<Row> writer(Dataset<Row> rows) {
    return rows.write().format("lance").option("vectors", "embedding:" + DIMENSION);
  }
}
