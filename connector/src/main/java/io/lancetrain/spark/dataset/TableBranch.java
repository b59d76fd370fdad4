package io.lancetrain.spark.dataset;

import java.time.Instant;

/**
 * A line of versions of its own, which began with a version of the table or of another branch.
 *
 * @param name the branch
 * @param parent the branch that it began from; empty for the main one
 * @param parentVersion the version that it began with
 * @param created when it was made
 */
public record TableBranch(String name, String parent, long parentVersion, Instant created) {}
