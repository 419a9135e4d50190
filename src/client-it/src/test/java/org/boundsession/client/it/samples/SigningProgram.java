package org.boundsession.client.it.samples;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.boundsession.guide.Guide;

/** The functions that sign, in the samples and in the programs of the guide. */
enum SigningProgram {
    SAMPLE_SHELL(
            "vectors.sh",
            () -> before("\nas GENERAL ", Guide.read(sample("curl").resolve("bound-session.sh"))),
            "\nkeyid=KEYID; key=$(hmac \"$(printf '%s' SECRET | hex)\" \"bound-session proof v1:$keyid\" | hex)",
            "sign METHOD 'TARGET' CREATED NONCE FIELDS; echo \"bs=:$signature:\""),
    SAMPLE_PYTHON(
            "vectors.py",
            () -> "import sys; sys.path.insert(0, '%s')\nfrom bound_session import SignedSession"
                    .formatted(sample("python")),
            "session = SignedSession('', 'SECRET', 'KEYID')",
            "print(session.sign('METHOD', 'TARGET', {FIELDS}, CREATED, 'NONCE')[0]['Signature'])"),
    SAMPLE_NODE(
            "vectors.mjs",
            () -> "import { SignedSession } from '%s/bound-session.mjs';".formatted(sample("node")),
            "const session = new SignedSession('', 'SECRET', 'KEYID');",
            "console.log(session.sign('METHOD', new URL('http://hostTARGET'), {FIELDS}, CREATED, 'NONCE').headers.Signature)"),
    /** Node has the same interface for keys as a browser. */
    SAMPLE_BROWSER(
            "vectors.mjs",
            () -> "import { derive, sign } from '%s/bound-session.mjs';".formatted(sample("browser")),
            "const session = { key: await derive('SECRET', 'KEYID'), keyid: 'KEYID' };",
            "console.log((await sign(session, 'METHOD', new URL('http://hostTARGET'), {FIELDS}, CREATED, 'NONCE')).Signature)"),
    GUIDE_SHELL(
            "vectors.sh",
            () -> before("# Log in.", guide("## Shell", "sh")),
            "keyid=KEYID; key=$(derive SECRET)",
            "sign METHOD 'TARGET' CREATED NONCE FIELDS"),
    GUIDE_PYTHON(
            "vectors.py",
            () -> before("# Log in.", guide("## Python", "python")),
            "key = derive('SECRET', 'KEYID')",
            "print(sign(key, 'KEYID', 'METHOD', 'TARGET', {FIELDS}, CREATED, 'NONCE')['Signature'])"),
    GUIDE_NODE(
            "vectors.mjs",
            () -> before("// Log in.", guide("## Node", "js")),
            "const key = derive('SECRET', 'KEYID');",
            "console.log(sign(key, 'KEYID', 'METHOD', new URL('http://hostTARGET'), {FIELDS}, CREATED, 'NONCE').Signature)"),
    GUIDE_JAVA("Vectors.java", () -> before("        // Log in.", guide("## Java", "java")), """
            byte[] key = derive("SECRET", "KEYID");
            Map<String, String> fields = new LinkedHashMap<>();
            """, """
            fields.clear();
            for (String[] field : new String[][] {FIELDS}) {
                fields.put(field[0], field[1]);
            }
            URI uriNONCE = URI.create("http://hostTARGET");
            System.out.println(sign(key, "KEYID", "METHOD", uriNONCE, fields, CREATED, "NONCE")[1]);
            """),
    GUIDE_GROOVY(
            "vectors.groovy",
            () -> before("// Log in.", guide("## Groovy", "groovy")),
            "def key = derive('SECRET', 'KEYID')",
            "println sign(key, 'KEYID', 'METHOD', new URL('http://hostTARGET'), [FIELDS], CREATED, 'NONCE').Signature");

    /** The file that has the program. */
    final String file;

    private final Supplier<String> functions;
    private final String key;
    private final String call;

    SigningProgram(String file, Supplier<String> functions, String key, String call) {
        this.file = file;
        this.functions = functions;
        this.key = key;
        this.call = call;
    }

    /** Returns a program that prints the signature of each vector at the end of a line. */
    String signing(List<Vector> vectors) {
        String end = this == GUIDE_JAVA ? "}}" : "";
        return Stream.of(Stream.of(functions.get(), key), vectors.stream().map(this::call), Stream.of(end))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"))
                .replace("SECRET", Vector.SECRET)
                .replace("KEYID", Vector.KEYID);
    }

    private String call(Vector vector) {
        return call.replace("METHOD", vector.method())
                .replace("TARGET", vector.target())
                .replace("FIELDS", fields(vector))
                .replace("CREATED", vector.created())
                .replace("NONCE", vector.nonce());
    }

    private String fields(Vector vector) {
        return switch (this) {
            case SAMPLE_SHELL, GUIDE_SHELL -> vector.fields("'%s' '%s'", " ");
            case GUIDE_JAVA -> vector.fields("{\"%s\", \"%s\"}", ", ");
            case GUIDE_GROOVY -> vector.fields().isEmpty() ? ":" : vector.fields("'%s': '%s'", ", ");
            default -> vector.fields("'%s': '%s'", ", ");
        };
    }

    private static Path sample(String directory) {
        return Path.of("src/client/samples", directory).toAbsolutePath();
    }

    private static String guide(String heading, String language) {
        return Guide.block("signing.md", heading, language);
    }

    private static String before(String end, String program) {
        return program.substring(0, program.indexOf(end));
    }
}
