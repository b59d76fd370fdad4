package io.lancetrain.spark.columns;

import io.lancetrain.spark.dataset.FragmentSummary;
import io.lancetrain.spark.dataset.LivePlaces;
import io.lancetrain.spark.dataset.WrittenFragments;
import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.job.LanceDataWriter;
import io.lancetrain.spark.job.WrittenByTask;
import java.io.IOException;
import java.util.BitSet;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.catalyst.expressions.GenericInternalRow;

/**
 * New columns of one fragment: its rows come in the order of their places, and the places between
 * them, of deleted rows or of rows without values, become null.
 */
final class FragmentColumns implements AutoCloseable {
  private final ColumnFilesSpec spec;
  private final FragmentSummary fragment;
  private final BitSet live;
  private final LanceDataWriter writer;
  private final InternalRow nulls;
  private long next;
  private long rows;

  FragmentColumns(ColumnFilesSpec spec, FragmentSummary fragment) {
    this.spec = spec;
    this.fragment = fragment;
    this.live = LivePlaces.of(spec.version(), fragment);
    this.nulls = new GenericInternalRow(spec.files().rows().fields().length);
    this.writer = new LanceDataWriter(spec.files());
  }

  int fragment() {
    return fragment.id();
  }

  void write(long address, InternalRow row) throws IOException {
    long place = address - fragment.firstAddress();
    if (place >= fragment.places()) {
      throw noSuchRow(address, "fragment " + fragment.id() + " ends before it");
    }
    if (!live.get((int) place)) {
      throw noSuchRow(address, "the row there is deleted");
    }
    if (place < next) {
      throw ColumnErrors.duplicateRow(spec.version().location().toString(), address);
    }
    fillTo(place);
    writer.write(row);
    next++;
    rows++;
  }

  private RuntimeException noSuchRow(long address, String reason) {
    return ColumnErrors.noSuchRow(
        spec.version().location().toString(), spec.version().number(), address, reason);
  }

  private void fillTo(long place) throws IOException {
    while (next < place) {
      writer.write(nulls);
      next++;
    }
  }

  ColumnFile finish() throws IOException {
    fillTo(fragment.places());
    WrittenFragments written = ((WrittenByTask) writer.commit()).fragments();
    if (written.count() != 1 || written.rows() != fragment.places()) {
      throw ColumnErrors.otherRows(
          spec.version().location().toString(), fragment.id(), fragment.places(), written.rows());
    }
    return new ColumnFile(fragment.id(), rows, written);
  }

  void abort() {
    writer.abort();
  }

  @Override
  public void close() throws IOException {
    writer.close();
  }
}
