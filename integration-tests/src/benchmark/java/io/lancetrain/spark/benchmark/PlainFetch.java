package io.lancetrain.spark.benchmark;

import io.lancetrain.spark.testing.S3Request;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Fetches bytes by HTTP and does nothing with them.
 *
 * @param endpoint a server that checks no signatures
 * @param atOnce how many requests at once
 */
record PlainFetch(String endpoint, int atOnce) {

  /** How long it takes to fetch as many bytes of each object as these requests did, in one each. */
  double seconds(List<S3Request> requests) {
    Map<String, Long> bytes =
        requests.stream()
            .collect(
                Collectors.groupingBy(
                    request -> request.bucket() + "/" + request.key(),
                    Collectors.summingLong(S3Request::bytes)));
    HttpClient client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    List<Callable<Long>> fetches = new ArrayList<>();
    bytes.forEach((object, length) -> fetches.add(() -> fetch(client, object, length)));
    ExecutorService threads = Executors.newFixedThreadPool(Math.max(1, atOnce));
    try {
      long begin = System.nanoTime();
      for (Future<Long> fetch : threads.invokeAll(fetches)) {
        fetch.get();
      }
      return (System.nanoTime() - begin) / 1e9;
    } catch (ExecutionException failure) {
      throw new IllegalStateException("Cannot fetch the bytes alone", failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while the bytes were fetched", stopped);
    } finally {
      threads.shutdownNow();
    }
  }

  private long fetch(HttpClient client, String object, long length) {
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(endpoint + "/" + object))
            .header("Range", "bytes=0-" + (length - 1))
            .build();
    try {
      return client
          .send(request, BodyHandlers.ofInputStream())
          .body()
          .transferTo(OutputStream.nullOutputStream());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("Stopped while " + object + " was fetched", stopped);
    }
  }
}
