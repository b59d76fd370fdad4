/**
 * The one exception class of the connector, and a factory for each situation that it reports. Uses
 * nothing else of the connector.
 */
package io.lancetrain.spark.error;
