package io.lancetrain.spark.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.lance.Dataset;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, /nativelib/linux-x86-64/liblance_jni.so",
    "Linux, aarch64, /nativelib/linux-aarch64/liblance_jni.so",
    "Mac OS X, aarch64, /nativelib/darwin-aarch64/liblance_jni.dylib",
  })
  void lanceCoreCarriesTheLibraryOfEachPlatform(
      String system, String architecture, String resource) {
    assertThat(Platform.of(system, architecture).resource("/nativelib", "lance_jni"))
        .isEqualTo(resource);
    assertThat(Dataset.class.getResource(resource)).isNotNull();
  }

  @ParameterizedTest
  @CsvSource({"Windows 11, amd64", "Mac OS X, x86_64", "Linux, s390x"})
  void anotherPlatformIsRefusedWithTheNamesOfThoseThereAre(String system, String architecture) {
    assertThatThrownBy(() -> Platform.of(system, architecture))
        .hasMessageContaining("there is none for " + system + " on " + architecture)
        .hasMessageContaining("Linux on x86-64 or aarch64, or macOS on aarch64");
  }

  @Test
  void aLibraryThatIsNotInTheJarIsMissed() {
    assertThatThrownBy(() -> LibraryResource.find(Dataset.class, "/nativelib/none/libnone.so"))
        .hasMessageContaining("/nativelib/none/libnone.so is not in the jar");
  }
}
