package org.boundsession;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.belongToAnyOf;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import jakarta.servlet.http.HttpSession;
import java.util.stream.Stream;
import org.boundsession.store.BlockedLogins;
import org.boundsession.store.FailureCounter;
import org.boundsession.store.FailureCounters;
import org.boundsession.store.StoreUnavailableException;

/** The arrows between the packages point one way. */
@AnalyzeClasses(
        packages = "org.boundsession",
        importOptions = {ImportOption.DoNotIncludeTests.class, ArchitectureTest.WithoutTestkit.class})
class ArchitectureTest {

    static final class WithoutTestkit implements ImportOption {

        @Override
        public boolean includes(Location location) {
            return !location.contains("testkit");
        }
    }

    @ArchTest
    static final ArchRule arrowsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("application")
            .definedBy("org.boundsession")
            .layer("web")
            .definedBy("org.boundsession.web")
            .layer("records")
            .definedBy("org.boundsession.records..")
            .layer("audit")
            .definedBy("org.boundsession.audit")
            .layer("admin")
            .definedBy("org.boundsession.admin")
            .layer("throttle")
            .definedBy("org.boundsession.throttle")
            .layer("binding")
            .definedBy("org.boundsession.binding..")
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("application", "records")
            .whereLayer("records")
            .mayNotBeAccessedByAnyLayer()
            .layer("store")
            .definedBy("org.boundsession.store..")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("application", "web", "admin", "throttle")
            .whereLayer("throttle")
            .mayOnlyBeAccessedByLayers("application", "web")
            .whereLayer("admin")
            .mayOnlyBeAccessedByLayers("application", "web", "records")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("binding")
            .mayOnlyBeAccessedByLayers("application", "web", "store", "admin");

    @ArchTest
    static final ArchRule bindingKnowsNoHttpButTheSession = noClasses()
            .that()
            .resideInAPackage("org.boundsession.binding..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("jakarta\\.servlet\\..*(Response|Filter|Servlet|ServletContext|Cookie)");

    /** A signing key is derived from the secret of a login. */
    @ArchTest
    static final ArchRule onlyTheApplicationAndTheSignatureNameTheSecret = noClasses()
            .that()
            .resideOutsideOfPackages(
                    "org.boundsession", "org.boundsession.binding.secret", "org.boundsession.binding.signature")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.boundsession.binding.secret");

    @ArchTest
    static final ArchRule onlyTheApplicationNamesTheSignature = noClasses()
            .that()
            .resideOutsideOfPackages("org.boundsession", "org.boundsession.binding.signature")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.boundsession.binding.signature");

    @ArchTest
    static final ArchRule auditOnlyHearsEvents = noClasses()
            .that()
            .resideInAPackage("org.boundsession.audit")
            .should()
            .dependOnClassesThat(resideInAPackage("org.boundsession..")
                    .and(not(resideInAnyPackage("org.boundsession.audit", "org.boundsession.session"))));

    @ArchTest
    static final ArchRule auditAndAdministrationKnowNoServlet = noClasses()
            .that()
            .resideInAnyPackage("org.boundsession.audit", "org.boundsession.admin")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule webKnowsOfAStoreOnlyThatItMayFailAndCountsFailedLogins = noClasses()
            .that()
            .resideInAnyPackage("org.boundsession.web", "org.boundsession.throttle")
            .should()
            .dependOnClassesThat(resideInAPackage("org.boundsession.store..")
                    .and(not(belongToAnyOf(
                            StoreUnavailableException.class,
                            FailureCounters.class,
                            FailureCounter.class,
                            BlockedLogins.class))));

    @ArchTest
    static final ArchRule backendsKnowNoServlet = noClasses()
            .that()
            .resideInAnyPackage("org.boundsession.store.jdbc", "org.boundsession.store.redis")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    /** They are found by the ServiceLoader. */
    @ArchTest
    static final ArchRule nothingNamesTheJdbcStore = nothingNames("org.boundsession.store.jdbc");

    @ArchTest
    static final ArchRule nothingNamesTheRedisStore = nothingNames("org.boundsession.store.redis");

    private static ArchRule nothingNames(String backend) {
        return noClasses()
                .that()
                .resideOutsideOfPackage(backend)
                .should()
                .dependOnClassesThat()
                .resideInAPackage(backend);
    }

    @ArchTest
    static final ArchRule onlyTheAdapterIsAnHttpSession = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.boundsession.store.StoredHttpSession")
            .should()
            .implement(HttpSession.class);

    @ArchTest
    static final ArchRule webReadsNoHttpSession = noClasses()
            .that()
            .resideInAPackage("org.boundsession.web")
            .and()
            .doNotHaveSimpleName("SessionListener")
            .should()
            .dependOnClassesThat()
            .areAssignableTo(HttpSession.class);

    @ArchTest
    static final ArchRule recordsKnowNoServlet = noClasses()
            .that()
            .resideInAPackage("org.boundsession.records")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule valuesUseOnlyDigests = usesOnly("session", "keys");

    @ArchTest
    static final ArchRule throttleKnowsNoHttp =
            usesOnly("throttle", "session", "keys", "bulkhead", "concurrent", "store");

    @ArchTest
    static final ArchRule bulkheadsUseNothingOfOurs = usesOnly("bulkhead");

    @ArchTest
    static final ArchRule keysUseNothingOfOurs = usesOnly("keys");

    @ArchTest
    static final ArchRule settingsUseNothingOfOurs = usesOnly("settings");

    @ArchTest
    static final ArchRule threadsUseNothingOfOurs = usesOnly("concurrent");

    @ArchTest
    static final ArchRule timeLimitsUseOnlyThreads = usesOnly("jdbc", "concurrent");

    private static ArchRule usesOnly(String room, String... others) {
        String[] allowed = Stream.concat(Stream.of(room), Stream.of(others))
                .map("org.boundsession."::concat)
                .toArray(String[]::new);
        return noClasses()
                .that()
                .resideInAPackage("org.boundsession." + room)
                .should()
                .dependOnClassesThat(resideInAPackage("org.boundsession..").and(not(resideInAnyPackage(allowed))));
    }

    @ArchTest
    static final ArchRule nothingIsSerialized =
            noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.Object(In|Out)putStream");

    @ArchTest
    static final ArchRule onlyTheApplicationReadsTheEnvironment = noClasses()
            .that()
            .doNotHaveFullyQualifiedName("org.boundsession.Application")
            .should()
            .callMethod(System.class, "getenv")
            .orShould()
            .callMethod(System.class, "getenv", String.class);

    @ArchTest
    static final ArchRule nothingIsOpenToInheritance = classes()
            .that()
            .areNotInterfaces()
            .and()
            .areTopLevelClasses()
            .and()
            .doNotHaveSimpleName("package-info")
            .should()
            .haveModifier(JavaModifier.FINAL);
}
