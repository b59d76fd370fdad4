/**
 * Keys to a store, and who gives them: those that are set, and Hadoop's providers, which are asked
 * again for keys that expire. May use {@code storage}.
 */
package io.lancetrain.spark.storage.credential;
