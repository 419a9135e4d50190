package org.boundsession.store.jdbc;

import java.util.Locale;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;

/** Prints a line for each check. */
@SuppressWarnings("SystemOut") // That is its purpose.
final class ContractReport implements TestExecutionListener {

    private final AtomicInteger passed = new AtomicInteger();
    private final AtomicInteger failed = new AtomicInteger();

    @Override
    public void executionFinished(TestIdentifier check, TestExecutionResult result) {
        if (result.getStatus() == TestExecutionResult.Status.SUCCESSFUL) {
            if (check.isTest()) {
                passed.incrementAndGet();
                System.out.println("passed: " + name(check));
            }
            return;
        }
        failed.incrementAndGet();
        System.out.println("FAILED: " + name(check)
                + result.getThrowable().map(e -> "\n        " + reason(e)).orElse(""));
    }

    /** The name of a test is a sentence. */
    private static String name(TestIdentifier check) {
        return check.getDisplayName()
                .replace("()", "")
                .replaceAll("(?<=[a-z])(?=[A-Z])|(?<=A)(?=[A-Z])", " ")
                .toLowerCase(Locale.ROOT);
    }

    /** The whole text of an assertion, and the cause of a task in parallel. */
    private static String reason(Throwable e) {
        Throwable cause = e.getCause() instanceof RuntimeException deeper ? deeper : e;
        return String.valueOf(cause.getMessage()).strip().replaceAll("\\R\\s*", "\n        ");
    }

    /** Prints the result, and returns whether all checks have passed. */
    boolean summary(String product) {
        boolean proved = failed.get() == 0 && passed.get() > 0;
        System.out.println(passed + " checks passed, " + failed + " failed: " + product
                + (proved ? " can keep sessions" : " must not keep sessions"));
        return proved;
    }
}
