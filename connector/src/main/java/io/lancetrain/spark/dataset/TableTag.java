package io.lancetrain.spark.dataset;

import java.time.Instant;
import java.util.Optional;

/**
 * A name for a version.
 *
 * @param name the tag
 * @param version the version that it names
 * @param created when the tag was made, where that is recorded
 */
public record TableTag(String name, long version, Optional<Instant> created) {}
