package io.lancetrain.spark.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.objectweb.asm.ClassReader;

/** The connector, compiled once, names only what every Spark line has. */
class LinkageTest {
  private static final Path JAR = Path.of(System.getProperty("lancetrain.jar"));

  private static final List<String> PACKAGES =
      List.of(
          "io/lancetrain/",
          "org/lance/",
          "org/apache/",
          "scala/",
          "com/fasterxml/",
          "org/slf4j/",
          "io/netty/");

  @ParameterizedTest
  @ValueSource(
      strings = {"spark-3.5", "spark-3.5-scala-2.13", "spark-4.0", "spark-4.1", "spark-4.2"})
  void theConnectorLinks(String line) throws IOException {
    List<Path> entries =
        ClassPath.entries(
            Path.of(System.getProperty("lancetrain.lines.directory"), line)
                .resolve("target/class-path.txt"));
    entries.add(JAR);
    Set<String> problems = new TreeSet<>();
    try (ClassPath classPath = ClassPath.of(entries);
        JarFile jar = new JarFile(JAR.toFile())) {
      LinkageCheck check = new LinkageCheck(classPath, PACKAGES);
      List<JarEntry> classes =
          jar.stream()
              .filter(entry -> entry.getName().matches("io/lancetrain/.+\\.class"))
              .toList();
      assertThat(classes).isNotEmpty();
      for (JarEntry entry : classes) {
        try (InputStream in = jar.getInputStream(entry)) {
          problems.addAll(check.problems(new ClassReader(in.readAllBytes())));
        }
      }
    }
    assertThat(problems).as("on %s", line).isEmpty();
  }

  @TempDir private Path scratch;

  @Test
  void aMissingClassFieldAndMethodAreReported() throws IOException {
    assertThat(
            problems(
                "package lib; public class Old { public int field; public static void call(int x) {}"
                    + " public static class Gone {} }",
                "package lib; public class Old { public long field;"
                    + " public static void call(long x) {} }",
                "class User { Object gone = new lib.Old.Gone(); int field = new lib.Old().field;"
                    + " void call() { lib.Old.call(1); } }"))
        .containsExactlyInAnyOrder(
            "User names the missing class lib.Old$Gone",
            "User names the missing field field I of lib.Old",
            "User names the missing method call(I)V of lib.Old");
  }

  @Test
  void whatIsInheritedOrPrivateToTheNestIsFound() throws IOException {
    assertThat(
            problems(
                "package lib; public class Old { public void call() {} }",
                "package lib; public class Old implements Base {}"
                    + " interface Base { default void call() {} }",
                "class User { private static class Nested { private int x; }"
                    + " int call() { new lib.Old().call(); return new Nested().x; } }"))
        .isEmpty();
  }

  @Test
  void aClassThatBecameAnInterfaceIsReported() throws IOException {
    assertThat(
            problems(
                "package lib; public class Old { public static void call() {} }",
                "package lib; public interface Old { static void call() {} }",
                "class User { void call() { lib.Old.call(); } }"))
        .containsExactly("User calls call()V of lib.Old as a class's, which it is not");
  }

  @Test
  void whatIsNoLongerPublicIsReported() throws IOException {
    assertThat(
            problems(
                "package lib; public class Old { public static void call() {} }",
                "package lib; public class Old { static void call() {} }",
                "class User { void call() { lib.Old.call(); } }"))
        .containsExactly("User names the method call()V of lib.Old, which is closed to it");
  }

  @Test
  void anAbstractMethodThatIsLeftOpenIsReported() throws IOException {
    assertThat(
            problems(
                "package lib; public interface Old { void call(); }",
                "package lib; public interface Old { void call(); void added();"
                    + " default void optional() {} }",
                "class User { static class Named implements lib.Old { public void call() {} }"
                    + " lib.Old lambda = () -> {}; }"))
        .containsExactlyInAnyOrder(
            "User$Named does not implement lib.Old.added()V",
            "User has a lambda for lib.Old without added()V");
  }

  @Test
  void whatBecameFinalIsReported() throws IOException {
    assertThat(
            problems(
                "package lib; public class Old { public void call() {} }",
                "package lib; public final class Old { public final void call() {} }",
                "class User extends lib.Old { public void call() {} }"))
        .containsExactlyInAnyOrder(
            "User extends the final class lib.Old", "User overrides the final method lib.Old.call");
  }

  /** What is wrong with {@code user}, compiled against one library and run with another. */
  private Set<String> problems(String library, String otherLibrary, String user)
      throws IOException {
    Path compiled = compile("lib/Old.java", library, Files.createDirectory(scratch.resolve("one")));
    Path run = compile("lib/Old.java", otherLibrary, Files.createDirectory(scratch.resolve("two")));
    Path users =
        compile("User.java", user, Files.createDirectory(scratch.resolve("user")), compiled);
    Set<String> problems = new TreeSet<>();
    try (ClassPath classPath = ClassPath.of(List.of(run, users));
        Stream<Path> files = Files.walk(users)) {
      LinkageCheck check = new LinkageCheck(classPath, List.of("lib/", "User"));
      for (Path file : files.filter(name -> name.toString().endsWith(".class")).toList()) {
        problems.addAll(check.problems(new ClassReader(Files.readAllBytes(file))));
      }
    }
    return problems;
  }

  private static Path compile(String name, String source, Path directory, Path... classPath)
      throws IOException {
    Path file = directory.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, source);
    List<String> arguments = new ArrayList<>(List.of("-d", directory.toString()));
    for (Path entry : classPath) {
      arguments.addAll(List.of("-cp", entry.toString()));
    }
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    boolean compiled =
        compiler
            .getTask(
                messages,
                null,
                null,
                arguments,
                null,
                compiler.getStandardFileManager(null, null, null).getJavaFileObjects(file))
            .call();
    assertThat(compiled).as(messages.toString()).isTrue();
    return directory;
  }
}
