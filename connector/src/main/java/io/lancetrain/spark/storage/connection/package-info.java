/**
 * Whether anything answers at a store's address, and whether its certificate is to be trusted. May
 * use {@code storage.settings} and below.
 */
package io.lancetrain.spark.storage.connection;
