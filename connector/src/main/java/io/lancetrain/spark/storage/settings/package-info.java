/**
 * How a table's store is reached, as Lance takes it, and the settings while they are collected. May
 * use {@code storage.credential}, {@code storage.commit} and below.
 */
package io.lancetrain.spark.storage.settings;
