package org.boundsession.client.it.camel;

import java.util.Map;
import org.apache.camel.Exchange;

/** A Camel exchange as both versions of the platform's script API see it. */
record PlatformMessage(Exchange exchange)
        implements com.sap.gateway.ip.core.customdev.util.Message, com.sap.it.script.v2.api.Message {

    @Override
    public Object getBody() {
        return exchange.getMessage().getBody();
    }

    @Override
    public <T> T getBody(Class<T> type) {
        return exchange.getMessage().getBody(type);
    }

    @Override
    public void setBody(Object body) {
        exchange.getMessage().setBody(body);
    }

    @Override
    public Map<String, Object> getHeaders() {
        return exchange.getMessage().getHeaders();
    }

    @Override
    public <T> T getHeader(String name, Class<T> type) {
        return exchange.getMessage().getHeader(name, type);
    }

    @Override
    public void setHeader(String name, Object value) {
        exchange.getMessage().setHeader(name, value);
    }

    @Override
    public void setHeaders(Map<String, Object> headers) {
        exchange.getMessage().setHeaders(headers);
    }

    @Override
    public Map<String, Object> getProperties() {
        return exchange.getProperties();
    }

    @Override
    public Object getProperty(String name) {
        return exchange.getProperty(name);
    }

    @Override
    public void setProperty(String name, Object value) {
        exchange.setProperty(name, value);
    }
}
