package io.lancetrain.spark.nativelib;

import io.lancetrain.spark.error.NativeErrors;
import java.util.Locale;

/**
 * A platform for which lance-core carries a native library, and what the library is called there.
 */
enum Platform {
  LINUX_X86_64("linux", "amd64|x86_64", "linux-x86-64", ".so"),
  LINUX_AARCH64("linux", "aarch64|arm64", "linux-aarch64", ".so"),
  MACOS_AARCH64("mac os x", "aarch64|arm64", "darwin-aarch64", ".dylib");

  private final String system;
  private final String architectures;
  private final String folder;
  private final String suffix;

  Platform(String system, String architectures, String folder, String suffix) {
    this.system = system;
    this.architectures = architectures;
    this.folder = folder;
    this.suffix = suffix;
  }

  static Platform current() {
    return of(System.getProperty("os.name"), System.getProperty("os.arch"));
  }

  /** The platform with these values of {@code os.name} and {@code os.arch}. */
  static Platform of(String system, String architecture) {
    for (Platform platform : values()) {
      if (platform.system.equals(system.toLowerCase(Locale.ROOT))
          && architecture.toLowerCase(Locale.ROOT).matches(platform.architectures)) {
        return platform;
      }
    }
    throw NativeErrors.unsupportedPlatform(system, architecture);
  }

  /** The absolute resource name of library {@code name} below {@code root}. */
  String resource(String root, String name) {
    return root + "/" + folder + "/lib" + name + suffix;
  }
}
