/** An S3 server for tests and for the quick start, in this process and with nothing to install. */
package io.lancetrain.spark.testing;
