package io.lancetrain.spark.nativelib;

/** Loads the native library. To be replaced. */
public interface JarJniLoader {}
