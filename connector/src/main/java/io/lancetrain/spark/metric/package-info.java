/** The metrics that the Spark UI shows for scans and writes. Uses nothing else of the connector. */
package io.lancetrain.spark.metric;
