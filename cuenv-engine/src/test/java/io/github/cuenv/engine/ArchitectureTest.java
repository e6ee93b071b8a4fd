package io.github.cuenv.engine;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.GeneralCodingRules;
import io.github.cuenv.engine.secret.Secret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The package rules of docs/architecture.md. */
class ArchitectureTest {
  private static final JavaClasses ENGINE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.github.cuenv.engine");

  @Test
  void looksAtTheEngine() {
    assertThat(ENGINE).hasSizeGreaterThan(50);
  }

  @Test
  void packagesHaveNoCycles() {
    slices().matching("io.github.cuenv.engine.(**)").should().beFreeOfCycles().check(ENGINE);
  }

  @Test
  void knowsNothingOfMaven() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.maven..")
        .check(ENGINE);
  }

  @Test
  void backendsDoNotKnowEachOther() {
    slices()
        .matching("io.github.cuenv.engine.backend.(*)..")
        .should()
        .notDependOnEachOther()
        .check(ENGINE);
  }

  @Test
  void onlyTheEntranceKnowsTheBackends() {
    noClasses()
        .that()
        .resideOutsideOfPackages("io.github.cuenv.engine", "io.github.cuenv.engine.backend..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.cuenv.engine.backend..")
        .check(ENGINE);
  }

  @Test
  void nobodyCallsTheReportsBack() {
    noClasses()
        .that()
        .resideOutsideOfPackage("io.github.cuenv.engine.report..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("io.github.cuenv.engine.report..")
        .check(ENGINE);
  }

  @Test
  void onlyWhoHandsASecretOnUnwrapsIt() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            "io.github.cuenv.engine.secret..", "io.github.cuenv.engine.backend..")
        .should()
        .callMethod(Secret.class, "reveal")
        .check(ENGINE);
  }

  @Test
  void nothingPrintsToTheStandardStreams() {
    GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(ENGINE);
  }

  @Test
  void noClassIsNamedAfterWhatItDoesNotSay() {
    noClasses().should().haveSimpleNameEndingWith("Manager").check(ENGINE);
    noClasses().should().haveSimpleNameEndingWith("Helper").check(ENGINE);
    noClasses().should().haveSimpleNameEndingWith("Util").check(ENGINE);
    noClasses().should().haveSimpleNameEndingWith("Impl").check(ENGINE);
  }

  @Test
  void everyPackageIsNullMarked() throws IOException {
    try (Stream<Path> files = Files.walk(Path.of("src/main/java"))) {
      List<Path> folders =
          files.filter(file -> file.toString().endsWith(".java")).map(Path::getParent).toList();
      assertThat(folders).hasSizeGreaterThan(50);
      for (Path folder : folders) {
        assertThat(folder.resolve("package-info.java")).content().contains("@NullMarked");
      }
    }
  }
}
