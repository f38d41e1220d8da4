package dev.crashanalytics;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitCallTarget;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Future;
import jakarta.inject.Inject;
import jakarta.persistence.Entity;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Semaphore;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** The rules of the house that a compiler does not know: data flows one way, and nothing blocks. */
class ArchitectureTest {

    private static final String BASE = "dev.crashanalytics";

    private static final JavaClasses MAIN = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(BASE);

    /** What makes the calling thread wait, by the class that declares it. */
    private static final Map<Class<?>, Set<String>> WAITING = Map.of(
            Thread.class, Set.of("sleep", "join"),
            Object.class, Set.of("wait"),
            java.util.concurrent.Future.class, Set.of("get"),
            CompletableFuture.class, Set.of("join", "get"),
            CountDownLatch.class, Set.of("await"),
            Semaphore.class, Set.of("acquire"),
            BlockingQueue.class, Set.of("put", "take"),
            ExecutorService.class, Set.of("awaitTermination", "invokeAll", "invokeAny"));

    @Test
    void factsStandOnTheJdkAlone() {
        classes()
                .that(resideIn("fact"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", packageOf("fact")))
                .because("it is the vocabulary that rounds, sessions, bots and platforms are described in")
                .check(MAIN);
    }

    @Test
    void roundsKnowTheirFactsAndNoFramework() {
        classes()
                .that(resideIn("round"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage("java..", packageOf("round"), packageOf("fact")))
                .because("the rules of the domain must hold, and be tested, without a server")
                .check(MAIN);
    }

    @Test
    void problemsKnowNothingButTheFieldsTheyName() {
        usesOfOurs("problem", "fact");
    }

    @Test
    void theWireKnowsRoundsAndProblems() {
        usesOfOurs("wire", "round", "fact", "problem");
    }

    @Test
    void theStoreKnowsRoundsAndProblemsButNotHowTheyCameIn() {
        usesOfOurs("store", "round", "fact", "problem", "rollup");
    }

    @Test
    void filesOfBotsKnowHowARoundIsWrittenAndNothingOfWhereItGoes() {
        usesOfOurs("history", "wire", "round", "fact", "problem");
    }

    @Test
    void theRollupsKnowRoundsAndWhereMultipliersFall() {
        usesOfOurs("rollup", "round", "fact", "stats.model");
    }

    @Test
    void theDemoKnowsTheServerFromOutside() {
        usesOfOurs("demo", "maintenance");
    }

    @Test
    void theMathematicsStandsOnTheJdkAndItsDistributions() {
        classes()
                .that(resideIn("stats.model"))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(
                        "java..",
                        "org.apache.commons.statistics..",
                        "org.apache.commons.numbers..",
                        "org.apache.commons.rng..",
                        packageOf("stats.model")))
                .because("formulas are checked against published figures, not against a server; rollups need them too")
                .check(MAIN);
    }

    @Test
    void nothingStandsOnIngestButThePlatformThatDrainsIt() {
        noClasses()
                .that(DescribedPredicate.not(resideIn("ingest").or(resideIn("platform"))))
                .should()
                .dependOnClassesThat(resideIn("ingest"))
                .check(MAIN);
    }

    @Test
    void nothingStandsOnThePlatform() {
        noClasses()
                .that(DescribedPredicate.not(resideIn("platform")))
                .should()
                .dependOnClassesThat(resideIn("platform"))
                .check(MAIN);
    }

    @Test
    void packagesFormNoCycle() {
        // Every package is a slice, a package below another too: rollups may use stats.model, and stats rollups.
        slices().matching(BASE + ".(**)").should().beFreeOfCycles().check(MAIN);
    }

    @Test
    void whatAClassNeedsIsHandedToItsConstructor() {
        noFields()
                .should()
                .beAnnotatedWith(Inject.class)
                .orShould()
                .beAnnotatedWith(ConfigProperty.class)
                .because("final fields and a constructor can be used without a container")
                .check(MAIN);
    }

    @Test
    void theSqlClientIsKnownToPgClassesAlone() {
        noClasses()
                .that(areNot(topLevelNamed("Pg")))
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.vertx..sqlclient..", "io.vertx..pgclient.."))
                .because("a reader who looks for SQL finds all of it by the name of the class")
                .check(MAIN);
    }

    @Test
    void jaxRsIsKnownToResourcesAlone() {
        noClasses()
                .that(areNot(resourceOrItsErrors()))
                .should()
                .dependOnClassesThat(resideInAnyPackage("jakarta.ws.rs..", "org.jboss.resteasy.."))
                .because("services and stores answer in their own words; what HTTP makes of it is decided in one place")
                .check(MAIN);
    }

    @Test
    void entitiesNeverCrossTheWire() {
        noClasses()
                .that()
                .haveSimpleNameEndingWith("Resource")
                .should()
                .dependOnClassesThat()
                .areAnnotatedWith(Entity.class)
                .because("a column must be free to change without the API")
                .check(MAIN);
    }

    @Test
    void nothingBlocks() {
        noClasses()
                .that(DescribedPredicate.not(resideIn("platform")))
                .should()
                .callCodeUnitWhere(describe("make the thread wait", ArchitectureTest::waits))
                .because("every thread that could wait here is an event loop; platform/ runs on the main thread")
                .check(MAIN);
    }

    @Test
    void classesAreNamedAfterWhatTheyAre() {
        noClasses()
                .should()
                .haveNameMatching(".*(Impl|Utils?|Helper|Manager)")
                .because("these names say that a class has no one thing to do")
                .check(MAIN);
    }

    @Test
    void nothingIsPrintedExceptByThePlatform() {
        noClasses()
                .that(DescribedPredicate.not(resideIn("platform")))
                .should()
                .accessFieldWhere(describe("is a standard stream", ArchitectureTest::isStandardStream))
                .because("logs have fixed keys; the main thread alone talks to whoever started the server")
                .check(MAIN);
    }

    @Test
    void stateThatIsSharedIsFinal() {
        fields().that()
                .areStatic()
                .should()
                .beFinal()
                .because("a static that changes is state of nobody")
                .check(MAIN);
    }

    private static void usesOfOurs(String user, String... used) {
        String[] allowed = Stream.concat(Stream.of(user), Arrays.stream(used))
                .map(ArchitectureTest::packageOf)
                .toArray(String[]::new);
        noClasses()
                .that(resideIn(user))
                .should()
                .dependOnClassesThat(
                        resideInAPackage(BASE + "..").and(DescribedPredicate.not(resideInAnyPackage(allowed))))
                .because("of ours it stands on " + List.of(used) + " alone")
                .check(MAIN);
    }

    private static DescribedPredicate<JavaClass> resideIn(String name) {
        return resideInAPackage(packageOf(name));
    }

    private static String packageOf(String name) {
        return BASE + "." + name + "..";
    }

    private static DescribedPredicate<JavaClass> areNot(DescribedPredicate<JavaClass> predicate) {
        return DescribedPredicate.not(predicate);
    }

    private static DescribedPredicate<JavaClass> topLevelNamed(String prefix) {
        return describe(
                "are named " + prefix + "*, or are nested in such a class",
                type -> topLevel(type).getSimpleName().startsWith(prefix));
    }

    private static DescribedPredicate<JavaClass> resourceOrItsErrors() {
        return describe(
                "are named *Resource, make problems of failures or check query parameters",
                type -> topLevel(type).getSimpleName().endsWith("Resource")
                        || topLevel(type).getSimpleName().equals("StrictQueryFilter")
                        || type.getPackageName().equals(BASE + ".problem"));
    }

    private static JavaClass topLevel(JavaClass type) {
        return type.getEnclosingClass().map(ArchitectureTest::topLevel).orElse(type);
    }

    private static boolean waits(JavaCall<?> call) {
        CodeUnitCallTarget target = call.getTarget();
        String name = target.getName();
        boolean ofMutiny =
                target.getOwner().isAssignableTo(Uni.class) || target.getOwner().isAssignableTo(Multi.class);
        boolean blocksOnMutiny = ofMutiny
                        && Set.of("await", "toIterable", "toStream").contains(name)
                || target.getOwner().getPackageName().equals("io.smallrye.mutiny.groups")
                        && (name.startsWith("asIterable") || name.startsWith("asStream") || name.startsWith("await"));
        boolean blocksOnVertx = target.getOwner().isAssignableTo(Future.class) && name.equals("await");
        return blocksOnMutiny || blocksOnVertx || name.endsWith("AndAwait") || waitsInTheJdk(target.getOwner(), name);
    }

    private static boolean waitsInTheJdk(JavaClass owner, String name) {
        return WAITING.entrySet().stream()
                .anyMatch(waiting -> (waiting.getKey() == Object.class || owner.isAssignableTo(waiting.getKey()))
                        && waiting.getValue().contains(name));
    }

    private static boolean isStandardStream(JavaFieldAccess access) {
        return access.getTargetOwner().isEquivalentTo(System.class);
    }
}
