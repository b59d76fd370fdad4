package io.lancetrain.spark.credentials;

import static org.assertj.core.api.Assertions.assertThat;

import io.lancetrain.spark.examples.SparkHome;
import io.lancetrain.spark.testing.JavaProcess;
import io.lancetrain.spark.testing.S3Server;
import io.lancetrain.spark.testing.TestAuthority;
import io.lancetrain.spark.testing.TunnelProxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Providers that get keys from services of Amazon's give them to Lance as they do to Spark's
 * Parquet. The services are stood in for on the loopback address; the SDKs' own code asks them.
 */
@Tag("round-trip")
class AmazonProvidersTest {
  private static final String S3A = "spark.hadoop.fs.s3a.";
  private static final String PROVIDER = "aws.credentials.provider";
  private static final String HADOOPS = "org.apache.hadoop.fs.s3a.";
  private static final String STS = "sts.eu-central-1.amazonaws.com";
  private static final String ROLE = "arn:aws:iam::123456789012:role/";

  private static final boolean SDK_1 =
      SparkHome.property("lancetrain.hadoop.version").startsWith("3.3.");
  private static final String WEB_IDENTITY =
      SDK_1
          ? "com.amazonaws.auth.WebIdentityTokenCredentialsProvider"
          : "software.amazon.awssdk.auth.credentials.WebIdentityTokenFileCredentialsProvider";

  @TempDir private Path folder;
  private S3Server server;
  private final Map<String, String> properties = new HashMap<>();
  private final Map<String, String> environment = new HashMap<>();

  @BeforeEach
  void start() {
    server = S3Server.builder().start();
    properties.put("spark.master", "local[2]");
    properties.put("spark.ui.enabled", "false");
    properties.putAll(server.sparkSettings());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private void set(String bucket, String name, String value) {
    properties.put(S3A + "bucket." + bucket + "." + name, value);
  }

  /** Runs the program with these properties, for each of the buckets, and looks at what it says. */
  private void readAndWrite(String... buckets) throws Exception {
    for (String bucket : buckets) {
      server.createBucket(bucket);
    }
    List<String> options = new ArrayList<>();
    properties.forEach((name, value) -> options.add("-D" + name + "=" + value));
    JavaProcess program = JavaProcess.run(ProvidersProgram.class, options, environment, buckets);

    assertThat(program.exitCode()).as(program.errors()).isZero();
    for (String bucket : buckets) {
      assertThat(program.output()).contains(bucket + " has 200 rows");
    }
    assertThat(program.errors()).doesNotContain("secret-of-");
    assertThat(server.refusedKeys()).isEmpty();
    assertThat(server.acceptedKeys()).doesNotContain(S3Server.ACCESS_KEY);
  }

  @Test
  void keysOfRolesThatTheSecurityTokenServiceGives() throws Exception {
    TestAuthority authority = TestAuthority.create(folder, "own");
    try (SecurityTokenService service =
            SecurityTokenService.start(authority.server("dns:" + STS + ",dns:sts.amazonaws.com"));
        TunnelProxy amazon = TunnelProxy.to(service.port())) {
      properties.put("javax.net.ssl.trustStore", authority.trustStore().toString());
      properties.put("javax.net.ssl.trustStorePassword", TestAuthority.PASSWORD);
      service
          .withRole(ROLE + "lasting", S3Server.ACCESS_KEY, Duration.ofHours(1))
          // Amazon's SDKs begin to ask for new keys when the old ones have five minutes left.
          .withRole(ROLE + "short", S3Server.ACCESS_KEY, Duration.ofMinutes(4))
          .withRoleOfToken(ROLE + "web", "token-of-a-pod", Duration.ofHours(1));

      for (String role : List.of("lasting", "short")) {
        set(role, PROVIDER, HADOOPS + "auth.AssumedRoleCredentialProvider");
        set(role, "assumed.role.arn", ROLE + role);
      }
      // SDK 1 would take the protocol of the store; for 2 Hadoop wants a host and nothing else.
      properties.put(S3A + "assumed.role.sts.endpoint", (SDK_1 ? "https://" : "") + STS);
      properties.put(S3A + "assumed.role.sts.endpoint.region", "eu-central-1");
      properties.put(
          S3A + "assumed.role.credentials.provider", HADOOPS + "SimpleAWSCredentialsProvider");

      Path token = folder.resolve("token");
      Files.writeString(token, "token-of-a-pod");
      set("web", PROVIDER, WEB_IDENTITY);
      environment.put("AWS_WEB_IDENTITY_TOKEN_FILE", token.toString());
      environment.put("AWS_ROLE_ARN", ROLE + "web");
      environment.put("AWS_REGION", "eu-central-1");
      for (String protocol : List.of("http", "https")) {
        properties.put(protocol + ".proxyHost", "127.0.0.1");
        properties.put(protocol + ".proxyPort", String.valueOf(amazon.port()));
      }
      properties.put("http.nonProxyHosts", "127.0.0.1");

      readAndWrite("lasting", "short", "web");

      for (String role : List.of("lasting", "web")) {
        assertThat(service.issued(ROLE + role)).isNotEmpty();
        assertThat(server.acceptedKeys()).containsAll(service.issued(ROLE + role));
      }
      List<String> renewed = new ArrayList<>(service.issued(ROLE + "short"));
      renewed.retainAll(server.acceptedKeys());
      assertThat(renewed).hasSizeGreaterThan(1);
      assertThat(amazon.hosts()).allMatch(host -> host.endsWith(".amazonaws.com:443"));
    }
  }

  @Test
  void keysOfAnInstance() throws Exception {
    try (MetadataService service = MetadataService.start()) {
      properties.put("com.amazonaws.sdk.ec2MetadataServiceEndpointOverride", service.endpoint());
      properties.put("aws.ec2MetadataServiceEndpoint", service.endpoint());
      set("instance", PROVIDER, HADOOPS + "auth.IAMInstanceCredentialsProvider");

      readAndWrite("instance");

      assertThat(service.ofInstance()).isNotEmpty();
      assertThat(server.acceptedKeys()).isSubsetOf(service.ofInstance());
    }
  }

  @Test
  void keysOfAContainer() throws Exception {
    try (MetadataService service = MetadataService.start()) {
      environment.put("AWS_CONTAINER_CREDENTIALS_FULL_URI", service.containerAddress());
      environment.put("AWS_CONTAINER_AUTHORIZATION_TOKEN", MetadataService.CONTAINER_TOKEN);
      set("container", PROVIDER, HADOOPS + "auth.IAMInstanceCredentialsProvider");

      readAndWrite("container");

      assertThat(service.ofContainer()).isNotEmpty();
      assertThat(server.acceptedKeys()).isSubsetOf(service.ofContainer());
    }
  }
}
