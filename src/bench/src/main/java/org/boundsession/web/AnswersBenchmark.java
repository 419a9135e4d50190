package org.boundsession.web;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** The JSON of an answer. */
@State(Scope.Benchmark)
public class AnswersBenchmark {

    private String message = "Session authorized successfully";

    @Benchmark
    public byte[] jsonAnswer() {
        return Answers.body(json -> {
            json.writeStringField("code", "session_authorized");
            json.writeStringField("message", message);
        });
    }
}
