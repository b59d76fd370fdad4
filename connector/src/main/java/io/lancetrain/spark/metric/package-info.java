/** What Spark's UI shows of a scan or a write beside its rows. Uses nothing of the connector. */
package io.lancetrain.spark.metric;
