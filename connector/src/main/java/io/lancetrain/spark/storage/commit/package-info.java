/**
 * What keeps two commits from making the same version of a table: what is known of the store, or a
 * lock. May use {@code storage}.
 */
package io.lancetrain.spark.storage.commit;
