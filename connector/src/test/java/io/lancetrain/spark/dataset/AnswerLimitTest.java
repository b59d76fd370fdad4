package io.lancetrain.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.ErrorCondition;
import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.storage.TableUri;
import io.lancetrain.spark.storage.resolver.StorageResolver;
import io.lancetrain.spark.storage.s3a.HadoopSettings;
import java.net.URL;
import java.net.URLClassLoader;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;

/** What is read from a store is waited for as long as the option says, and read as if awaited. */
class AnswerLimitTest {
  private static TableLocation table(String limit) {
    TableUri uri = TableUri.parse("s3://bucket/t.lance");
    StorageResolver resolver =
        new StorageResolver(HadoopSettings.of(new Configuration(false)), Map.of());
    return new TableLocation(uri, resolver.resolve(uri, Map.of("answer_timeout", limit)));
  }

  @Test
  void aReadSeesTheClassesOfWhoWaitsForIt() throws Exception {
    Thread thread = Thread.currentThread();
    ClassLoader before = thread.getContextClassLoader();
    for (int session = 0; session < 3; session++) {
      try (URLClassLoader loader = new URLClassLoader(new URL[0], before)) {
        thread.setContextClassLoader(loader);
        assertThat(
                AnswerLimit.await(
                    "read", table("30s"), () -> Thread.currentThread().getContextClassLoader()))
            .isSameAs(loader);
      } finally {
        thread.setContextClassLoader(before);
      }
    }
  }

  @Test
  void aReadThatDoesNotComeBackIsLeftAtTheLimit() {
    CountDownLatch never = new CountDownLatch(1);
    try {
      assertThatThrownBy(
              () ->
                  AnswerLimit.await(
                      "read",
                      table("200ms"),
                      () -> {
                        never.await();
                        return "";
                      }))
          .isInstanceOf(LanceException.class)
          .hasMessageContaining("answer_timeout")
          .extracting(failure -> ((LanceException) failure).condition())
          .isEqualTo(ErrorCondition.LANCE_STORE_UNREACHABLE);
    } finally {
      never.countDown();
    }
  }
}
