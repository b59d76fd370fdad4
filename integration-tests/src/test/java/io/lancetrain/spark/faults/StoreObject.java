package io.lancetrain.spark.faults;

import io.lancetrain.spark.testing.S3Request;
import java.util.function.Predicate;

/** What a write sends to a store, by the requests that send it. */
enum StoreObject implements Predicate<S3Request> {
  DATA_FILE {
    @Override
    public boolean test(S3Request request) {
      return put(request, "/data/", ".lance") && request.query().isEmpty();
    }
  },
  UPLOAD_OF_PARTS {
    @Override
    public boolean test(S3Request request) {
      return request.method().equals("POST") && request.query().startsWith("uploads");
    }
  },
  PART {
    @Override
    public boolean test(S3Request request) {
      return put(request, "/data/", ".lance") && request.query().contains("partNumber=");
    }
  },
  COMPLETION_OF_PARTS {
    @Override
    public boolean test(S3Request request) {
      return request.method().equals("POST") && request.query().startsWith("uploadId=");
    }
  },
  TRANSACTION {
    @Override
    public boolean test(S3Request request) {
      return put(request, "/_transactions/", ".txn");
    }
  },
  MANIFEST {
    @Override
    public boolean test(S3Request request) {
      return put(request, "/_versions/", ".manifest");
    }
  };

  /** Whether it takes a file of several megabytes to send such a request. */
  boolean isOfParts() {
    return this == UPLOAD_OF_PARTS || this == PART || this == COMPLETION_OF_PARTS;
  }

  private static boolean put(S3Request request, String folder, String suffix) {
    return request.method().equals("PUT")
        && request.key().contains(folder)
        && request.key().endsWith(suffix);
  }
}
