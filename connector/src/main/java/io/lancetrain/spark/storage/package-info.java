/**
 * Where a table is, and what a setting of its store is: URIs, kinds of stores, addresses of stores
 * and of proxies; the settings' names, the forms of their values, and which are secrets. The
 * packages below {@code storage} find the settings out and use them. May use {@code option} and
 * {@code error}.
 */
package io.lancetrain.spark.storage;
