package io.lancetrain.spark.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.lancetrain.spark.error.LanceException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NativeLibraryTest {
  @TempDir private Path scratch;

  @Test
  void aSecondProcessLoadsTheFileThatTheFirstUnpacked() throws Exception {
    Path shared = Files.createDirectory(scratch.resolve("shared"));
    String cold = load("1", "-Dlancetrain.native.directory=" + shared);
    Object first = Files.getAttribute(onlyLibrary(shared), "unix:ino");
    String warm = load("1", "-Dlancetrain.native.directory=" + shared);
    assertThat(Files.getAttribute(onlyLibrary(shared), "unix:ino")).isEqualTo(first);
    // For the reader of the build's log; how long it takes is not promised.
    System.out.println("Loading the native library: first " + cold + ", then " + warm);
  }

  @Test
  void twoClassLoadersOfOneProcessBothLoadIt() throws Exception {
    Path shared = Files.createDirectory(scratch.resolve("shared"));
    assertThat(load("2", "-Djava.io.tmpdir=" + shared).lines()).hasSize(2);
    assertThat(onlyLibrary(shared)).isNotNull();
  }

  @Test
  void aDirectoryThatCannotBeUsedIsPassedOver() throws Exception {
    Path file = Files.createFile(scratch.resolve("a.file"));
    Path temporary = Files.createDirectory(scratch.resolve("temporary"));
    load("1", "-Dlancetrain.native.directory=" + file, "-Djava.io.tmpdir=" + temporary);
    assertThat(onlyLibrary(temporary)).isNotNull();
  }

  @Test
  void aLinkedDirectoryGivesAPrivateCopyThatLeavesNothing() throws Exception {
    Path temporary = Files.createDirectory(scratch.resolve("temporary"));
    Path elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
    Files.createSymbolicLink(
        temporary.resolve("lancetrain-" + Files.getAttribute(temporary, "unix:uid")), elsewhere);
    load("1", "-Djava.io.tmpdir=" + temporary);
    assertThat(libraries(temporary)).isEmpty();
    assertThat(libraries(elsewhere)).isEmpty();
  }

  @Test
  void anErrorNamesThePlacesTheReasonAndTheWayOut() throws IOException {
    Path file = Files.createFile(scratch.resolve("a.file"));
    LibraryResource resource = new LibraryResource(file.toUri().toURL(), Optional.empty());
    assertThatThrownBy(() -> new LibraryLoader(List.of(file)).load(resource))
        .isInstanceOf(LanceException.class)
        .hasMessageStartingWith("[LANCE_NATIVE_LIBRARY] Cannot load Lance's native library")
        .hasMessageContaining(file.toString())
        .hasMessageContaining("Not a directory")
        .hasMessageContaining("-Dlancetrain.native.directory=");
  }

  private String load(String loaders, String... options) throws Exception {
    return ForkedJvm.start(scratch, List.of(options), LoadProgram.class, loaders).output();
  }

  private static Path onlyLibrary(Path directory) throws IOException {
    List<Path> libraries = libraries(directory);
    assertThat(libraries).hasSize(1);
    return libraries.get(0);
  }

  private static List<Path> libraries(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(file -> file.getFileName().toString().contains("lance_jni")).toList();
    }
  }
}
