package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.boundsession.binding.Unproved;

/** Refuses guarded requests. Thread-safe. */
record GuardRefuser(Answers answers) implements Verdicts.Refuser {

    @Override
    public void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        answers.refuse(response, refusal);
    }

    @Override
    public void refuse(HttpServletRequest request, HttpServletResponse response, Unproved reason) throws IOException {
        answers.refuse(response, reason);
    }
}
