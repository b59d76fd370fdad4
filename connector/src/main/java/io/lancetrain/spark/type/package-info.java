/**
 * What becomes what between Spark's types and Arrow's, and what is refused. May use {@code option}
 * and {@code error}.
 */
package io.lancetrain.spark.type;
