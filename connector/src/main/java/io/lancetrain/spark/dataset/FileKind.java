package io.lancetrain.spark.dataset;

import io.lancetrain.spark.storage.folder.JobSigns;
import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the files of a table are, by their paths. Names are unique in a table and all its branches,
 * so that a key says which file a manifest means without its folder: a branch uses files of the
 * version that it began with, which lie elsewhere.
 */
public enum FileKind {
  /** Columns of a fragment, or blobs beside them, in a folder named like the file. */
  DATA("data/([^/]+?)(?:\\.lance|/[^/]+\\.blob)", "data/"),
  /** Which rows of a fragment are deleted. */
  DELETION("_deletions/([^/]+\\.(?:arrow|bin))", "_deletions/"),
  /** What a commit did. */
  TRANSACTION("_transactions/([^/]+\\.txn)", "_transactions/"),
  /** A file of an index, which is a folder. */
  INDEX("_indices/([^/]+)/.+", "_indices/"),
  /** A version. */
  MANIFEST("_versions/([^/]+\\.manifest)", "_versions/"),
  /** What a writer that was stopped left of a file: its beginning, under another name. */
  STAGED("(?:data|_deletions|_transactions|_versions)/((?:\\.tmp.*|[^/]+#[0-9]+))", "staged/"),
  /** What a driver that was lost left of a question to the store, see {@link CommitProbe}. */
  PROBE("_lancetrain/probe/([^/]+)/.+", "_lancetrain/probe/"),
  /** A sign of a running job. */
  JOB_SIGN(Pattern.quote(JobSigns.FOLDER) + "/([^/]+)", JobSigns.FOLDER + "/");

  private static final String LANCE = ".lance";

  private final Pattern path;
  private final String prefix;

  FileKind(String path, String prefix) {
    this.path = Pattern.compile("(?:tree/(?:[^/_][^/]*/)+?)?" + path);
    this.prefix = prefix;
  }

  /** The key of a file or index of this kind. */
  String key(String name) {
    boolean dataFile = this == DATA && name.endsWith(LANCE);
    return prefix + (dataFile ? name.substring(0, name.length() - LANCE.length()) : name);
  }

  /** A path in the table's folder: what it is, and its key; empty where that is not known. */
  static Optional<Known> of(String path) {
    return Arrays.stream(values()).flatMap(kind -> kind.match(path).stream()).findFirst();
  }

  private Optional<Known> match(String text) {
    Matcher matcher = path.matcher(text);
    return matcher.matches()
        ? Optional.of(new Known(this, key(matcher.group(1))))
        : Optional.empty();
  }

  /**
   * A path that is known.
   *
   * @param kind what the file is
   * @param key by which manifests name it
   */
  record Known(FileKind kind, String key) {}
}
