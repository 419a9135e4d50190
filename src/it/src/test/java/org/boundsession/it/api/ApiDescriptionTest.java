package org.boundsession.it.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.http.Client;
import org.boundsession.http.Request;
import org.boundsession.http.Response;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The description fits the sources and itself, and its guard lets no other answer pass. */
class ApiDescriptionTest {

    private static final List<String> SOURCES = List.of("src/core/src/main/java", "src/app/src/main/java");
    private static final Pattern CODE_OF_REFUSAL = Pattern.compile(
            "(?:\\b(?:of|later|new Unproved)\\(\\s*(?:\\w+\\.)?\\w+,|\\brefused\\()\\s*\"([a-z]+_?[a-z_]+)\"");
    private static final Pattern CODE_OF_LOGIN = Pattern.compile("succeed\\(response, \"([a-z_]+)\"");
    private static final Pattern URL_PATTERN = Pattern.compile("<url-pattern>(/[^*<]+)(?:/\\*)?</url-pattern>");

    private final ApiDescription api = new ApiDescription();
    private final DescribedAnswers guard = new DescribedAnswers();

    @Test
    void namesEachCodeOfTheSourcesAndNoOther() {
        String sources = sources();
        Set<String> inSources = new TreeSet<>(found(CODE_OF_REFUSAL, sources));
        inSources.addAll(found(CODE_OF_LOGIN, sources));

        assertThat(codes()).isEqualTo(inSources);
    }

    @Test
    void hasAnExampleOfEachCode() {
        Set<String> examples = new TreeSet<>();
        api.root()
                .findParents("examples")
                .forEach(media -> media.path("examples")
                        .forEach(example ->
                                examples.add(example.path("value").path("code").asText(""))));

        assertThat(examples).containsAll(codesOfRefusals());
    }

    @Test
    void hasOnlyExamplesThatItDescribes() {
        List<JsonNode> media = api.root().findParents("examples");

        assertThat(media)
                .isNotEmpty()
                .allSatisfy(one -> assertThat(one.path("examples"))
                        .allSatisfy(example -> assertThat(api.violations(one.path("schema"), example.path("value")))
                                .as("%s", example)
                                .isEmpty()));
    }

    @Test
    void refersToNothingThatIsNotThere() {
        assertThat(api.root().findValuesAsText("$ref"))
                .allSatisfy(reference -> assertThat(
                                api.root().at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    @Test
    void describesEachServlet() throws IOException {
        String webXml = Files.readString(Path.of("webapp/WEB-INF/web.xml"));

        assertThat(found(URL_PATTERN, webXml))
                .isNotEmpty()
                .filteredOn(path -> !path.equals("/error"))
                .allSatisfy(path -> assertThat(api.pathItem(path)).as(path).isPresent());
    }

    @Test
    void givesEachOperationAName() {
        List<String> names = api.root().path("paths").findValuesAsText("operationId");

        assertThat(names).doesNotHaveDuplicates();
        assertThat(api.root().path("paths"))
                .flatExtracting(item -> ApiDescription.operations(item).toList())
                .hasSameSizeAs(names);
    }

    @Test
    void letsADescribedAnswerPass() {
        assertThatCode(() -> hear("GET", "/getpaymentdetails", 401, refusal("login_required")))
                .doesNotThrowAnyException();
        assertThatCode(() -> hear("POST", "/health/live", 405, refusal("method_not_allowed")))
                .doesNotThrowAnyException();
        assertThatCode(() -> hear("GET", "/elsewhere", 404, refusal("not_found")))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /getpaymentdetails, 401, access_denied",
        "GET, /getpaymentdetails, 402, login_required",
        "GET, /elsewhere, 200, logged_in",
        "GET, /elsewhere, 404, login_required",
        "POST, /health/live, 200, method_not_allowed",
        "GET, /login, 200, logged_in"
    })
    void letsNoOtherAnswerPass(String method, String path, int status, String code) {
        assertThatThrownBy(() -> hear(method, path, status, refusal(code)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining(method + " " + path);
    }

    private void hear(String method, String path, int status, String body) {
        Response response = new Response(
                status,
                List.of(
                        "X-Content-Type-Options: nosniff",
                        "X-Request-Id: 1",
                        "Allow: GET",
                        "WWW-Authenticate: BoundSession login=\"/login\"",
                        "Content-Type: application/json;charset=UTF-8"),
                body);
        guard.exchanged(new Client("localhost", 1, "/bound-session"), Request.of(method, path), response);
    }

    private static String refusal(String code) {
        return "{\"code\":\"" + code + "\",\"message\":\"words\"}";
    }

    private Set<String> codes() {
        Set<String> codes = new TreeSet<>(codesOfRefusals());
        api.root().at("/components/schemas/Login/properties/code/enum").forEach(code -> codes.add(code.textValue()));
        return codes;
    }

    private Set<String> codesOfRefusals() {
        Set<String> codes = new HashSet<>();
        api.root().findValues("code").forEach(code -> code.path("enum").forEach(one -> codes.add(one.textValue())));
        return codes;
    }

    private static List<String> found(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map((MatchResult match) -> match.group(1))
                .toList();
    }

    private static String sources() {
        return SOURCES.stream().map(ApiDescriptionTest::all).collect(Collectors.joining());
    }

    private static String all(String directory) {
        try (Stream<Path> files = Files.walk(Path.of(directory))) {
            return files.filter(file -> file.toString().endsWith(".java"))
                    .map(ApiDescriptionTest::read)
                    .collect(Collectors.joining());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
