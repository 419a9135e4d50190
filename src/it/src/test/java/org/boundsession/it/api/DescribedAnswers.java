package org.boundsession.it.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.boundsession.http.Client;
import org.boundsession.http.ExchangeListener;
import org.boundsession.http.Request;
import org.boundsession.http.Response;

/**
 * Fails a test whose server answers what the description does not: an unknown path, status, code, member or header of an
 * answer. It hears all requests of all tests.
 */
public final class DescribedAnswers implements ExchangeListener {

    /** In all answers of the application, and in none of the container's or a proxy's own. */
    private static final String OF_THE_APPLICATION = "X-Content-Type-Options";

    private static final String PRODUCT = "/bound-session";

    /** The contexts whose root is the console; that of another application may be anything. */
    private static final Set<String> ROOTS = Set.of(PRODUCT, "");

    /** What answers elsewhere: refusals only. */
    private static final String GUARDED = "/logout";

    /** Servlets that a test adds to the product. */
    private static final Set<String> OF_TESTS = Set.of("/hold");

    /** Files of pages, which are no interface. */
    private static final Pattern FILES = Pattern.compile(
            "/(?:index\\.html|style\\.css|favicon\\.svg|admin|docs|admin/index\\.html|(?:modules|console|admin/modules|docs)/.*)");
    /** Spelt as the description spells paths; how a container understands other spellings is its own. */
    private static final Pattern PLAIN = Pattern.compile("(?:/[\\w-][\\w.-]*)*/?");

    private static final ApiDescription API = new ApiDescription();
    private static final JsonNode NOT_FOUND = API.root().at("/components/responses/NotFound");
    /** Some containers answer a condition or a range that they cannot meet with an empty body. */
    private static final Set<Integer> CONDITION_FAILED = Set.of(412, 416);

    private static final ObjectMapper JSON = new ObjectMapper();

    /** For the ServiceLoader. */
    public DescribedAnswers() {}

    @Override
    public void exchanged(Client client, Request request, Response response) {
        String path = request.target().split("[?#]", 2)[0];
        if (response.headers(OF_THE_APPLICATION).isEmpty()
                || !PLAIN.matcher(path).matches()) {
            return;
        }
        List<String> violations = violations(client, request.method(), path, response);
        if (!violations.isEmpty()) {
            throw new AssertionError("openapi.yaml does not describe the answer to " + request.method() + " " + path
                    + ": " + violations + "\n" + response.status() + " " + response.body());
        }
    }

    private static List<String> violations(Client client, String method, String path, Response response) {
        if (response.status() == 404) {
            return isFile(path) || !isJson(response) ? List.of() : content(NOT_FOUND, method, response);
        }
        if (path.equals("/") && !ROOTS.contains(client.context())) {
            return List.of();
        }
        Optional<JsonNode> item = API.pathItem(path);
        if (item.isPresent()) {
            if (isOfAnotherApplication(client, item.get(), method, response)) {
                return refusalElsewhere(method, response);
            }
            boolean served = response.status() < 400 && !item.get().has(name(method));
            return served ? List.of("unknown method") : described(operation(item.get(), method), method, response);
        }
        if (!client.context().equals(PRODUCT) || isFile(path) || OF_TESTS.contains(path)) {
            return List.of();
        }
        return response.status() >= 400 ? refusalElsewhere(method, response) : List.of("unknown path");
    }

    /** Where an application was not deployed, the one at the root answers for its whole context. */
    private static boolean isOfAnotherApplication(Client client, JsonNode item, String method, Response response) {
        return !ROOTS.contains(client.context())
                && response.status() >= 400
                && !operation(item, method).path("responses").has(String.valueOf(response.status()));
    }

    private static boolean isFile(String path) {
        return FILES.matcher(path).matches();
    }

    /** HEAD is answered as GET; a method that is not described, as the path's other methods are refused. */
    private static JsonNode operation(JsonNode pathItem, String method) {
        return pathItem.has(name(method))
                ? pathItem.path(name(method))
                : ApiDescription.operations(pathItem).findFirst().orElseThrow();
    }

    private static String name(String method) {
        return method.equals("HEAD") ? "get" : method.toLowerCase(Locale.ROOT);
    }

    /** What any guarded path answers. */
    private static List<String> refusalElsewhere(String method, Response response) {
        JsonNode guarded = API.root().path("paths").path(GUARDED).path("post");
        return guarded.path("responses").has(String.valueOf(response.status()))
                ? described(guarded, method, response)
                : List.of();
    }

    private static List<String> described(JsonNode operation, String method, Response response) {
        JsonNode found = operation.path("responses").path(String.valueOf(response.status()));
        if (found instanceof MissingNode) {
            return List.of("unknown status " + response.status());
        }
        JsonNode answer = API.resolved(found);
        List<String> violations = new ArrayList<>(headers(answer, response));
        violations.addAll(content(answer, method, response));
        return violations;
    }

    private static List<String> headers(JsonNode answer, Response response) {
        List<String> violations = new ArrayList<>();
        for (Map.Entry<String, JsonNode> header : answer.path("headers").properties()) {
            JsonNode described = API.resolved(header.getValue());
            List<String> values = response.headers(header.getKey());
            if (values.isEmpty() && described.path("required").asBoolean()) {
                violations.add("no header " + header.getKey());
            }
            values.forEach(
                    value -> violations.addAll(API.violations(described.path("schema"), TextNode.valueOf(value))));
        }
        return violations;
    }

    private static List<String> content(JsonNode answer, String method, Response response) {
        JsonNode content = answer.path("content");
        if (method.equals("HEAD")) {
            return List.of();
        }
        if (response.body().isEmpty()) {
            boolean bodiless = content instanceof MissingNode || CONDITION_FAILED.contains(response.status());
            return bodiless ? List.of() : List.of("no body");
        }
        JsonNode media = content.path(mediaType(response));
        if (media instanceof MissingNode) {
            return List.of("unknown media type " + mediaType(response));
        }
        return isJson(response) ? body(media.path("schema"), response.body()) : List.of();
    }

    private static List<String> body(JsonNode schema, String body) {
        try {
            return List.copyOf(new TreeSet<>(API.violations(schema, JSON.readTree(body))));
        } catch (JsonProcessingException e) {
            return List.of("no JSON");
        }
    }

    private static boolean isJson(Response response) {
        return mediaType(response).equals("application/json");
    }

    private static String mediaType(Response response) {
        return response.header("Content-Type").orElse("").split(";", 2)[0].strip();
    }
}
