/**
 * Where a table is and how to reach it: URIs, {@code fs.s3a.*} and {@code AWS_*} settings
 * translated for Lance, the Tigris preset, and the masking of secrets. May use {@code option} and
 * {@code error}.
 */
package io.lancetrain.spark.storage;
