/**
 * Finds out how to reach a table's store: options, {@code fs.s3a.*}, {@code AWS_*}, presets and
 * defaults, in this order; and reports what was taken from where. May use {@code storage.s3a},
 * {@code storage.connection} and below.
 */
package io.lancetrain.spark.storage.resolver;
