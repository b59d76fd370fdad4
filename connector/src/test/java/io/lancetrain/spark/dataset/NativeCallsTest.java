package io.lancetrain.spark.dataset;

import static io.lancetrain.spark.error.ErrorCondition.LANCE_ACCESS_DENIED;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_BUCKET_NOT_FOUND;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_CORRUPT_TABLE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_FILE_MISSING;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_INVALID_OPTION;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_INVALID_PATH;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_NATIVE_FAILURE;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_STORE_FULL;
import static io.lancetrain.spark.error.ErrorCondition.LANCE_STORE_UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.error.TableErrors;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.settings.StorageSettings;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The texts are those that lance-core 7.0.0 was seen to throw. */
class NativeCallsTest {
  private static final String LIST =
      "LanceError(IO): Generic S3 error: Error performing list request: Error performing GET"
          + " http://127.0.0.1:9000/bucket?list-type=2&prefix=t.lance%2F_versions%2F in 2.3ms";
  private static final String LIST_END = ", /workspace/rust/lance-io/src/object_store.rs:799:92";

  static Stream<Arguments> seen() {
    return Stream.of(
        arguments(
            LANCE_BUCKET_NOT_FOUND,
            LIST
                + " - Server returned non-2xx status code: 404 Not Found: <?xml version='1.0'"
                + " encoding='UTF-8'?><Error><Code>NoSuchBucket</Code><Message>The specified bucket"
                + " does not exist</Message><RequestId>B0F9B4AA</RequestId></Error>"
                + LIST_END),
        arguments(
            LANCE_ACCESS_DENIED,
            LIST
                + " - Server returned non-2xx status code: 403 Forbidden: <?xml version='1.0'"
                + " encoding='UTF-8'?><Error><Code>InvalidAccessKeyId</Code><Message>Forbidden"
                + "</Message><RequestId>F2D4A941</RequestId></Error>"
                + LIST_END),
        arguments(
            LANCE_ACCESS_DENIED,
            LIST
                + " - Server returned non-2xx status code: 400 Bad Request: <?xml version=\"1.0\""
                + " encoding=\"UTF-8\"?><Error><Code>ExpiredToken</Code><Message>The provided token"
                + " has expired.</Message></Error>"
                + LIST_END),
        arguments(
            LANCE_ACCESS_DENIED,
            "LanceError(IO): The operation lacked the necessary privileges to complete for path"
                + " t.lance/_versions/18446744073709551614.manifest: Error performing HEAD"
                + " http://127.0.0.1:9000/bucket/t.lance/_versions/18446744073709551614.manifest in"
                + " 20.2ms - Server returned non-2xx status code: 403 Forbidden: ,"
                + " /workspace/rust/lance-table/src/io/commit.rs:979:25"),
        arguments(
            LANCE_ACCESS_DENIED,
            "LanceError(IO): Generic N/A error: Encountered internal error. Please file a bug"
                + " report at https://github.com/lance-format/lance/issues. Failed to get AWS"
                + " credentials: CredentialsNotLoaded(CredentialsNotLoaded { source: Some(\"no"
                + " providers in chain provided credentials\") })"),
        arguments(
            LANCE_STORE_UNREACHABLE,
            "LanceError(IO): Generic S3 error: Failed to resolve region for bucket 'bucket',"
                + " /workspace/rust/lance-io/src/object_store/providers/aws.rs:231:13"),
        arguments(
            LANCE_STORE_UNREACHABLE,
            LIST
                + ", after 3 retries, max_retries: 3, retry_timeout: 60s  - HTTP error: error"
                + " sending request"
                + LIST_END),
        arguments(
            LANCE_STORE_UNREACHABLE,
            LIST
                + " - Server returned non-2xx status code: 404 Not Found: <!DOCTYPE HTML>\n"
                + "<html><body>Nothing matches the given URI.</body></html>"
                + LIST_END),
        arguments(
            LANCE_STORE_FULL,
            "LanceError(IO): No space left on device (os error 28),"
                + " /workspace/rust/lance-file/src/writer.rs:310:9"),
        arguments(
            LANCE_INVALID_PATH,
            "LanceError(IO): Generic LocalFileSystem error: Unable to walk dir: IO error for"
                + " operation on /data/t.lance/_versions: Not a directory (os error 20),"
                + " /workspace/rust/lance-io/src/object_store.rs:799:92"),
        arguments(
            LANCE_INVALID_PATH,
            "LanceError(IO): No such file or directory (os error 2),"
                + " /workspace/rust/lance-io/src/object_store.rs:739:21"),
        arguments(
            LANCE_INVALID_OPTION,
            "Ref is invalid: Ref characters must be either alphanumeric, '.', '-' or '_'"),
        arguments(
            LANCE_CORRUPT_TABLE,
            "LanceError(IO): Generic memory error: Invalid range 0..0 for object of size 0 bytes,"
                + " /workspace/rust/lance/src/dataset.rs:624:26"),
        arguments(
            LANCE_CORRUPT_TABLE,
            "LanceError(IO): does not have sufficient data, len: 1, bytes: b\"\\x01\","
                + " /workspace/rust/lance-io/src/utils.rs:129:20"),
        arguments(
            LANCE_CORRUPT_TABLE,
            "LanceError(IO): file size is too small, /workspace/rust/lance-io/src/utils.rs:88:20"),
        arguments(
            LANCE_CORRUPT_TABLE,
            "[errno 22] External error: Invalid user input: file does not appear to be a Lance file"
                + " (invalid magic: [76, 65, 78, 67]),"
                + " /workspace/rust/lance-file/src/reader.rs:532:24"),
        arguments(
            LANCE_CORRUPT_TABLE,
            "[errno 22] External error: Wrapped error: LanceError(IO): Generic LocalFileSystem"
                + " error: failed to fill whole buffer,"
                + " /workspace/rust/lance-io/src/scheduler.rs:301:17"),
        arguments(
            LANCE_CORRUPT_TABLE,
            "[errno 22] External error: Wrapped error: task 404 panicked with message \"index out"
                + " of bounds: the len is 1024 but the index is 1024\","
                + " /workspace/rust/lance-encoding/src/decoder.rs:1902:40"),
        arguments(
            LANCE_FILE_MISSING,
            "[errno 22] External error: Not found: data/t.lance/data/0010.lance,"
                + " /workspace/rust/lance-io/src/local.rs:133:40"),
        arguments(LANCE_NATIVE_FAILURE, "Not supported: something new"));
  }

  @ParameterizedTest
  @MethodSource("seen")
  void whatLanceSaysBecomesACondition(ErrorCondition condition, String text) {
    LanceException error = translate("s3://bucket/t.lance", text);
    assertThat(error.condition()).isEqualTo(condition);
    assertThat(error).hasMessageContaining("s3://bucket/t.lance").hasMessageNotContaining(".rs:");
  }

  @Test
  void aPathDoesNotPassForAnError() {
    String path = "Server returned non-2xx status code: 403 Forbidden";
    LanceException error = translate("/data/" + path, "Not supported: data/" + path + "/_versions");
    assertThat(error.condition()).isEqualTo(LANCE_NATIVE_FAILURE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"t", "at", "a", "path", "Dataset", "was", "not", "Not found", "error"})
  void aPathThatLanceSaysOtherThingsWithChangesNothing(String path) {
    for (String table : List.of("/" + path, "s3://bucket/" + path)) {
      String key = TableUri.parse(table).path().replaceFirst("^/", "");
      assertThat(
              NativeCalls.isNotFound(
                  location(table),
                  new IOException(
                      "Dataset at path "
                          + key
                          + " was not found: Not found: "
                          + key
                          + "/_versions")))
          .as(table)
          .isTrue();
      assertThat(
              translate(table, "External error: Not found: " + key + "/data/1.lance").condition())
          .as(table)
          .isEqualTo(LANCE_FILE_MISSING);
    }
  }

  @Test
  void numbersAndWordsInOtherPlacesDoNotPassForAnError() {
    assertThat(
            translate("s3://bucket/t.lance", "Not supported: 403 invalid credential forbidden")
                .condition())
        .isEqualTo(LANCE_NATIVE_FAILURE);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "true  | Not found: t.lance/_versions, /workspace/rust/lance-table/src/io/commit.rs:646:26",
        "true  | Error performing HEAD http://h/b/t.lance/_versions/3.manifest in 6.5ms - Server"
            + " returned non-2xx status code: 404 Not Found: , /workspace/rust/lance/src/dataset.rs",
        "false | LanceError(IO): Too many open files (os error 24), /workspace/rust/lance/src/a.rs",
        "false | LanceError(IO): Permission denied (os error 13), /workspace/rust/lance/src/a.rs"
      })
  void onlyAnObjectThatIsNotThereMeansThatThereIsNoTable(boolean missing, String reason) {
    IOException failure = new IOException("Dataset at path t.lance was not found: " + reason);
    assertThat(NativeCalls.isNotFound(location("/data/t.lance"), failure)).isEqualTo(missing);
  }

  @Test
  void anErrorOfOursStaysAsItIs() {
    LanceException ours = TableErrors.pathNotFound("t");
    assertThat(NativeCalls.translate("read", location("/data/t"), ours)).isSameAs(ours);
  }

  @Test
  void aRefusedSignatureDoesNotGiveAwayTheSessionToken() {
    LanceException error =
        translate(
            "s3://bucket/t.lance",
            LIST
                + " - Server returned non-2xx status code: 403 Forbidden: <Error>"
                + "<Code>SignatureDoesNotMatch</Code><AWSAccessKeyId>AKIAlocalaccess"
                + "</AWSAccessKeyId><CanonicalRequest>GET\nx-amz-security-token:SESSION-TOKEN\n"
                + "</CanonicalRequest></Error>");
    assertThat(error).hasMessageContaining("(SignatureDoesNotMatch)");
    assertThat(error).hasMessageNotContaining("SESSION-TOKEN");
    assertThat(error.getCause())
        .hasMessageContaining("x-amz-security-token:***")
        .hasMessageContaining("AKIA***<")
        .hasMessageNotContaining("AKIAlocalaccess");
    assertThat(error.getCause().getStackTrace()).isNotEmpty();
  }

  private static LanceException translate(String table, String text) {
    return NativeCalls.translate("read", location(table), new IOException(text));
  }

  private static TableLocation location(String table) {
    return new TableLocation(
        TableUri.parse(table),
        StorageSettings.of(
            Map.of(
                "aws_access_key_id", "AKIAlocalaccess",
                "aws_session_token", "SESSION-TOKEN")));
  }
}
