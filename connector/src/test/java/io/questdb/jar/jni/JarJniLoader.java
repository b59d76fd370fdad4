package io.questdb.jar.jni;

import io.lancetrain.spark.nativelib.NativeLibrary;

/**
 * Does for the unit tests what the relocation does for the jar: lance-core, which names this type,
 * gets the connector's loader.
 */
public interface JarJniLoader {
  static <T> void loadLib(Class<T> owner, String folder, String name) {
    NativeLibrary.loadLib(owner, folder, name);
  }
}
