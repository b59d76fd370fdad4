package io.lancetrain.spark.testing;

import io.lancetrain.spark.testing.S3Server.Signatures;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * S3Proxy, driven by reflection: its jar brings its own Jackson, Guava and Jetty, which clash with
 * Spark's, so it lives in a class loader that sees the JDK alone.
 */
final class S3Proxy implements AutoCloseable {
  private static final String JETTY = "org.gaul.shaded.org.eclipse.jetty.server.";
  private static final String REQUEST_NUMBER = S3Proxy.class.getName();

  private final URLClassLoader loader;
  private final S3RequestLog requests;
  private final Duration delay;
  private final Object blobStore;
  private final Object proxy;

  /**
   * Starts on a free port of the loopback address.
   *
   * @param directory where buckets are directories and objects are files; empty for objects in
   *     memory
   * @param secretKeys the secret key of an access key, empty where the server refuses it; asked for
   *     each request
   * @param delay how long every request waits before it is looked at
   */
  S3Proxy(
      Path jar,
      Optional<Path> directory,
      Signatures signatures,
      Function<String, Optional<String>> secretKeys,
      S3RequestLog requests,
      Duration delay) {
    this.requests = requests;
    this.delay = delay;
    this.loader = isolatedLoader(jar);
    try {
      this.blobStore = newBlobStore(directory);
      this.proxy = newProxy(signatures);
      // Without signatures S3Proxy asks for the key of nobody, and takes no answer for a refusal.
      if (signatures == Signatures.CHECKED) {
        acceptKeys(secretKeys);
      }
      recordRequests();
      call(proxy, "start");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot start S3Proxy from " + jar, e);
    }
  }

  int port() {
    try {
      return (int) call(proxy, "getPort");
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot ask S3Proxy for its port", e);
    }
  }

  void createBucket(String name) {
    try {
      Class<?> type = load("org.gaul.s3proxy.blobstore.BlobStore");
      Object exists = type.getMethod("containerExists", String.class).invoke(blobStore, name);
      if (exists.equals(false)) {
        type.getMethod("createContainer", String.class).invoke(blobStore, name);
      }
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot create the bucket " + name, e);
    }
  }

  void put(String bucket, String key, byte[] content) {
    try {
      Class<?> request = load("software.amazon.awssdk.services.s3.model.PutObjectRequest");
      Class<?> builderType = load(request.getName() + "$Builder");
      Object builder = request.getMethod("builder").invoke(null);
      builderType.getMethod("bucket", String.class).invoke(builder, bucket);
      builderType.getMethod("key", String.class).invoke(builder, key);
      builderType
          .getMethod("contentLength", Long.class)
          .invoke(builder, Long.valueOf(content.length));
      load("org.gaul.s3proxy.blobstore.BlobStore")
          .getMethod("putBlob", request, InputStream.class)
          .invoke(
              blobStore,
              load("software.amazon.awssdk.utils.builder.SdkBuilder")
                  .getMethod("build")
                  .invoke(builder),
              new ByteArrayInputStream(content));
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot put " + key + " into the bucket " + bucket, e);
    }
  }

  /** Where the buckets are directories and the objects files, if only in memory. */
  Path objects() {
    try {
      Method root = blobStore.getClass().getSuperclass().getDeclaredMethod("getRoot");
      root.setAccessible(true);
      return (Path) root.invoke(blobStore);
    } catch (ReflectiveOperationException e) {
      throw new IllegalStateException("Cannot find the objects of S3Proxy", e);
    }
  }

  @Override
  public void close() throws IOException {
    try (loader) {
      call(proxy, "stop");
    } catch (ReflectiveOperationException e) {
      throw new IOException("Cannot stop S3Proxy", e);
    }
  }

  private static URLClassLoader isolatedLoader(Path jar) {
    try {
      URL logging = new URL(S3Proxy.class.getResource("/s3proxy/logback-test.xml"), ".");
      return new URLClassLoader(
          "s3proxy",
          new URL[] {logging, jar.toUri().toURL()},
          ClassLoader.getPlatformClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("Not the path of a jar: " + jar, e);
    }
  }

  private Object newBlobStore(Optional<Path> directory) throws ReflectiveOperationException {
    String blobStores = "org.gaul.s3proxy.nio2blob.";
    return directory.isPresent()
        ? load(blobStores + "FilesystemNio2BlobStore")
            .getConstructor(String.class)
            .newInstance(directory.get().toString())
        : load(blobStores + "TransientNio2BlobStore").getConstructor().newInstance();
  }

  private Object newProxy(Signatures signatures) throws ReflectiveOperationException {
    Object builder = load("org.gaul.s3proxy.S3Proxy").getMethod("builder").invoke(null);
    Class<?> type = builder.getClass();
    Class<?> authentication = load("org.gaul.s3proxy.auth.AuthenticationType");
    type.getMethod("blobStore", load("org.gaul.s3proxy.blobstore.BlobStore"))
        .invoke(builder, blobStore);
    type.getMethod("endpoint", URI.class).invoke(builder, URI.create("http://127.0.0.1:0"));
    type.getMethod("awsAuthentication", authentication, String.class, String.class)
        .invoke(
            builder,
            authentication.getField(signatures == Signatures.CHECKED ? "AWS_V4" : "NONE").get(null),
            "nobody",
            "nothing");
    type.getMethod("ignoreUnknownHeaders", boolean.class).invoke(builder, true);
    // Readers that stop in the middle of an object leave requests behind; do not wait for them.
    type.getMethod("stopTimeout", long.class).invoke(builder, 0L);
    return call(builder, "build");
  }

  private void acceptKeys(Function<String, Optional<String>> secretKeys)
      throws ReflectiveOperationException {
    Class<?> locator = load("org.gaul.s3proxy.BlobStoreLocator");
    Constructor<?> grant =
        load("org.gaul.s3proxy.AccessGrant")
            .getConstructor(String.class, load("org.gaul.s3proxy.blobstore.BlobStore"));
    InvocationHandler locate =
        (self, method, arguments) -> {
          Optional<String> secretKey = secretKeys.apply((String) arguments[0]);
          return secretKey.isPresent() ? grant.newInstance(secretKey.get(), blobStore) : null;
        };
    proxy
        .getClass()
        .getMethod("setBlobStoreLocator", locator)
        .invoke(proxy, implement(locator, locate));
  }

  /**
   * Jetty calls a customizer when a request has arrived and the request log when it is answered.
   */
  private void recordRequests() throws ReflectiveOperationException {
    Field serverField = proxy.getClass().getDeclaredField("server");
    serverField.setAccessible(true);
    Object server = serverField.get(proxy);
    Class<?> customizer = load(JETTY + "HttpConfiguration$Customizer");
    Class<?> requestLog = load(JETTY + "RequestLog");
    Object connector = ((Object[]) call(server, "getConnectors"))[0];
    Object configuration =
        call(call(connector, "getDefaultConnectionFactory"), "getHttpConfiguration");
    configuration
        .getClass()
        .getMethod("addCustomizer", customizer)
        .invoke(configuration, implement(customizer, this::onArrival));
    server
        .getClass()
        .getMethod("setRequestLog", requestLog)
        .invoke(server, implement(requestLog, this::onAnswer));
  }

  private Object onArrival(Object self, Method method, Object[] arguments)
      throws ReflectiveOperationException, InterruptedException {
    Object request = arguments[0];
    Object uri = callRequest(request, "getHttpURI");
    Class<?> uriType = load("org.gaul.shaded.org.eclipse.jetty.http.HttpURI");
    String path = (String) uriType.getMethod("getDecodedPath").invoke(uri);
    String query = (String) uriType.getMethod("getQuery").invoke(uri);
    Object headers = callRequest(request, "getHeaders");
    String range =
        (String)
            load("org.gaul.shaded.org.eclipse.jetty.http.HttpFields")
                .getMethod("get", String.class)
                .invoke(headers, "Range");
    int number =
        requests.arrived(
            S3Request.of(
                (String) callRequest(request, "getMethod"),
                path,
                query == null ? "" : query,
                range == null ? "" : range));
    load(JETTY + "Request")
        .getMethod("setAttribute", String.class, Object.class)
        .invoke(request, REQUEST_NUMBER, number);
    // Each request has a thread of its own here, so that those at the same time wait together.
    Thread.sleep(delay.toMillis());
    return request;
  }

  private Object onAnswer(Object self, Method method, Object[] arguments)
      throws ReflectiveOperationException {
    Object number =
        load(JETTY + "Request")
            .getMethod("getAttribute", String.class)
            .invoke(arguments[0], REQUEST_NUMBER);
    // A request that Jetty itself refuses never gets to the customizer.
    if (number != null) {
      Class<?> response = load(JETTY + "Response");
      int status = (int) response.getMethod("getStatus").invoke(arguments[1]);
      long bytes =
          (long) response.getMethod("getContentBytesWritten", response).invoke(null, arguments[1]);
      requests.answered((int) number, status, bytes);
    }
    return null;
  }

  private Object implement(Class<?> type, InvocationHandler handler) {
    return Proxy.newProxyInstance(loader, new Class<?>[] {type}, handler);
  }

  private Object callRequest(Object request, String method) throws ReflectiveOperationException {
    return load(JETTY + "Request").getMethod(method).invoke(request);
  }

  private static Object call(Object target, String method) throws ReflectiveOperationException {
    return target.getClass().getMethod(method).invoke(target);
  }

  private Class<?> load(String name) throws ClassNotFoundException {
    return loader.loadClass(name);
  }
}
