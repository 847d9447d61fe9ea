package dev.mnemo.app;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import dev.mnemo.kernel.fault.MnemoException;
import dev.mnemo.kernel.fault.Refusal;
import java.time.Clock;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/// The rules of STYLE.md that a machine can hold, for every module of the program.
class ArchitectureTest {
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .withImportOption(ArchitectureTest::isOurs)
            .importPackages("dev.mnemo");

    private static boolean isOurs(Location location) {
        return location.contains("dev/mnemo")
                && !location.contains("/test-classes/")
                && !location.contains("tests.jar");
    }

    @Test
    void something_is_checked_at_all() {
        org.assertj.core.api.Assertions.assertThat(CLASSES.size()).isGreaterThan(100);
    }

    @Test
    void packages_form_no_cycle() {
        for (var module : new String[] {"kernel", "project", "user", "cache", "adapters", "app"}) {
            slices().matching("dev.mnemo." + module + ".(*)..")
                    .should()
                    .beFreeOfCycles()
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void the_kernel_knows_no_product_and_a_product_knows_no_program() {
        noClasses()
                .that()
                .resideInAPackage("dev.mnemo.kernel..")
                .should()
                .dependOnClassesThat(resideInAPackage("dev.mnemo..")
                        .and(DescribedPredicate.not(resideInAPackage("dev.mnemo.kernel.."))))
                .check(CLASSES);
        for (var product : new String[] {"project", "user", "cache"}) {
            noClasses()
                    .that()
                    .resideInAPackage("dev.mnemo." + product + "..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("dev.mnemo..")
                            .and(DescribedPredicate.not(
                                    resideInAnyPackage("dev.mnemo.kernel..", "dev.mnemo." + product + ".."))))
                    .allowEmptyShould(true)
                    .check(CLASSES);
        }
    }

    @Test
    void time_and_chance_are_passed_in() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(Main.class.getName())
                .should()
                .callMethod(Instant.class, "now")
                .orShould()
                .callMethod(LocalDate.class, "now")
                .orShould()
                .callMethod(LocalDateTime.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(InstantSource.class, "system")
                .orShould()
                .callMethod(Clock.class, "systemUTC")
                .orShould()
                .callMethod(Clock.class, "systemDefaultZone")
                .orShould()
                .callMethod(UUID.class, "randomUUID")
                .orShould()
                .callMethod(Math.class, "random")
                .orShould()
                .callMethod(ThreadLocalRandom.class, "current")
                .orShould()
                .callConstructor(Random.class)
                .check(CLASSES);
    }

    @Test
    void signatures_block() {
        methods()
                .that()
                .areDeclaredInClassesThat()
                .haveNameNotMatching(".*Async.*")
                .should()
                .notHaveRawReturnType(assignableTo(CompletableFuture.class))
                .check(CLASSES);
    }

    @Test
    void there_are_two_kinds_of_failure() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .should()
                .beAssignableTo(Refusal.class)
                .orShould()
                .beAssignableTo(MnemoException.class)
                .check(CLASSES);
    }

    @Test
    void only_the_program_prints() {
        noClasses()
                .that()
                .resideOutsideOfPackage("dev.mnemo.app..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethodWhere(com.tngtech.archunit.core.domain.JavaCall.Predicates.target(
                        com.tngtech.archunit.core.domain.AccessTarget.Predicates.declaredIn(Throwable.class)
                                .and(com.tngtech.archunit.core.domain.properties.HasName.Predicates.name(
                                        "printStackTrace"))))
                .check(CLASSES);
    }
}
