package org.boundsession.it.jetty;

import java.nio.file.Path;
import org.eclipse.jetty.ee10.webapp.WebAppContext;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.util.component.LifeCycle;
import org.jboss.arquillian.container.jetty.embedded_12_ee10.WebAppContextProcessor;
import org.jboss.arquillian.core.spi.LoadableExtension;
import org.jboss.shrinkwrap.api.Archive;

/**
 * Makes the embedded Jetty what an installed one is: the WAR brings its own classes and sees nothing of the tests' JVM,
 * a directory of its own, and the header {@code Server} names no version ({@code
 * jetty.httpConfig.sendServerVersion=false}). The adapter has properties for some of it, but of types that arquillian.xml cannot set.
 */
public final class StandingAlone implements LoadableExtension, WebAppContextProcessor {

    @Override
    public void register(ExtensionBuilder extensions) {
        extensions.service(WebAppContextProcessor.class, StandingAlone.class);
    }

    @Override
    public void process(WebAppContext context, Archive<?> war) {
        System.setProperty(
                "jetty.base", Path.of("target/jetty-base").toAbsolutePath().toString());
        context.setParentLoaderPriority(false);
        context.getHiddenClassMatcher().add("META-INF.services.", "org.boundsession.");
        context.addEventListener(new LifeCycle.Listener() {
            @Override
            public void lifeCycleStarting(LifeCycle starting) {
                context.getServer()
                        .getContainedBeans(HttpConfiguration.class)
                        .forEach(http -> http.setSendServerVersion(false));
            }
        });
    }
}
