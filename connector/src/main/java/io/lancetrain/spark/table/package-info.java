/**
 * A table pinned at one version, or a path with no table yet: its schema, its capabilities, its
 * metadata columns, and who scans and who writes. May use {@code training}, {@code read}, {@code
 * write}, and what lies below them.
 */
package io.lancetrain.spark.table;
