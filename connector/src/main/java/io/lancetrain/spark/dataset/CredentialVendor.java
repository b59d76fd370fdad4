package io.lancetrain.spark.dataset;

import io.lancetrain.spark.error.LanceException;
import io.lancetrain.spark.nativelib.SystemClasses;
import io.lancetrain.spark.storage.credential.RenewedCredentials;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.arrow.memory.BufferAllocator;
import org.lance.namespace.LanceNamespace;
import org.lance.namespace.model.DescribeTableRequest;
import org.lance.namespace.model.DescribeTableResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What Lance asks for new credentials when those that it has expire. lance-core 7.0.0 asks nobody
 * but a catalog of tables (a "namespace"), so this is one that knows a single table.
 *
 * <p>Native threads ask in the middle of scans, uploads and commits. What they are refused with
 * they do not repeat, so that {@link NativeCalls} looks it up in the credentials.
 */
final class CredentialVendor implements LanceNamespace {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialVendor.class);

  /**
   * The same for all tables: Lance shares connections among handles whose namespace and table have
   * the same names, and credentials are those of a bucket.
   */
  private static final List<String> TABLE = List.of("bucket");

  private final String location;
  private final RenewedCredentials credentials;
  private final String name;

  private CredentialVendor(String location, RenewedCredentials credentials) {
    this.location = location;
    this.credentials = credentials;
    this.name = credentials.name();
  }

  /** The vendor for a table; empty where its credentials are not to be renewed. */
  static Optional<CredentialVendor> of(TableLocation table) {
    return table.settings().renewedCredentials().map(found -> of(table, found));
  }

  private static CredentialVendor of(TableLocation table, RenewedCredentials credentials) {
    NativeStart.ensure();
    if (!SystemClasses.haveCredentialRequests()) {
      throw credentials.impossible();
    }
    return new CredentialVendor(table.uri().lance(), credentials);
  }

  /** What goes with this namespace into a builder. */
  List<String> table() {
    return TABLE;
  }

  /** All storage options, with the credentials of this moment. */
  Map<String, String> options() {
    return credentials.vended();
  }

  @Override
  public String namespaceId() {
    return name;
  }

  @Override
  public void initialize(Map<String, String> properties, BufferAllocator allocator) {
    throw new UnsupportedOperationException("This namespace is made ready by its constructor");
  }

  /**
   * Answers with new credentials, and null where there are none: an exception would be printed by
   * the native thread. The request may be of another class loader's class, and is not looked at.
   */
  @Override
  public DescribeTableResponse describeTable(DescribeTableRequest request) {
    try {
      return new DescribeTableResponse().location(location).storageOptions(options());
    } catch (LanceException noCredentials) {
      LOG.debug("Cannot renew the credentials for {}", location, noCredentials);
      return null;
    }
  }
}
