package io.lancetrain.spark.storage.tigris;

import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Adds the header to each request of the second AWS SDK. S3A makes it by name, on Hadoop 3.4; no
 * other class may name it, since other Hadoops do not have what it implements.
 */
public final class ConsistentRequestInterceptor implements ExecutionInterceptor {
  /** For S3A. */
  public ConsistentRequestInterceptor() {}

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    return context
        .httpRequest()
        .copy(request -> request.putHeader(ConsistentRequests.HEADER, ConsistentRequests.VALUE));
  }
}
