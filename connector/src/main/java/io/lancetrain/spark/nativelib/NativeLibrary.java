package io.lancetrain.spark.nativelib;

/**
 * Where lance-core asks for its native library. The build puts this interface in the place of the
 * {@code JarJniLoader} that lance-core's class files name; hence the form of its one method.
 *
 * @since 0.1.0
 */
public interface NativeLibrary {
  /**
   * The system property that names the directory to unpack below. Default: {@code java.io.tmpdir}.
   */
  String DIRECTORY_PROPERTY = "lancetrain.native.directory";

  /**
   * Loads a library into the class loader of this class.
   *
   * <p>The library is unpacked once for each machine, user and content, into a directory that only
   * this user can write; a later JVM finds it there, checks its size and CRC-32 and loads it as it
   * is. Where that is not possible, this JVM unpacks a copy for itself alone.
   *
   * @param owner the class beside which the resource is found
   * @param folder the resource folder that has one folder for each platform, as in {@code
   *     "/nativelib"}
   * @param name the library's name without what the platform adds, as in {@code "lance_jni"}
   * @throws io.lancetrain.spark.error.LanceException {@code LANCE_NATIVE_LIBRARY} if there is no
   *     library for this platform, or it cannot be unpacked or loaded
   */
  static <T> void loadLib(Class<T> owner, String folder, String name) {
    Platform platform = Platform.current();
    LibraryResource resource = LibraryResource.find(owner, platform.resource(folder, name));
    SystemClasses.define(owner.getClassLoader());
    LibraryLoader.fromSystemProperties().load(resource);
  }
}
