/**
 * From Spark's predicates to conditions in Lance's SQL: which are said exactly, which as a superset
 * of their rows, and which are left to Spark, with the reason. May use {@code type} and below.
 */
package io.lancetrain.spark.predicate;
