package org.boundsession.web;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.boundsession.binding.Unproved;

/** Refuses logins. Thread-safe. */
record LoginRefuser(Answers answers) implements Verdicts.Refuser {

    @Override
    public void refuse(HttpServletRequest request, HttpServletResponse response, Refusal refusal) throws IOException {
        answers.refuseLogin(request, response, refusal);
    }

    @Override
    public void refuse(HttpServletRequest request, HttpServletResponse response, Unproved reason) throws IOException {
        answers.refuseLogin(request, response, reason);
    }
}
