package io.lancetrain.spark.storage;

import io.lancetrain.spark.error.StorageErrors;
import java.io.Serializable;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a table is. Two texts that name the same place give equal values.
 *
 * @param scheme {@code s3}, {@code gs}, {@code az} or {@code file}
 * @param bucket the bucket, or Azure's container; empty for a file
 * @param path the key in the bucket, without a slash at either end, or the absolute local path
 * @since 0.1.0
 */
public record TableUri(String scheme, String bucket, String path) implements Serializable {
  private static final String SUFFIX = ".lance";
  private static final Pattern WITH_SCHEME =
      Pattern.compile("([A-Za-z][A-Za-z0-9+.-]*):(.*)", Pattern.DOTALL);
  private static final Pattern AUTHORITY_AND_PATH =
      Pattern.compile("//([^/]*)(.*)", Pattern.DOTALL);
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,254}");
  private static final Pattern USER_INFO = Pattern.compile("://[^/@]*(?:/[^/@]*)?@");
  private static final Pattern ENCODED_DOTS =
      Pattern.compile("(?:\\.|%2[eE]){1,2}", Pattern.DOTALL);

  /** The characters that Lance percent-encodes in a key, beside all that is not ASCII. */
  private static final String ENCODED_IN_KEYS = " \"<>`{}";

  /** A store's scheme with a bucket and a key, or {@code file} with an absolute path. */
  public TableUri {
    if (StoreKind.ofScheme(scheme) != StoreKind.LOCAL
        ? bucket.isEmpty() || path.isEmpty()
        : !path.startsWith("/")) {
      throw new IllegalArgumentException("not a place of a table: " + scheme + ", " + bucket);
    }
    // A name that a table itself holds, as of a branch, must not lead out of its folder.
    for (String segment : path.split("/", -1)) {
      boolean leadsAway =
          StoreKind.ofScheme(scheme) != StoreKind.LOCAL
              ? ENCODED_DOTS.matcher(segment).matches()
              : segment.equals(".") || segment.equals("..");
      if (leadsAway) {
        throw invalid(path, "'.' and '..' have no meaning in it. Write the path in full.");
      }
    }
  }

  /**
   * Reads {@code s3://bucket/key}, {@code s3a://bucket/key}, {@code gs://bucket/key}, {@code
   * az://container/key}, {@code file:/path}, {@code file:///path}, or a local path; a relative one
   * starts at the working directory.
   *
   * <p>A percent sign is an ordinary character, as in Hadoop's paths. In a key, spaces and the like
   * and all that is not ASCII are percent-encoded, because that is the key that Lance itself uses.
   *
   * @throws io.lancetrain.spark.error.LanceException LANCE_INVALID_PATH for any other text
   */
  public static TableUri parse(String text) {
    if (text == null || text.isBlank()) {
      throw invalid("", "it is empty. Give a path such as s3://bucket/table.lance.");
    }
    if (!text.equals(text.strip()) || text.chars().anyMatch(Character::isISOControl)) {
      throw invalid(
          text, "it has a control character in it, or white space at an end. Remove that.");
    }
    Matcher matcher = WITH_SCHEME.matcher(text);
    if (!matcher.matches()) {
      return local(text, text);
    }
    String rest = matcher.group(2);
    String scheme = matcher.group(1).toLowerCase(Locale.ROOT);
    return switch (scheme) {
      case "s3", "s3a" -> object("s3", text, rest);
      case "gs", "az" -> object(scheme, text, rest);
      case "file" -> file(text, rest);
      default -> throw invalid(text, wayRound(matcher.group(1), scheme));
    };
  }

  /** What to do about a scheme that Lance does not know. */
  private static String wayRound(String written, String scheme) {
    return switch (scheme) {
      case "s3n" -> "s3n:// is gone from Hadoop. Use s3:// or s3a://.";
      case "hdfs", "viewfs", "webhdfs", "swebhdfs", "har" ->
          "Lance cannot read or write HDFS. Use s3://, s3a://, file:// or a local path; copy"
              + " the table there, or keep raw data on HDFS and only the table on S3.";
      case "abfs", "abfss", "wasb", "wasbs", "adl", "azure" ->
          "Azure's stores are named az://CONTAINER/TABLE here. Write that, and set the account by"
              + " storage.azure_storage_account_name.";
      case "gcs" -> "Google's store is named gs://BUCKET/TABLE. Write that.";
      case "dbfs" ->
          "dbfs: is known to Databricks alone. Use the s3://, gs:// or az:// path that is mounted"
              + " there; the local path under /dbfs has no safe commits.";
      default ->
          "'"
              + written
              + ":' is not supported. Use s3://, s3a://, gs://, az://, file:// or a local"
              + " path.";
    };
  }

  private static TableUri object(String scheme, String text, String rest) {
    Matcher matcher = AUTHORITY_AND_PATH.matcher(rest);
    if (!matcher.matches() || matcher.group(1).isEmpty()) {
      throw invalid(text, "it names no bucket. Write " + scheme + "://bucket/table.lance.");
    }
    String bucket = matcher.group(1);
    if (bucket.contains("@")) {
      throw invalid(
          text,
          "credentials do not belong into a path. Set storage.aws_access_key_id and"
              + " storage.aws_secret_access_key, or fs.s3a.access.key and fs.s3a.secret.key.");
    }
    if (!BUCKET.matcher(bucket).matches()) {
      throw invalid(
          text,
          "what stands before the key is not a bucket's name. Write "
              + scheme
              + "://bucket/table.lance.");
    }
    if (rest.indexOf('#') >= 0 || rest.indexOf('?') >= 0) {
      throw invalid(
          text, "Lance cuts a key off at '#' and '?'. Use a key without these characters.");
    }
    String key = key(text, matcher.group(2));
    if (key.isEmpty()) {
      throw invalid(
          text,
          "a bucket alone is no table. Add a key, such as "
              + scheme
              + "://"
              + bucket
              + "/table.lance.");
    }
    return new TableUri(scheme, bucket, key);
  }

  /** Without empty segments, as Hadoop does, and encoded as Lance does. */
  private static String key(String text, String path) {
    List<String> segments = new ArrayList<>();
    for (String segment : path.split("/", -1)) {
      if (ENCODED_DOTS.matcher(segment).matches()) {
        throw invalid(text, "'.' and '..' have no meaning in a key. Write the key in full.");
      }
      if (!segment.isEmpty()) {
        segments.add(encoded(segment));
      }
    }
    return String.join("/", segments);
  }

  private static String encoded(String segment) {
    StringBuilder key = new StringBuilder();
    for (byte unit : segment.getBytes(StandardCharsets.UTF_8)) {
      char character = (char) (unit & 0xFF);
      if (character >= 0x7F || ENCODED_IN_KEYS.indexOf(character) >= 0) {
        key.append(String.format("%%%02X", (int) character));
      } else {
        key.append(character);
      }
    }
    return key.toString();
  }

  private static TableUri file(String text, String rest) {
    Matcher matcher = AUTHORITY_AND_PATH.matcher(rest);
    String path = rest;
    if (matcher.matches()) {
      if (!matcher.group(1).isEmpty()) {
        throw invalid(
            text, "'" + matcher.group(1) + "' stands where a host does. Write file:///path.");
      }
      path = matcher.group(2);
    }
    if (!path.startsWith("/")) {
      throw invalid(text, "a file: path must be absolute. Write file:///path.");
    }
    return local(text, path);
  }

  private static TableUri local(String text, String path) {
    try {
      Path absolute = Path.of(path).toAbsolutePath().normalize();
      if (absolute.getNameCount() == 0) {
        throw invalid(text, "the root of the file system is no table. Add a folder's name.");
      }
      return new TableUri("file", "", absolute.toString());
    } catch (InvalidPathException notAPath) {
      throw invalid(text, notAPath.getReason() + ". Use another name.");
    }
  }

  private static RuntimeException invalid(String text, String reason) {
    return StorageErrors.invalidPath(USER_INFO.matcher(text).replaceAll("://***@"), reason);
  }

  /** The table beside this one that a part of a split is: t_train.lance beside t.lance. */
  public TableUri part(String name) {
    String stem = path.endsWith(SUFFIX) ? path.substring(0, path.length() - SUFFIX.length()) : path;
    return new TableUri(scheme, bucket, stem + "_" + name + SUFFIX);
  }

  /** Whether the table is on S3. */
  public boolean onS3() {
    return store() == StoreKind.S3;
  }

  /** Whether the table is on a local disk, and not in a store. */
  public boolean isLocal() {
    return store() == StoreKind.LOCAL;
  }

  /** The kind of store that its scheme names. */
  public StoreKind store() {
    return StoreKind.ofScheme(scheme);
  }

  /** What lance-core takes: {@code s3://bucket/key}, or the absolute path. */
  public String lance() {
    return isLocal() ? path : scheme + "://" + bucket + "/" + path;
  }

  /** What Hadoop's {@code Path} takes: {@code s3a://bucket/key}, or {@code file:///path}. */
  public String hadoop() {
    return isLocal() ? "file://" + path : store().hadoopScheme() + "://" + bucket + "/" + path;
  }

  /** What a user should see: {@code s3://bucket/key}, or the path. */
  @Override
  public String toString() {
    return lance();
  }
}
