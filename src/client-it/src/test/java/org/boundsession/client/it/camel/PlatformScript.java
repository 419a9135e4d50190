package org.boundsession.client.it.camel;

import groovy.lang.GroovyShell;
import groovy.lang.Script;
import org.apache.camel.Exchange;
import org.apache.camel.language.groovy.GroovyShellFactory;
import org.codehaus.groovy.control.CompilerConfiguration;

/** What the platform does with a script: it calls processData with the message. So a script runs as it is. */
public abstract class PlatformScript extends Script {

    /** Compiles the text of a script into {@link #declare()}. */
    static final GroovyShellFactory FACTORY = exchange -> {
        CompilerConfiguration configuration = new CompilerConfiguration();
        configuration.setScriptBaseClass(PlatformScript.class.getName());
        return new GroovyShell(configuration);
    };

    /** Does what the script does outside its methods, which is nothing. */
    public abstract Object declare();

    @Override
    public Object run() {
        declare();
        Exchange exchange = (Exchange) getProperty("exchange");
        return invokeMethod("processData", new PlatformMessage(exchange));
    }
}
