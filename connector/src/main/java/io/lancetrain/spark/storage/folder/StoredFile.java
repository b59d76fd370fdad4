package io.lancetrain.spark.storage.folder;

import java.time.Instant;

/**
 * A file in a table's folder.
 *
 * @param path within the folder, such as {@code data/x.lance}
 * @param bytes its size
 * @param modified when it was written last, by the clock of the store
 * @since 0.1.0
 */
public record StoredFile(String path, long bytes, Instant modified) {}
