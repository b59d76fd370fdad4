/**
 * What Tigris wants of those who use it, Lance and S3A: its region, and consistency. May use {@code
 * storage.settings} and below.
 */
package io.lancetrain.spark.storage.tigris;
