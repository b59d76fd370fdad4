package io.lancetrain.spark.dataset;

import java.io.Serializable;

/**
 * How data files are written: with the field ids of a new table, whatever table they join; a commit
 * gives them the table's own.
 *
 * @param fileVersion the Lance file version, such as 2.1
 * @param maxRows the most rows of one file, exactly
 * @param maxBytes a file is closed at the first batch that takes it over this size
 */
public record FileSettings(String fileVersion, int maxRows, long maxBytes)
    implements Serializable {}
