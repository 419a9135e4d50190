package org.boundsession.client.it.samples;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.util.Arrays;
import okhttp3.HttpUrl;
import okhttp3.OkHttpClient;
import okhttp3.Request;
import okhttp3.RequestBody;
import okhttp3.Response;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.support.ClassicRequestBuilder;
import org.springframework.http.HttpMethod;
import org.springframework.web.client.RestClient;

/** The interceptors of the Java samples, in this process. */
enum Interceptor {
    OK_HTTP("OkHttpSession") {
        @Override
        Caller caller(URI root) throws Throwable {
            OkHttpClient client = client(OkHttpClient.class, HttpUrl.class, HttpUrl.get(root));
            return (method, url) -> {
                RequestBody body = hasBody(method) ? RequestBody.create(BODY, null) : null;
                Request request =
                        new Request.Builder().url(url).method(method, body).build();
                try (Response response = client.newCall(request).execute()) {
                    return new Outcome(response.code(), visible(response));
                }
            };
        }

        private String visible(Response response) {
            Response network = response.networkResponse();
            return String.join(
                    "\n",
                    response.toString(),
                    response.request().toString(),
                    response.headers().toString(),
                    network == null ? "" : network.request().toString());
        }
    },

    HTTP_CLIENT_5("HttpClient5Session") {
        @Override
        Caller caller(URI root) throws Throwable {
            CloseableHttpClient client = client(CloseableHttpClient.class, URI.class, root);
            return (method, url) -> {
                ClassicRequestBuilder request =
                        ClassicRequestBuilder.create(method).setUri(url);
                if (hasBody(method)) {
                    request.setEntity(BODY, ContentType.TEXT_PLAIN);
                }
                HttpClientContext context = HttpClientContext.create();
                return client.execute(request.build(), context, response -> {
                    EntityUtils.consume(response.getEntity());
                    String headers = String.join(
                            "\n",
                            Arrays.toString(context.getRequest().getHeaders()),
                            Arrays.toString(response.getHeaders()));
                    return new Outcome(response.getCode(), context.getRequest() + headers);
                });
            };
        }
    },

    REST_CLIENT("RestClientSession") {
        @Override
        Caller caller(URI root) throws Throwable {
            RestClient client = client(RestClient.class, URI.class, root);
            return (method, url) -> {
                RestClient.RequestBodySpec request =
                        client.method(HttpMethod.valueOf(method)).uri(URI.create(url));
                if (hasBody(method)) {
                    request.body(BODY);
                }
                return request.exchange((sent, response) -> new Outcome(
                        response.getStatusCode().value(), sent.getHeaders() + "\n" + response.getHeaders()));
            };
        }
    };

    private static final String BODY = "body";

    private final String sample;

    Interceptor(String sample) {
        this.sample = sample;
    }

    /** Sends a request as an application does that uses the library. */
    interface Caller {
        Outcome send(String method, String url) throws IOException;

        default Outcome get(String url) throws IOException {
            return send("GET", url);
        }
    }

    /**
     * The status that the application gets.
     *
     * @param visible what the application can read, and may log, of the answer and of its own request
     */
    record Outcome(int status, String visible) {}

    /** Returns a client of the general user; it throws what the sample throws. */
    abstract Caller caller(URI root) throws Throwable;

    /** Calls the sample's factory method; its class has no package, so that no class with a package can import it. */
    <T> T client(Class<T> library, Class<?> rootType, Object root) throws Throwable {
        MethodType types = MethodType.methodType(library, rootType, String.class, String.class, String.class);
        return library.cast(MethodHandles.publicLookup()
                .findStatic(Class.forName(sample), "client", types)
                .invokeWithArguments(root, "general", "general-password", SampleRun.GENERAL_SECRET));
    }

    private static boolean hasBody(String method) {
        return method.equals("POST") || method.equals("PUT") || method.equals("PATCH");
    }
}
