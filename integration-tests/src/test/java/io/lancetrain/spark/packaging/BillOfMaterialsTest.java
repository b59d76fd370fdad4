package io.lancetrain.spark.packaging;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/** The bill of materials in the jar names everything in it that others made. */
class BillOfMaterialsTest {
  private static final Path JAR = Path.of(System.getProperty("lancetrain.jar"));

  /** Where each artefact's files are in the jar; the first that fits holds. */
  private static final Map<String, String> ARTEFACTS = new LinkedHashMap<>();

  static {
    ARTEFACTS.put("org/lance/shaded/guava/", "com.google.guava:guava");
    ARTEFACTS.put("org/lance/namespace/model/", "org.lance:lance-namespace-apache-client");
    ARTEFACTS.put("org/lance/namespace/", "org.lance:lance-namespace-core");
    ARTEFACTS.put("org/lance/", "org.lance:lance-core");
    ARTEFACTS.put("nativelib/", "org.lance:lance-core");
    ARTEFACTS.put("org/apache/arrow/dataset/", "org.apache.arrow:arrow-dataset");
    ARTEFACTS.put("org/apache/arrow/", "org.apache.arrow:arrow-c-data");
    ARTEFACTS.put("x86_64/", "org.apache.arrow:arrow-c-data");
    ARTEFACTS.put("aarch_64/", "org.apache.arrow:arrow-c-data");
  }

  @Test
  void everyFileOfOthersComesFromAnArtefactInTheBill() throws IOException {
    Map<String, JsonNode> components = components();
    try (JarFile jar = new JarFile(JAR.toFile())) {
      List<String> foreign = new ArrayList<>();
      jar.stream()
          .filter(entry -> !entry.isDirectory())
          .map(entry -> entry.getName())
          .filter(name -> !name.startsWith("META-INF/") && !name.startsWith("io/lancetrain/"))
          .forEach(foreign::add);

      assertThat(foreign).isNotEmpty();
      assertThat(foreign).allSatisfy(name -> assertThat(components).containsKey(artefact(name)));
      assertThat(components.keySet())
          .as("nothing in the bill that is not in the jar, Spark for one")
          .isSubsetOf(foreign.stream().map(BillOfMaterialsTest::artefact).toList());
    }
  }

  @Test
  void eachHasAVersionALicenceAndAnAddress() throws IOException {
    components()
        .forEach(
            (name, component) -> {
              String version = component.path("version").asText();
              assertThat(version).as(name).isNotEmpty();
              assertThat(component.path("purl").asText())
                  .startsWith("pkg:maven/" + name.replace(':', '/') + "@" + version);
              assertThat(component.path("licenses").toString()).as(name).contains("Apache");
            });
  }

  @Test
  void theSameBillLiesBesideTheJar() throws IOException {
    assertThat(Files.readAllBytes(JAR.resolveSibling("bom.json"))).isEqualTo(bill());
    JsonNode bill = new ObjectMapper().readTree(bill());
    assertThat(bill.path("bomFormat").asText()).isEqualTo("CycloneDX");
    assertThat(bill.path("metadata").path("component").path("name").asText())
        .isEqualTo("lancetrain-spark");
  }

  private static String artefact(String file) {
    return ARTEFACTS.entrySet().stream()
        .filter(entry -> file.startsWith(entry.getKey()))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse("nobody knows whose " + file + " is");
  }

  private static Map<String, JsonNode> components() throws IOException {
    Map<String, JsonNode> components = new TreeMap<>();
    for (JsonNode component : new ObjectMapper().readTree(bill()).path("components")) {
      components.put(
          component.path("group").asText() + ":" + component.path("name").asText(), component);
    }
    return components;
  }

  private static byte[] bill() throws IOException {
    try (JarFile jar = new JarFile(JAR.toFile());
        InputStream in = jar.getInputStream(jar.getEntry("META-INF/sbom/bom.json"))) {
      return in.readAllBytes();
    }
  }
}
