package io.lancetrain.spark;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.name;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** Which package may use which, as their descriptions say: downwards in this list, never up. */
@AnalyzeClasses(
    packages = ArchitectureTest.ROOT,
    importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {
  static final String ROOT = "io.lancetrain.spark";

  /** Each row may use the rows below it; the packages of one row do not use each other. */
  private static final List<List<String>> ROWS =
      List.of(
          List.of(""),
          List.of("table"),
          List.of("training"),
          List.of("maintenance"),
          List.of("read", "write", "columns"),
          List.of("job"),
          List.of("dataset", "vector", "batch", "predicate"),
          List.of("type", "storage.resolver", "storage.folder"),
          List.of("storage.s3a", "storage.connection"),
          List.of("storage.tigris"),
          List.of("storage.settings"),
          List.of("storage.credential", "storage.commit"),
          List.of("storage"),
          List.of("option"),
          List.of("error", "metric"));

  @ArchTest static final ArchRule PACKAGES_POINT_DOWNWARDS = downwards();

  @ArchTest
  static final ArchRule THE_NATIVE_LIBRARY_USES_ERRORS_ALONE =
      noClasses()
          .that()
          .resideInAPackage(ROOT + ".nativelib")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              ROWS.stream()
                  .flatMap(List::stream)
                  .filter(one -> !one.equals("error"))
                  .map(ArchitectureTest::qualified)
                  .toArray(String[]::new));

  @ArchTest
  static final ArchRule ONLY_DATASET_USES_LANCE =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + ".dataset")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("org.lance..");

  @ArchTest
  static final ArchRule NOTHING_USES_SCALA =
      noClasses().should().dependOnClassesThat().resideInAPackage("scala..");

  @ArchTest static final ArchRule NOTHING_PRINTS = noClasses().should(ACCESS_STANDARD_STREAMS);

  @ArchTest
  static final ArchRule NOTHING_PRINTS_STACK_TRACES =
      noClasses().should().callMethodWhere(target(name("printStackTrace")));

  @Test
  void everyPackageHasItsPlace() {
    TreeSet<String> placed = new TreeSet<>(List.of(ROOT + ".nativelib"));
    ROWS.forEach(row -> row.forEach(one -> placed.add(qualified(one))));
    JavaClasses classes =
        new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages(ROOT);
    assertThat(classes.getPackage(ROOT).getSubpackagesInTree())
        .extracting(JavaPackage::getName)
        .isSubsetOf(placed);
  }

  /** The rule is of use only if it fails: here a class of a low package uses one of a high one. */
  @Test
  void anImportUpwardsIsFound() {
    JavaClasses classes = new ClassFileImporter().importPackages(ROOT);
    assertThatThrownBy(() -> upsideDown().check(classes)).isInstanceOf(AssertionError.class);
  }

  private static LayeredArchitecture downwards() {
    return layers(ROWS);
  }

  private static LayeredArchitecture upsideDown() {
    return layers(List.of(List.of("error"), List.of("option")));
  }

  private static LayeredArchitecture layers(List<List<String>> rows) {
    LayeredArchitecture architecture =
        layeredArchitecture().consideringOnlyDependenciesInLayers().withOptionalLayers(true);
    TreeSet<String> above = new TreeSet<>();
    for (List<String> row : rows) {
      for (String one : row) {
        architecture = architecture.optionalLayer(qualified(one)).definedBy(qualified(one));
        architecture =
            above.isEmpty()
                ? architecture.whereLayer(qualified(one)).mayNotBeAccessedByAnyLayer()
                : architecture
                    .whereLayer(qualified(one))
                    .mayOnlyBeAccessedByLayers(above.toArray(String[]::new));
      }
      row.forEach(one -> above.add(qualified(one)));
    }
    return architecture;
  }

  private static String qualified(String name) {
    return name.isEmpty() ? ROOT : ROOT + "." + name;
  }
}
