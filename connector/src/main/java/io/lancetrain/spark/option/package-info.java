/**
 * One typed, documented entry for each option that a user can set, and the checking of what was
 * set. May use {@code error} only.
 */
package io.lancetrain.spark.option;
