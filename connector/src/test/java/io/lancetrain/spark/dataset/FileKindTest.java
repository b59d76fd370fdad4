package io.lancetrain.spark.dataset;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A file of a table is of a kind, or nobody's to remove. */
class FileKindTest {
  @ParameterizedTest
  @CsvSource({
    "data/01ab.lance, DATA, data/01ab",
    "data/01ab/7.blob, DATA, data/01ab",
    "tree/dev/data/01ab.lance, DATA, data/01ab",
    "tree/of/dev/data/01ab.lance, DATA, data/01ab",
    "_deletions/0-1-2.arrow, DELETION, _deletions/0-1-2.arrow",
    "tree/dev/_deletions/0-1-2.bin, DELETION, _deletions/0-1-2.bin",
    "_transactions/1-u.txn, TRANSACTION, _transactions/1-u.txn",
    "_indices/u/a/b.lance, INDEX, _indices/u",
    "_versions/1.manifest, MANIFEST, _versions/1.manifest",
    "_versions/d7.manifest, MANIFEST, _versions/d7.manifest",
    "data/01ab.lance#1, STAGED, staged/01ab.lance#1",
    "_lancetrain/jobs/1-u, JOB_SIGN, _lancetrain/jobs/1-u"
  })
  void aKnownPathHasAKindAndAKey(String path, FileKind kind, String key) {
    assertThat(FileKind.of(path)).contains(new FileKind.Known(kind, key));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "notes.txt",
        "data/notes.txt",
        "other.lance/data/01ab.lance",
        "_refs/tags/a.json",
        "_versions/latest_version_hint.json",
        "_mem_wal/data/01ab.lance",
        "tree/_refs/data/01ab.lance",
        "_lancetrain/claims/tag-a/u"
      })
  void anyOtherPathHasNone(String path) {
    assertThat(FileKind.of(path)).isEmpty();
  }

  @Test
  void aFileOfAnIndexIsNoDataFileWhateverItsName() {
    assertThat(FileKind.of("tree/dev/_indices/u/data/01ab.lance").orElseThrow().kind())
        .isEqualTo(FileKind.INDEX);
    assertThat(FileKind.of("_indices/u/data/01ab.lance").orElseThrow().kind())
        .isEqualTo(FileKind.INDEX);
  }
}
