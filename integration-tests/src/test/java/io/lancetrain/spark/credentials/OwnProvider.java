package io.lancetrain.spark.credentials;

import io.lancetrain.spark.examples.SparkHome;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A provider of credentials as a user writes one, in a jar of its own. It is compiled here, since
 * its interface is another on Hadoop 3.3 than on later ones.
 *
 * <p>It issues keys that the S3 server takes for a while, and a new one in good time before the
 * last one expires.
 */
public final class OwnProvider {
  /** Its class. */
  public static final String NAME = "example.OwnProvider";

  /**
   * The Hadoop setting that says for how many milliseconds a key lives; without it there is none.
   */
  public static final String LIFE = "example.key.life";

  /** The Hadoop setting that says how many keys there are; without it there is no end of them. */
  public static final String MOST = "example.key.most";

  private static final String FOR_SDK_1 =
      """
      package example;

      public final class OwnProvider implements com.amazonaws.auth.AWSCredentialsProvider {
        private final Keys keys;

        public OwnProvider(java.net.URI uri, org.apache.hadoop.conf.Configuration settings) {
          keys = new Keys(settings);
        }

        @Override
        public com.amazonaws.auth.AWSCredentials getCredentials() {
          String key = keys.current();
          return new com.amazonaws.auth.BasicSessionCredentials(key, "secret-of-" + key, "token");
        }

        @Override
        public void refresh() {}
      }
      """;

  private static final String FOR_SDK_2 =
      """
      package example;

      import software.amazon.awssdk.auth.credentials.AwsCredentials;
      import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
      import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

      public final class OwnProvider implements AwsCredentialsProvider {
        private final Keys keys;

        public OwnProvider(java.net.URI uri, org.apache.hadoop.conf.Configuration settings) {
          keys = new Keys(settings);
        }

        @Override
        public AwsCredentials resolveCredentials() {
          String key = keys.current();
          return AwsSessionCredentials.create(key, "secret-of-" + key, "token");
        }
      }
      """;

  /** Names keys as the class TemporaryKey of the tests' S3 server does. */
  private static final String KEYS =
      """
      package example;

      final class Keys {
        private final long life;
        private int left;
        private long until;
        private String key;

        Keys(org.apache.hadoop.conf.Configuration settings) {
          life = settings.getLong("example.key.life", 0);
          left = settings.getInt("example.key.most", Integer.MAX_VALUE);
        }

        synchronized String current() {
          if (life == 0) {
            throw new IllegalStateException("example.key.life is not set");
          }
          long now = System.currentTimeMillis();
          if (until - now < life / 2) {
            if (left == 0) {
              throw new IllegalStateException("no keys are left");
            }
            left--;
            until = now + life;
            long number = java.util.concurrent.ThreadLocalRandom.current().nextLong();
            key = "temporary-" + until + "-" + Long.toHexString(number);
          }
          return key;
        }
      }
      """;

  private OwnProvider() {}

  /** Compiles it for this line's Hadoop and puts it into a jar in this folder. */
  public static Path jar(Path folder) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("sources"));
    Path classes = Files.createDirectories(folder.resolve("classes"));
    boolean sdk1 = SparkHome.property("lancetrain.hadoop.version").startsWith("3.3.");
    Path provider = sources.resolve("OwnProvider.java");
    Path keys = sources.resolve("Keys.java");
    Files.writeString(provider, sdk1 ? FOR_SDK_1 : FOR_SDK_2);
    Files.writeString(keys, KEYS);
    compile(List.of(provider, keys), classes);
    Path jar = folder.resolve("own-provider.jar");
    try (JarOutputStream out = new JarOutputStream(Files.newOutputStream(jar));
        Stream<Path> files = Files.walk(classes).filter(Files::isRegularFile)) {
      for (Path file : files.toList()) {
        out.putNextEntry(
            new JarEntry(classes.relativize(file).toString().replace(File.separatorChar, '/')));
        Files.copy(file, out);
      }
    }
    return jar;
  }

  private static void compile(List<Path> sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    String classPath =
        Files.readString(Path.of(SparkHome.property("lancetrain.spark.class.path.file"))).strip();
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  files,
                  null,
                  List.of("-proc:none", "-cp", classPath, "-d", classes.toString()),
                  null,
                  files.getJavaFileObjectsFromPaths(sources))
              .call();
      if (!compiled) {
        throw new IllegalStateException("Cannot compile the provider: " + messages);
      }
    }
  }
}
