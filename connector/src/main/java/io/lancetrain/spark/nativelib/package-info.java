/**
 * Unpacks the native library of lance-core once per machine, user and content, and loads it. The
 * build relocates the loader that lance-core calls to this package. May use {@code error}.
 */
package io.lancetrain.spark.nativelib;
