package org.boundsession;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The arrows between the packages point one way. */
@AnalyzeClasses(packages = "org.boundsession", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule arrowsPointOneWay = layeredArchitecture()
            .consideringOnlyDependenciesInLayers()
            .layer("application")
            .definedBy("org.boundsession")
            .layer("web")
            .definedBy("org.boundsession.web")
            .layer("records")
            .definedBy("org.boundsession.records")
            .layer("audit")
            .definedBy("org.boundsession.audit")
            .layer("binding")
            .definedBy("org.boundsession.binding..")
            .whereLayer("application")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("web")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("records")
            .mayOnlyBeAccessedByLayers("application", "web")
            .layer("store")
            .definedBy("org.boundsession.store..")
            .whereLayer("store")
            .mayOnlyBeAccessedByLayers("application", "web")
            .whereLayer("audit")
            .mayOnlyBeAccessedByLayers("application")
            .whereLayer("binding")
            .mayOnlyBeAccessedByLayers("application", "web", "store", "audit");

    @ArchTest
    static final ArchRule bindingKnowsNoHttpButTheSession = noClasses()
            .that()
            .resideInAPackage("org.boundsession.binding..")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("jakarta\\.servlet\\..*(Response|Filter|Servlet|ServletContext|Cookie)");

    @ArchTest
    static final ArchRule recordsKnowNoServlet = noClasses()
            .that()
            .resideInAPackage("org.boundsession.records")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jakarta.servlet..");

    @ArchTest
    static final ArchRule nothingIsSerialized =
            noClasses().should().dependOnClassesThat().haveNameMatching("java\\.io\\.Object(In|Out)putStream");

    @ArchTest
    static final ArchRule onlySourceReadsTheEnvironment = noClasses()
            .that()
            .resideOutsideOfPackage("org.boundsession")
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
