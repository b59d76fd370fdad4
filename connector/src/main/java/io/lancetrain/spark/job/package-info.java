/**
 * A Spark job that writes data files and commits them once: what its tasks know and hand over, the
 * writer of a task, and the commit on the driver, or the removal of what did not come to one. What
 * the change of the table is, is decided above. May use {@code batch}, {@code dataset} and below.
 */
package io.lancetrain.spark.job;
