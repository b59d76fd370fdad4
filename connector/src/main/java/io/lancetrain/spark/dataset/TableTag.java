package io.lancetrain.spark.dataset;

import java.time.Instant;
import java.util.Optional;

/**
 * A name for a version.
 *
 * @param name the tag
 * @param branch the branch of the version; empty for the main one
 * @param version the version that it names
 * @param created when the tag was made, where that is recorded
 */
public record TableTag(String name, String branch, long version, Optional<Instant> created) {
  /** Whether it names this version of the branch at this location. */
  boolean names(TableLocation location, long number) {
    return branch.equals(location.branch()) && version == number;
  }
}
