/**
 * Unpacks the native library of lance-core once per machine and version, and loads it. The build\n
 * * relocates the loader that lance-core calls to this package. Uses nothing else of the connector.
 */
package io.lancetrain.spark.nativelib;
