package io.lancetrain.spark;

import io.lancetrain.spark.option.OptionValues;
import java.util.Objects;
import org.apache.spark.sql.connector.catalog.Identifier;

/**
 * A table named by its path, with the options that were set where it was named.
 *
 * <p>Spark hands the identifier of {@code df.write.format("lance")} to the catalog as it is for
 * some save modes, and takes it apart into names for others, which it shows in errors. The options
 * come with the write itself, except that the table cannot be found without those of its storage
 * and its branch, and that those of the training layout decide what the table can do: where there
 * are such, the names are a token for them and the path. The settings themselves may hold secrets,
 * which must not get into plans.
 */
final class PathIdentifier implements Identifier {
  private final String path;
  private final OptionValues options;
  private final String[] namespace;

  PathIdentifier(String path, OptionValues options) {
    this.path = path;
    this.options = options;
    this.namespace =
        options.ofName().isEmpty()
            ? new String[0]
            : new String[] {StorageTokens.token(options.ofName())};
  }

  OptionValues options() {
    return options;
  }

  @Override
  public String[] namespace() {
    return namespace.clone();
  }

  @Override
  public String name() {
    return path;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PathIdentifier that
        && path.equals(that.path)
        && options.equals(that.options);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, options);
  }

  @Override
  public String toString() {
    return path;
  }
}
