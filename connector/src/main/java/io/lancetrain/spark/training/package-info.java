/**
 * The training layout: fragments of exactly the same number of rows, a multiple of the shards and
 * of the batch size, whose rows are a seeded permutation of the input; and the card that says so.
 *
 * <p>The way of the rows: {@link io.lancetrain.spark.training.RowHash} gives each row a hash of its
 * content, {@link io.lancetrain.spark.training.HashCounts} counts the rows by it, {@link
 * io.lancetrain.spark.training.FragmentQuotas} and {@link io.lancetrain.spark.training.LayoutPlan}
 * decide which hashes go to which fragment, {@link io.lancetrain.spark.training.ArrangedRows} sends
 * them there in one shuffle, and {@link io.lancetrain.spark.training.FragmentShare} takes in each
 * task exactly the rows of its fragment. Nothing in it depends on the order or the partitions of
 * the input.
 *
 * <p>May use {@code write} and what lies below it.
 */
package io.lancetrain.spark.training;
