/**
 * From {@code fs.s3a.*} to Lance's settings, and back for what S3A does. May use {@code
 * storage.tigris} and below.
 */
package io.lancetrain.spark.storage.s3a;
