package io.lancetrain.spark.job;

import java.util.List;

/**
 * What the tasks of a job handed over to the driver.
 *
 * @param files the data files, relative to the table's folder
 * @param earlierAttempts how many attempts at the same rows were begun before; they may have left
 *     files
 * @param summary how much it is, for the log
 */
public record HandedOver(List<String> files, int earlierAttempts, String summary) {}
