package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.ScanRequest.AllRows;
import io.lancetrain.spark.dataset.ScanRequest.MetadataColumn;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.apache.spark.unsafe.Platform;

/** Which places of a fragment hold rows that are not deleted. */
public final class LivePlaces {
  private static final long BATCH_ROWS = 65_536;

  /** Fields of {@code struct ArrowArray}. */
  private static final int LENGTH = 0;

  private static final int OFFSET = 16;
  private static final int BUFFERS = 40;
  private static final int CHILDREN = 48;

  private LivePlaces() {}

  /** The places, from 0 on; reads the deletion file alone, and nothing where there is none. */
  public static BitSet of(TableVersion version, FragmentSummary fragment) {
    BitSet places = new BitSet(Math.toIntExact(fragment.places()));
    if (fragment.rows() == fragment.places()) {
      places.set(0, Math.toIntExact(fragment.places()));
      return places;
    }
    ScanRequest request =
        new ScanRequest(
            List.of(),
            List.of(MetadataColumn.ROW_ADDRESS),
            List.of(fragment.id()),
            new AllRows(),
            RowFilter.NONE,
            FirstRows.ALL,
            NativeAggregation.NONE,
            BATCH_ROWS);
    try (NativeScan scan = NativeScan.start(version, request)) {
      for (Optional<NativeBatch> batch = scan.next(); batch.isPresent(); batch = scan.next()) {
        try (NativeBatch addresses = batch.get()) {
          add(addresses, fragment, places);
        }
      }
    }
    return places;
  }

  private static void add(NativeBatch batch, FragmentSummary fragment, BitSet places) {
    long column = Platform.getLong(null, Platform.getLong(null, batch.address() + CHILDREN));
    long values = Platform.getLong(null, Platform.getLong(null, column + BUFFERS) + Long.BYTES);
    long offset = Platform.getLong(null, column + OFFSET);
    long length = Platform.getLong(null, batch.address() + LENGTH);
    for (long row = offset; row < offset + length; row++) {
      long address = Platform.getLong(null, values + row * Long.BYTES);
      places.set((int) (address - fragment.firstAddress()));
    }
  }
}
