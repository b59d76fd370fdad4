package io.lancetrain.spark.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What is in the published jar, and what its POM pulls in. */
class OneJarTest {
  private static final Path JAR = Path.of(System.getProperty("lancetrain.jar"));

  /** The vector classes belong to arrow-c-data, and no Arrow that Spark ships has them. */
  private static final List<Pattern> EXPECTED =
      List.of(
          Pattern.compile("io/lancetrain/spark/.+\\.class"),
          Pattern.compile("org/lance/.+\\.class"),
          Pattern.compile("org/apache/arrow/c/.+\\.class"),
          Pattern.compile("org/apache/arrow/vector/StructVector(L|Unl)oader\\.class"),
          Pattern.compile("org/apache/arrow/dataset/scanner/(Scanner|ScanTask)\\.class"),
          Pattern.compile("(x86_64|aarch_64)/libarrow_cdata_jni\\.(so|dylib)"),
          Pattern.compile("nativelib/linux-(x86-64|aarch64)/liblance_jni\\.so"),
          Pattern.compile("nativelib/darwin-aarch64/liblance_jni\\.dylib"),
          Pattern.compile("META-INF/(MANIFEST\\.MF|LICENSE|NOTICE|sbom/bom\\.json)"),
          Pattern.compile("META-INF/services/org\\.apache\\.spark\\..+"),
          Pattern.compile(
              "META-INF/maven/io\\.lancetrain/lancetrain-spark/pom\\.(xml|properties)"));

  @Test
  void theJarHoldsWhatItMustAndNothingElse() throws IOException {
    List<String> names = fileNames();
    assertThat(names)
        .doesNotHaveDuplicates()
        .allMatch(name -> EXPECTED.stream().anyMatch(one -> one.matcher(name).matches()))
        .contains(
            "META-INF/LICENSE",
            "META-INF/NOTICE",
            "org/lance/Dataset.class",
            "org/apache/arrow/c/Data.class",
            "org/apache/arrow/dataset/scanner/ScanTask.class",
            "x86_64/libarrow_cdata_jni.so",
            "aarch_64/libarrow_cdata_jni.so",
            "aarch_64/libarrow_cdata_jni.dylib",
            "nativelib/linux-x86-64/liblance_jni.so",
            "nativelib/linux-aarch64/liblance_jni.so",
            "nativelib/darwin-aarch64/liblance_jni.dylib");
  }

  @Test
  void theNoticeNamesWhatTheJarContains() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile());
        InputStream notice = jar.getInputStream(jar.getEntry("META-INF/NOTICE"))) {
      assertThat(new String(notice.readAllBytes(), StandardCharsets.UTF_8))
          .contains(
              "Lance",
              "Lance Namespace",
              "Guava",
              "Arrow Java C Data Interface",
              "Arrow Java Dataset");
    }
  }

  @Test
  void theJarIsTheSameInEveryBuild() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile())) {
      assertThat(jar.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
    }
  }

  @Test
  void thePublishedPomPullsInNothing() throws Exception {
    Path pom = Path.of(System.getProperty("lancetrain.published.pom"));
    Document document;
    try (InputStream in = Files.newInputStream(pom)) {
      document = DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(in);
    }
    NodeList dependencies = document.getElementsByTagName("dependency");
    assertThat(dependencies.getLength()).isPositive();
    for (int index = 0; index < dependencies.getLength(); index++) {
      Element dependency = (Element) dependencies.item(index);
      NodeList scope = dependency.getElementsByTagName("scope");
      assertThat(scope.getLength()).as(text(dependency)).isEqualTo(1);
      assertThat(text(scope.item(0))).as(text(dependency)).isIn("provided", "test");
    }
  }

  private static String text(Node node) {
    return node.getTextContent().strip().replaceAll("\\s+", ":");
  }

  private static List<String> fileNames() throws IOException {
    List<String> names = new ArrayList<>();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      jar.stream().filter(entry -> !entry.isDirectory()).map(JarEntry::getName).forEach(names::add);
    }
    return names;
  }
}
