package io.lancetrain.spark.dataset;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * What one version of a table's history says of itself.
 *
 * @param version the version, from 1
 * @param committed when it was committed
 * @param operation what made it, such as Append; empty where its transaction is not recorded
 * @param rows rows of the whole table that are not deleted
 * @param fragments fragments of the whole table
 * @param properties what the writer recorded with the commit
 * @param transaction the UUID of its transaction; empty where that is not recorded
 */
public record HistoryEntry(
    long version,
    Instant committed,
    Optional<String> operation,
    long rows,
    long fragments,
    Map<String, String> properties,
    Optional<String> transaction) {}
