package org.boundsession.client.it.camel;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.spi.CamelEvent.ExchangeSendingEvent;
import org.apache.camel.support.EventNotifierSupport;

/** Records headers, properties and body before each request and script, as a platform's trace does. Thread-safe. */
final class Trace extends EventNotifierSupport {

    /** A step with all that it could read. */
    private record Step(String endpoint, String content) {}

    private final List<Step> steps = new CopyOnWriteArrayList<>();

    private Trace() {}

    static Trace of(CamelContext context) {
        Trace trace = new Trace();
        trace.start();
        context.getManagementStrategy().addEventNotifier(trace);
        return trace;
    }

    /** Returns the names of the steps whose content has this text. */
    List<String> stepsWith(String text) {
        return steps.stream()
                .filter(step -> step.content.contains(text))
                .map(Step::endpoint)
                .toList();
    }

    @Override
    public void notify(CamelEvent event) {
        if (event instanceof ExchangeSendingEvent sending) {
            Exchange exchange = sending.getExchange();
            String content = exchange.getMessage().getHeaders()
                    + exchange.getAllProperties().toString()
                    + exchange.getMessage().getBody(String.class);
            steps.add(new Step(sending.getEndpoint().getEndpointUri(), content));
        }
    }
}
