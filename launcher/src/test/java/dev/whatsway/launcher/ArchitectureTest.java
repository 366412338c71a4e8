package dev.whatsway.launcher;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.FailureReport;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** The launcher sees all modules, so the rules between them live here. */
class ArchitectureTest {

  private static final JavaClasses ALL =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("dev.whatsway");

  // Design, layout: the arrows between the modules.
  @Test
  void modules_depend_along_the_arrows() {
    layeredArchitecture()
        .consideringOnlyDependenciesInAnyPackage("dev.whatsway..")
        .layer("contracts")
        .definedBy("dev.whatsway.contract..")
        .layer("journeys")
        .definedBy("dev.whatsway.journey..")
        .layer("graph")
        .definedBy("dev.whatsway.graph..")
        .layer("store")
        .definedBy("dev.whatsway.store..")
        .layer("workers")
        .definedBy("dev.whatsway.workers..")
        .layer("api")
        .definedBy("dev.whatsway.api..")
        .layer("simulator")
        .definedBy("dev.whatsway.simulator..")
        .layer("launcher")
        .definedBy("dev.whatsway.launcher..")
        .whereLayer("contracts")
        .mayNotAccessAnyLayer()
        .whereLayer("journeys")
        .mayOnlyAccessLayers("contracts")
        .whereLayer("graph")
        .mayOnlyAccessLayers("contracts")
        .whereLayer("store")
        .mayOnlyAccessLayers("contracts", "journeys")
        .whereLayer("workers")
        .mayOnlyAccessLayers("contracts", "journeys", "graph", "store")
        .whereLayer("api")
        .mayOnlyAccessLayers("contracts", "journeys", "graph", "store")
        .whereLayer("simulator")
        .mayNotAccessAnyLayer()
        .whereLayer("launcher")
        .mayNotBeAccessedByAnyLayer()
        .check(ALL);
  }

  // A client of the contracts needs the Temporal SDK and nothing else.
  @Test
  void contracts_know_neither_spring_nor_a_database() {
    noClasses()
        .that()
        .resideInAPackage("dev.whatsway.contract..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.springframework..", "java.sql..", "javax.sql..")
        .check(ALL);
  }

  // Tests have to be able to set the time.
  @Test
  void time_comes_from_an_injected_clock() {
    noClasses()
        .should()
        .callMethodWhere(
            target(nameMatching("now")).and(target(owner(resideInAnyPackage("java.time..")))))
        .orShould()
        .callMethod(System.class, "currentTimeMillis")
        .check(ALL);
  }

  // What the launcher starts with must not need what it starts.
  @Test
  void supervision_knows_nothing_of_what_it_supervises() {
    classes()
        .that()
        .resideInAPackage("dev.whatsway.launcher.process..")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(
            "dev.whatsway.launcher.process..",
            "dev.whatsway.launcher.console..",
            "java..",
            "org.jspecify..")
        .check(ALL);
  }

  // Temporal's Java SDK has no sandbox; this is its workflowcheck's list of what breaks a replay.
  @Test
  void workflow_code_is_deterministic() {
    JavaClasses reached = reachedByWorkflows(ALL);
    assertThat(reached).extracting(JavaClass::getSimpleName).contains("CampaignWorkflowImpl");
    deterministic().check(reached);
  }

  @Test
  void a_workflow_that_reads_the_clock_is_found_even_behind_a_helper() {
    JavaClasses bad =
        new ClassFileImporter().importClasses(BadWorkflowImpl.class, Helper.class, Innocent.class);

    FailureReport report = deterministic().evaluate(reachedByWorkflows(bad)).getFailureReport();

    assertThat(report.getDetails())
        .anyMatch(detail -> detail.contains("Instant.now"))
        .anyMatch(detail -> detail.contains("UUID.randomUUID"))
        .anyMatch(detail -> detail.contains("java.util.Random"))
        .noneMatch(detail -> detail.contains("Innocent"));
  }

  private static ArchRule deterministic() {
    return noClasses()
        .should()
        .callCodeUnitWhere(describe("a replay would differ", ArchitectureTest::breaksReplay))
        .orShould()
        .dependOnClassesThat()
        .resideInAnyPackage(
            "org.springframework..",
            "java.sql..",
            "javax.sql..",
            "java.net..",
            "java.nio.file..",
            "java.util.concurrent.locks..")
        .orShould()
        .dependOnClassesThat()
        .haveNameMatching(
            "java\\.lang\\.Thread|java\\.util\\.Random|java\\.security\\.SecureRandom|java\\.time\\.Clock"
                + "|java\\.util\\.concurrent\\.(Executor.*|CompletableFuture|ConcurrentHashMap|CountDownLatch)"
                + "|java\\.io\\.(File.*|InputStream|OutputStream)|org\\.slf4j\\.LoggerFactory")
        .as("workflow code shall be deterministic")
        .allowEmptyShould(false);
  }

  private static boolean breaksReplay(JavaCall<?> call) {
    String owner = call.getTargetOwner().getFullName();
    String name = call.getTarget().getName();
    return (owner.startsWith("java.time.") && name.equals("now"))
        || (owner.equals("java.lang.System")
            && Set.of("currentTimeMillis", "nanoTime", "getenv", "getProperty", "exit")
                .contains(name))
        || (owner.equals("java.util.UUID") && name.equals("randomUUID"))
        || (owner.equals("java.lang.Math") && name.equals("random"))
        || (owner.equals("io.temporal.workflow.WorkflowUnsafe") && name.equals("isReplaying"))
        || (owner.equals("java.util.Collection") && name.equals("parallelStream"));
  }

  /** The implementations of workflows and every class of ours they reach. */
  private static JavaClasses reachedByWorkflows(JavaClasses all) {
    Set<JavaClass> reached = new HashSet<>();
    Deque<JavaClass> next = new ArrayDeque<>();
    all.stream().filter(c -> c.getSimpleName().endsWith("WorkflowImpl")).forEach(next::add);
    while (!next.isEmpty()) {
      JavaClass current = next.pop();
      if (reached.add(current)) {
        current.getDirectDependenciesFromSelf().stream()
            .map(Dependency::getTargetClass)
            .filter(target -> target.getPackageName().startsWith("dev.whatsway."))
            .filter(target -> all.contain(target.getFullName()))
            .forEach(next::add);
      }
    }
    return all.that(describe("are reached by workflows", reached::contains));
  }

  static class BadWorkflowImpl {
    Instant when() {
      return new Helper().now();
    }
  }

  static class Helper {
    Instant now() {
      return Instant.now().plusMillis(new Random().nextInt() + UUID.randomUUID().hashCode());
    }
  }

  static class Innocent {
    UUID id() {
      return UUID.randomUUID();
    }
  }
}
