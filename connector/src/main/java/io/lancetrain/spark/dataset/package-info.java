/**
 * The only package that imports {@code org.lance}: table handles and their pool, snapshots, the
 * native scan, the fragment writer, and commits. Every native resource has one owner here, which
 * closes it. May use {@code storage}, {@code type} and below.
 */
package io.lancetrain.spark.dataset;
