/**
 * The files of a table, one by one, on a disk or through S3A: listed, read and deleted. May use
 * {@code storage.s3a}, {@code storage.connection} and below.
 */
package io.lancetrain.spark.storage.folder;
