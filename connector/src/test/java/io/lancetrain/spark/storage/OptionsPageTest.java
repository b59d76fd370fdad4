package io.lancetrain.spark.storage;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.option.LanceOption;
import io.lancetrain.spark.option.LanceOptions;
import io.lancetrain.spark.option.ProcessOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds the reference page of the options to the code. Run with {@code
 * -Dlancetrain.update.docs=true}, it writes the page instead.
 */
class OptionsPageTest {
  private static final Path PAGE = Path.of("docs", "options.md");

  @Test
  void theOptionsPageSaysWhatTheCodeDoes() throws IOException {
    if (Boolean.getBoolean("lancetrain.update.docs")) {
      Files.writeString(PAGE, page());
    }

    assertThat(Files.readString(PAGE))
        .as("run: mvn -pl connector test -Dtest=OptionsPageTest -Dlancetrain.update.docs=true")
        .isEqualTo(page());
  }

  private static String page() {
    StringBuilder page = new StringBuilder();
    page.append("# Options\n\n")
        .append("Generated from the code; `OptionsPageTest` fails when it is stale.\n\n")
        .append("Names match in any case. A name that is not here is refused, with one")
        .append(
            " much like it if there is any. Each can be set on a read or write (`.option(name, value)`), for all")
        .append(
            " of a session (`spark.datasource.lance.NAME`), or for all tables of the path catalog")
        .append(
            " (`spark.sql.catalog.lance.NAME`, before the session first uses it); the first of these")
        .append(
            " places wins, in SQL, `writeTo` and `LanceTables` too. SQL takes options of one statement")
        .append(
            " from Spark 4 on: `INSERT INTO t WITH ('txnAppId' = 'job', 'txnVersion' = '1') SELECT …`.")
        .append(" On a read, an option for writes is checked and has")
        .append(" no effect; so has one for reads on a write, but for `versionAsOf` and")
        .append(" `timestampAsOf`, which a write refuses.\n\n")
        .append(
            "Secrets belong in `fs.s3a.*`, in the environment, or in the options of one read or")
        .append(
            " write, which the connector keeps out of plans and the event log. What is set with")
        .append(" `spark.conf.set` Spark writes into the event log with every job, in clear text.")
        .append(" What is set at the start (`--conf`, `SparkSession.builder`) it masks where")
        .append(
            " `spark.redaction.regex` finds the name: its default finds `secret`, `password` and")
        .append(" `token`; add `|access_key|customer_key|headers` for those settings.\n\n")
        .append("| option | for | values | default | what it does |\n|---|---|---|---|---|\n");
    for (LanceOption<?> option : LanceOptions.ALL) {
      row(
          page,
          code(option.name()),
          option.use().name().toLowerCase(java.util.Locale.ROOT).replace("_and_", ", "),
          option.expected(),
          option.defaultText(),
          option.description());
    }
    page.append("\n## Caches\n\n")
        .append("These hold for a whole JVM, the driver's and each executor's, and are set when")
        .append(" the application starts (`--conf NAME=VALUE`).\n\n")
        .append("| option | values | default | what it does |\n|---|---|---|---|\n");
    for (LanceOption<?> option : ProcessOptions.ALL) {
      row(
          page,
          code(ProcessOptions.PREFIX + option.name()),
          option.expected(),
          option.defaultText(),
          option.description());
    }
    page.append("\n## Storage\n\n")
        .append("Each is set as `storage.NAME`, and comes before what the catalog sets, `fs.s3a.*`")
        .append(" and the `AWS_*` environment, in this order; keys are taken from one of these")
        .append(" places, and not mixed. `LanceTables.storageReport` shows what a path's store is")
        .append(
            " given, and from where. The names are those of Lance; other names that people use for the")
        .append(" same setting stand beside them. `storage.headers.NAME` sends a header with every")
        .append(" request.\n\n")
        .append("| option | other names | values |\n|---|---|---|\n");
    storage(page, StorageOption.ALL);
    page.append("\n### Google's and Azure's stores\n\n")
        .append("`gs://` and `az://` are passed through to Lance and [untested](operations.md).")
        .append(" They take those of the table above that do not begin with `aws_` or `tigris.`,")
        .append(" and these, which may also be set in the environment in capitals. An option of")
        .append(" another kind of store is checked and has no effect.\n\n")
        .append("| option | other names | values |\n|---|---|---|\n");
    storage(page, StoreKind.GOOGLE.options());
    storage(page, StoreKind.AZURE.options());
    return page.toString();
  }

  private static void storage(StringBuilder page, List<StorageOption> options) {
    for (StorageOption option : options) {
      if (options == StorageOption.ALL || !StorageOption.ALL.contains(option)) {
        row(
            page,
            code(LanceOptions.STORAGE_PREFIX + option.name()),
            String.join(", ", option.aliases().stream().map(OptionsPageTest::code).toList()),
            option.form().expected());
      }
    }
  }

  private static String code(String name) {
    return "`" + name + "`";
  }

  private static void row(StringBuilder page, String... cells) {
    page.append("| ").append(String.join(" | ", cells).replace("\n", " ")).append(" |\n");
  }
}
