package io.lancetrain.spark.storage.tigris;

import com.amazonaws.Request;
import com.amazonaws.handlers.RequestHandler2;

/**
 * Adds the header to each request of the first AWS SDK. S3A makes it by name, on Hadoop 3.3; no
 * other class may name it, since other Hadoops do not have what it extends.
 */
public final class ConsistentRequestHandler extends RequestHandler2 {
  /** For S3A. */
  public ConsistentRequestHandler() {}

  @Override
  public void beforeRequest(Request<?> request) {
    request.addHeader(ConsistentRequests.HEADER, ConsistentRequests.VALUE);
  }
}
