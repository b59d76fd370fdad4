package io.lancetrain.spark.storage.tigris;

import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.handlers.RequestHandler2;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

class ConsistentRequestsTest {
  private static final String BUCKET = "fs.s3a.bucket.b.";

  private static Configuration configured(String hadoopVersion, Map<String, String> before) {
    Configuration configuration = new Configuration(false);
    before.forEach(configuration::set);
    ConsistentRequests.configure(configuration, "b", hadoopVersion);
    return configuration;
  }

  @Test
  void hadoop33IsGivenAHandlerOfTheFirstSdk() throws Exception {
    Configuration configuration = configured("3.3.4", Map.of());

    assertThat(configuration.get(BUCKET + "audit.enabled")).isEqualTo("true");
    assertThat(configuration.get(BUCKET + "audit.service.classname")).endsWith("NoopAuditor");
    Class<?> handler = configuration.getClasses(BUCKET + "audit.request.handlers")[0];
    assertThat(handler.getConstructor().newInstance()).isInstanceOf(RequestHandler2.class);
  }

  @Test
  void hadoop34IsGivenAnInterceptorOfTheSecondSdk() throws Exception {
    Configuration configuration = configured("3.4.2", Map.of());

    Class<?> interceptor = configuration.getClasses(BUCKET + "audit.execution.interceptors")[0];
    assertThat(interceptor.getConstructor().newInstance()).isInstanceOf(ExecutionInterceptor.class);
    assertThat(configuration.get(BUCKET + "audit.request.handlers")).isNull();
  }

  @Test
  void hadoop35TakesHeadersItself() {
    assertThat(configured("3.5.0", Map.of()).get(BUCKET + "client.s3.custom.headers"))
        .isEqualTo("X-Tigris-Consistent=true");
  }

  @Test
  void whatTheUserHasThereStays() {
    assertThat(
            configured("3.5.0", Map.of("fs.s3a.client.s3.custom.headers", "a=b"))
                .get(BUCKET + "client.s3.custom.headers"))
        .isEqualTo("a=b,X-Tigris-Consistent=true");
    Configuration audited =
        configured(
            "3.4.1",
            Map.of(
                "fs.s3a.audit.enabled", "true",
                "fs.s3a.audit.execution.interceptors", "java.lang.Object"));
    assertThat(audited.getClasses(BUCKET + "audit.execution.interceptors"))
        .hasSize(2)
        .contains(Object.class);
    assertThat(audited.get(BUCKET + "audit.service.classname")).isNull();
  }
}
