package io.lancetrain.spark.nativelib;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserDirectoryTest {
  private static final String NAME = "nativelib/linux-x86-64/libsample.so";

  @TempDir private Path scratch;
  private Path parent;
  private byte[] content;
  private LibraryResource resource;
  private Fingerprint fingerprint;

  @BeforeEach
  void packALibrary() throws IOException {
    parent = Files.createDirectory(scratch.resolve("shared"));
    content = new byte[3_000_001];
    new Random(42).nextBytes(content);
    Path jar = scratch.resolve("sample.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream packed = new JarOutputStream(out)) {
      packed.putNextEntry(new JarEntry(NAME));
      packed.write(content);
      packed.closeEntry();
    }
    resource = LibraryResource.of(new URL("jar:" + jar.toUri() + "!/" + NAME));
    fingerprint = resource.fingerprint().orElseThrow();
  }

  private Path unpack() throws IOException {
    return UserDirectory.under(parent).unpacked(resource, fingerprint);
  }

  @Test
  void theFirstUseUnpacksTheLibrary() throws IOException {
    Path file = unpack();
    assertThat(file).hasBinaryContent(content);
    assertThat(file.getFileName().toString())
        .isEqualTo("libsample-" + fingerprint.mark() + ".so")
        .matches("libsample-[0-9a-f]{8}\\.so");
    assertThat(Files.getPosixFilePermissions(file.getParent()))
        .isEqualTo(PosixFilePermissions.fromString("rwx------"));
  }

  @Test
  void aLaterUseLeavesTheFileAlone() throws IOException {
    Object first = identity(unpack());
    assertThat(identity(unpack())).isEqualTo(first);
  }

  @Test
  void aCorruptedFileIsReplaced() throws IOException {
    Path file = unpack();
    byte[] corrupted = content.clone();
    corrupted[1_234_567] ^= 1;
    Files.write(file, corrupted);
    assertThat(unpack()).isEqualTo(file).hasBinaryContent(content);
  }

  @Test
  void aTruncatedFileIsReplaced() throws IOException {
    Path file = unpack();
    Files.write(file, new byte[0]);
    assertThat(unpack()).isEqualTo(file).hasBinaryContent(content);
  }

  @Test
  void aDamagedJarGivesAnErrorAndLeavesNothing() throws IOException {
    Fingerprint other = new Fingerprint(fingerprint.size(), fingerprint.crc() ^ 1);
    LibraryResource damaged = new LibraryResource(resource.url(), Optional.of(other));
    UserDirectory directory = UserDirectory.under(parent);
    assertThatThrownBy(() -> directory.unpacked(damaged, other))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is damaged");
    assertThat(filesBelow(parent)).isEmpty();
  }

  @Test
  void aLinkInPlaceOfTheDirectoryIsNotTrusted() throws IOException {
    Path elsewhere = Files.createDirectory(scratch.resolve("elsewhere"));
    Path own = ownDirectory();
    Files.createSymbolicLink(own, elsewhere);
    assertThatThrownBy(this::unpack).hasMessage(own + " is not a directory");
    assertThat(filesBelow(elsewhere)).isEmpty();
  }

  @Test
  void aDirectoryThatOthersCanOpenIsNotTrusted() throws IOException {
    Path own = Files.createDirectory(ownDirectory());
    Files.setPosixFilePermissions(own, PosixFilePermissions.fromString("rwxrwx---"));
    assertThatThrownBy(this::unpack).hasMessage(own + " is open to others: its mode is rwxrwx---");
    assertThat(filesBelow(own)).isEmpty();
  }

  @Test
  void somebodyElsesDirectoryIsNotTrusted() {
    // The directory is made by this user, and so is not the one of any other.
    assertThatThrownBy(() -> UserDirectory.of(parent, 4_242_424))
        .hasMessageContaining("lancetrain-4242424 belongs to ");
  }

  @Test
  void whatAKilledProcessLeftIsDeletedAndWhatALiveOneWritesIsKept() throws IOException {
    Path own = unpack().getParent();
    Files.delete(own.resolve(resource.fileName(fingerprint.mark())));
    Path abandoned = Files.createFile(own.resolve("a.partial"));
    Files.setLastModifiedTime(
        abandoned, FileTime.from(Instant.now().minus(Duration.ofMinutes(61))));
    Path growing = Files.createFile(own.resolve("b.partial"));
    Path file = unpack();
    assertThat(filesBelow(own)).containsExactlyInAnyOrder(growing, file);
  }

  @Test
  void processesThatComeAtTheSameTimeAllGetTheWholeLibrary() throws Exception {
    List<ForkedJvm> processes = new ArrayList<>();
    for (int count = 0; count < 5; count++) {
      processes.add(
          ForkedJvm.start(
              scratch,
              List.of("-XX:TieredStopAtLevel=1", "-Xshare:auto"),
              UnpackProgram.class,
              resource.url().toString(),
              parent.toString()));
    }
    for (ForkedJvm process : processes) {
      process.release();
    }
    for (ForkedJvm process : processes) {
      assertThat(process.output()).isEqualTo("whole");
    }
    assertThat(filesBelow(parent)).singleElement().isEqualTo(unpack());
  }

  private Path ownDirectory() throws IOException {
    return parent.resolve("lancetrain-" + Files.getAttribute(parent, "unix:uid"));
  }

  private static Object identity(Path file) throws IOException {
    return Files.getAttribute(file, "unix:ino") + " " + Files.getLastModifiedTime(file);
  }

  private static List<Path> filesBelow(Path directory) throws IOException {
    try (Stream<Path> files = Files.walk(directory)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }
}
