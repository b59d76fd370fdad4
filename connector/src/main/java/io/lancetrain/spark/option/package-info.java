/**
 * One typed, documented entry for each option that a user can set, and the checking of what was
 * set.\n * May use {@code error} only.
 */
package io.lancetrain.spark.option;
