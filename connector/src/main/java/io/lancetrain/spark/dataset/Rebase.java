package io.lancetrain.spark.dataset;

import io.lancetrain.spark.dataset.CommitRequest.AddColumns;
import io.lancetrain.spark.dataset.CommitRequest.Append;
import io.lancetrain.spark.dataset.CommitRequest.AppendColumns;
import io.lancetrain.spark.dataset.CommitRequest.Change;
import io.lancetrain.spark.dataset.CommitRequest.Create;
import io.lancetrain.spark.dataset.CommitRequest.Overwrite;
import io.lancetrain.spark.dataset.CommitRequest.Replace;
import io.lancetrain.spark.dataset.CommitRequest.Restore;
import io.lancetrain.spark.error.ColumnErrors;
import io.lancetrain.spark.error.WriteErrors;
import io.lancetrain.spark.option.OnConflict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.apache.arrow.vector.types.pojo.Schema;
import org.lance.Dataset;
import org.lance.Fragment;
import org.lance.FragmentMetadata;
import org.lance.fragment.DataFile;
import org.lance.operation.Merge;
import org.lance.operation.Operation;
import org.lance.operation.Update;

/**
 * What a change becomes on top of the newest version, which may be another one than the change was
 * made from.
 *
 * <p>Lance lets an append land on whatever was committed before it. Where that must not be, because
 * columns are added or the write is numbered, the append is committed as a merge, which names all
 * fragments and which Lance refuses wherever another commit comes in between.
 */
final class Rebase {
  private final CommitRequest request;
  private final Dataset newest;
  private final List<String> deletionFiles;

  /**
   * An operation of Lance.
   *
   * @param readVersion the version that it is made from
   */
  record Rebased(long readVersion, Operation operation) {}

  /**
   * A change to be put on the newest version.
   *
   * @param newest that version; it stays the caller's
   * @param deletionFiles gets the names of deletion files that are written
   */
  Rebase(CommitRequest request, Dataset newest, List<String> deletionFiles) {
    this.request = request;
    this.newest = newest;
    this.deletionFiles = deletionFiles;
  }

  /**
   * The operation.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_COMMIT_CONFLICT where what happened
   *     since does not go together with the change
   */
  Rebased rebased() {
    Change change = request.change();
    if (change instanceof Append append) {
      requireSameColumns();
      List<FragmentMetadata> fragments =
          FieldIds.of(newest).ofAllColumns(append.fragments().metadata());
      return request.application().isPresent() && !newest.hasStableRowIds()
          ? merge(newest.getSchema(), fragments)
          : new Rebased(append.readVersion(), append(fragments));
    } else if (change instanceof AppendColumns append) {
      requireSameColumns();
      return append(append);
    } else if (change instanceof Overwrite overwrite) {
      requireUnchangedOrRetry();
      requireKnownColumns(overwrite);
      return new Rebased(newest.version(), overwrite(overwrite));
    } else if (change instanceof Replace replace) {
      requireUnchangedOrRetry();
      requireSameColumns();
      return replace(replace);
    } else if (change instanceof AddColumns add) {
      requireSameRows();
      return addColumns(add);
    }
    Restore restore = (Restore) change;
    return new Rebased(
        restore.readVersion(),
        new org.lance.operation.Restore.Builder().version(restore.version()).build());
  }

  private Rebased append(AppendColumns append) {
    Map<List<String>, Integer> ids = FieldIds.after(newest, append.schema());
    List<FragmentMetadata> fragments =
        FieldIds.renumbered(append.fragments().metadata(), append.files(), ids);
    boolean sameColumns = ids.equals(FieldIds.of(newest).byPath());
    if (sameColumns && (request.application().isEmpty() || newest.hasStableRowIds())) {
      return new Rebased(append.readVersion(), append(fragments));
    }
    Schema schema =
        ApplicationTransaction.carriedOver(
            newest.getLanceSchema().metadata(),
            new Schema(append.schema().getFields(), newest.getLanceSchema().metadata()));
    return merge(schema, fragments);
  }

  private Rebased replace(Replace replace) {
    RowDeletion deletion = new RowDeletion(request.location(), newest);
    try {
      deletion.delete(replace.rows());
    } finally {
      deletionFiles.addAll(deletion.files());
    }
    List<FragmentMetadata> fragments =
        FieldIds.renumbered(
            replace.fragments().metadata(), replace.files(), FieldIds.of(newest).byPath());
    if (deletion.isEmpty() && request.application().isPresent() && !newest.hasStableRowIds()) {
      return merge(newest.getSchema(), fragments);
    }
    return new Rebased(
        newest.version(),
        Update.builder()
            .removedFragmentIds(deletion.removed())
            .updatedFragments(deletion.updated())
            .newFragments(fragments)
            .updateMode(Optional.of(Update.UpdateMode.RewriteRows))
            .build());
  }

  private Rebased addColumns(AddColumns add) {
    Map<List<String>, Integer> ids = FieldIds.after(newest, add.schema());
    List<FragmentMetadata> fragments =
        newest.getFragments().stream()
            .map(Fragment::metadata)
            .map(fragment -> withColumns(fragment, add, ids))
            .toList();
    return new Rebased(
        newest.version(),
        Merge.builder().fragments(fragments).schema(recorded(add.schema())).build());
  }

  private static FragmentMetadata withColumns(
      FragmentMetadata fragment, AddColumns add, Map<List<String>, Integer> ids) {
    WrittenFragments written = add.files().get(fragment.getId());
    if (written == null) {
      return fragment;
    }
    List<DataFile> files = new ArrayList<>(fragment.getFiles());
    FieldIds.renumbered(written.metadata(), add.columns(), ids)
        .forEach(columns -> files.addAll(columns.getFiles()));
    return FieldIds.withFiles(fragment, files);
  }

  /** All fragments that there are, and these. */
  private Rebased merge(Schema schema, List<FragmentMetadata> added) {
    List<FragmentMetadata> fragments = new ArrayList<>();
    newest.getFragments().stream().map(Fragment::metadata).forEach(fragments::add);
    int next = fragments.stream().mapToInt(FragmentMetadata::getId).max().orElse(-1) + 1;
    for (FragmentMetadata fragment : added) {
      fragments.add(numbered(next, fragment));
      next++;
    }
    return new Rebased(
        newest.version(), Merge.builder().fragments(fragments).schema(recorded(schema)).build());
  }

  private static FragmentMetadata numbered(int id, FragmentMetadata fragment) {
    return new FragmentMetadata(
        id,
        fragment.getFiles(),
        fragment.getPhysicalRows(),
        fragment.getDeletionFile(),
        fragment.getRowIdMeta(),
        fragment.getCreatedAtVersionMeta(),
        fragment.getLastUpdatedAtVersionMeta());
  }

  private Operation overwrite(Overwrite overwrite) {
    Schema schema =
        ApplicationTransaction.carriedOver(newest.getLanceSchema().metadata(), overwrite.schema());
    return overwrite(overwrite.fragments(), recorded(schema), overwrite.tableProperties());
  }

  /** Lance makes a table by overwriting what is not there. */
  static Operation create(CommitRequest request, Create create) {
    Schema schema =
        request.application().map(one -> one.recordedIn(create.schema())).orElse(create.schema());
    return overwrite(create.fragments(), schema, create.tableProperties());
  }

  private static Operation overwrite(
      WrittenFragments fragments, Schema schema, Map<String, String> properties) {
    return org.lance.operation.Overwrite.builder()
        .fragments(fragments.metadata())
        .schema(schema)
        .configUpsertValues(properties)
        .build();
  }

  private static Operation append(List<FragmentMetadata> fragments) {
    return org.lance.operation.Append.builder().fragments(fragments).build();
  }

  private Schema recorded(Schema schema) {
    return request.application().map(one -> one.recordedIn(schema)).orElse(schema);
  }

  private void requireUnchangedOrRetry() {
    long read = request.change().readVersion();
    if (newest.version() != read && request.onConflict() == OnConflict.FAIL) {
      throw WriteErrors.changedSinceRead(
          request.location().toString(), request.change().name(), read, newest.version());
    }
  }

  /** Whatever was committed since, rows may be elsewhere, or there may be more of them. */
  private void requireSameRows() {
    long read = request.change().readVersion();
    if (newest.version() != read) {
      throw ColumnErrors.changedSinceRead(request.location().toString(), read, newest.version());
    }
  }

  /** The fragments have the columns of the version that the change was made from. */
  private void requireSameColumns() {
    requireSameColumns(readFrom -> true);
  }

  /** An overwrite that keeps the columns that it has read must not bring back those of before. */
  private void requireKnownColumns(Overwrite overwrite) {
    requireSameColumns(
        readFrom -> readFrom.getSchema().getFields().equals(overwrite.schema().getFields()));
  }

  private void requireSameColumns(Predicate<Dataset> depends) {
    long read = request.change().readVersion();
    if (newest.version() == read) {
      return;
    }
    try (Dataset readFrom = TableOpener.pinned(request.location(), read)) {
      if (depends.test(readFrom) && !FieldIds.of(readFrom).equals(FieldIds.of(newest))) {
        throw WriteErrors.columnsChangedSinceRead(
            request.location().toString(), request.change().name(), read, newest.version());
      }
    }
  }
}
