package io.lancetrain.spark.packaging;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.objectweb.asm.ClassReader;

/** Class files to look things up in, without loading any: jars, and the JDK that runs the test. */
final class ClassPath implements AutoCloseable {
  private final URLClassLoader loader;
  private final Map<String, Optional<ClassShape>> shapes = new HashMap<>();

  private ClassPath(URLClassLoader loader) {
    this.loader = loader;
  }

  static ClassPath of(List<Path> entries) throws IOException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : entries) {
      urls.add(entry.toUri().toURL());
    }
    return new ClassPath(
        new URLClassLoader(urls.toArray(URL[]::new), ClassLoader.getPlatformClassLoader()));
  }

  /** The entries that the build wrote to {@code file}. */
  static List<Path> entries(Path file) throws IOException {
    List<Path> entries = new ArrayList<>();
    for (String entry : Files.readString(file).strip().split(File.pathSeparator)) {
      entries.add(Path.of(entry));
    }
    return entries;
  }

  Optional<ClassShape> find(String name) {
    return shapes.computeIfAbsent(name, this::read);
  }

  private Optional<ClassShape> read(String name) {
    try (InputStream in = loader.getResourceAsStream(name + ".class")) {
      return in == null
          ? Optional.empty()
          : Optional.of(ClassShape.of(new ClassReader(in.readAllBytes())));
    } catch (IOException e) {
      throw new IllegalStateException("Cannot read " + name, e);
    }
  }

  /** The class and all that it inherits from, superclasses first, each once. */
  Set<ClassShape> ancestry(ClassShape shape) {
    Set<ClassShape> ancestry = new LinkedHashSet<>();
    for (Optional<ClassShape> next = Optional.of(shape); next.isPresent(); ) {
      ancestry.add(next.get());
      next = Optional.ofNullable(next.get().superName()).flatMap(this::find);
    }
    for (ClassShape one : List.copyOf(ancestry)) {
      addInterfaces(one, ancestry);
    }
    return ancestry;
  }

  private void addInterfaces(ClassShape shape, Set<ClassShape> ancestry) {
    for (String name : shape.interfaces()) {
      find(name)
          .ifPresent(
              found -> {
                ancestry.add(found);
                addInterfaces(found, ancestry);
              });
    }
  }

  @Override
  public void close() throws IOException {
    loader.close();
  }
}
