package org.boundsession.it.history;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.boundsession.it.history.Operation.Answer;
import org.boundsession.it.history.Operation.Evidence;
import org.boundsession.it.history.Operation.Kind;
import org.boundsession.it.history.Operation.Node;
import org.junit.jupiter.api.Test;

/**
 * Hand-written histories of session 1, with an idle timeout of 1000 ms and a lifetime of 5000 ms; each operation takes
 * 10 ms.
 */
class HistoryCheckerTest {

    private static final Node A = new Node("a", 1);
    private static final Node B = new Node("b", 1);
    private static final long TOOK = 10;

    private final HistoryChecker checker =
            new HistoryChecker(new Lifetimes(Duration.ofMillis(1000), Duration.ofMillis(5000)), this::isUnrecorded);
    private final List<Operation> history = new ArrayList<>();
    private boolean calm = true;
    private long refusedFrom = Long.MAX_VALUE;

    private boolean isUnrecorded(Operation operation) {
        return operation.invoked() / 1_000_000 >= refusedFrom;
    }

    @Test
    void acceptsSessionThatIsUsedLoggedOutAndRefused() {
        opened(0);
        call(500, A, Evidence.RIGHT, Answer.ADMITTED);
        call(1400, B, Evidence.RIGHT, Answer.ADMITTED);
        call(1500, B, Evidence.ABSENT, Answer.OVER);
        add(1600, B, Kind.LOGOUT, Evidence.RIGHT, Answer.LOGGED_OUT, 0);
        call(1700, A, Evidence.RIGHT, Answer.OVER);

        assertAccepted();
    }

    @Test
    void acceptsUnavailableStoreAndGoneNode() {
        opened(0);
        call(100, A, Evidence.RIGHT, Answer.UNAVAILABLE);
        call(200, A, Evidence.RIGHT, Answer.UNSENT);
        call(300, A, Evidence.WRONG, Answer.BUSY);
        call(400, A, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void acceptsThatAnotherNodeDoesNotKnowAProofThatTheStoreRefusedToRecord() {
        opened(0);
        call(900, A, Evidence.RIGHT, Answer.ADMITTED);
        call(1100, B, Evidence.RIGHT, Answer.OVER);
        assertReported("over within its idle time, and nobody ended it", 1100);

        refusedFrom = 900;

        assertAccepted();
    }

    @Test
    void acceptsThatANodeThatDoesNotKnowAProofHasEndedTheSessionForAll() {
        refusedFrom = 900;
        opened(0);
        call(900, A, Evidence.RIGHT, Answer.ADMITTED);
        call(1100, B, Evidence.RIGHT, Answer.OVER);
        call(1200, A, Evidence.RIGHT, Answer.OVER);

        assertAccepted();
    }

    @Test
    void reportsThatANodeForgetsAProofThatTheStoreRefusedToRecord() {
        refusedFrom = 900;
        opened(0);
        call(900, A, Evidence.RIGHT, Answer.ADMITTED);
        call(1100, A, Evidence.RIGHT, Answer.OVER);

        assertReported("over within its idle time, and nobody ended it", 1100);
    }

    @Test
    void reportsUnexpectedAnswer() {
        opened(0);
        call(100, A, Evidence.RIGHT, Answer.UNEXPECTED);

        assertReported("an answer that no client can expect", 100);
    }

    @Test
    void reportsUnexpectedAnswerToLogin() {
        history.add(operation(0, A, Kind.LOGIN, Evidence.ABSENT, 0, Answer.UNEXPECTED, 0));

        assertReported("an answer to a login that no client can expect", 0);
    }

    @Test
    void reportsRightSecretThatIsCalledWrong() {
        opened(0);
        call(100, A, Evidence.RIGHT, Answer.INVALIDATED);

        assertReported("an answer that no client can expect", 100);
    }

    @Test
    void reportsWrongSecretThatIsAdmitted() {
        opened(0);
        call(100, A, Evidence.WRONG, Answer.ADMITTED);

        assertReported("admitted without the right secret", 100);
    }

    @Test
    void reportsAbsentSecretThatIsAdmitted() {
        opened(0);
        call(100, A, Evidence.ABSENT, Answer.ADMITTED);

        assertReported("admitted without the right secret", 100);
    }

    @Test
    void reportsLogoutThatIsUndone() {
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.LOGGED_OUT, 0);
        call(200, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 200);
    }

    @Test
    void reportsMismatchThatIsUndone() {
        opened(0);
        call(100, A, Evidence.WRONG, Answer.INVALIDATED);
        call(200, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 200);
    }

    @Test
    void acceptsMismatchThatTheNodeCannotTellTheOthersYet() {
        calm = false;
        opened(0);
        call(100, A, Evidence.WRONG, Answer.INVALIDATED);
        call(200, A, Evidence.RIGHT, Answer.OVER);
        call(300, B, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void reportsMismatchThatItsOwnNodeUndoes() {
        calm = false;
        opened(0);
        call(100, A, Evidence.WRONG, Answer.INVALIDATED);
        call(200, A, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 200);
    }

    @Test
    void reportsMismatchThatIsUndoneAfterAnotherNodeHasHeardOfIt() {
        calm = false;
        opened(0);
        call(100, A, Evidence.WRONG, Answer.INVALIDATED);
        call(200, B, Evidence.RIGHT, Answer.OVER);
        call(300, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 300);
    }

    @Test
    void reportsLogoutThatIsUndoneWhileAnythingFails() {
        calm = false;
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.LOGGED_OUT, 0);
        call(200, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 200);
    }

    @Test
    void reportsReplacedSessionThatIsAdmitted() {
        opened(0);
        add(100, A, Kind.LOGIN_AS_ANOTHER, Evidence.ABSENT, Answer.OPENED, 2);
        call(200, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 200);
    }

    @Test
    void reportsSessionThatOneNodeCalledOverAndAnotherAdmits() {
        opened(0);
        call(1010, A, Evidence.RIGHT, Answer.OVER);
        call(1050, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 1050);
    }

    @Test
    void reportsMismatchAfterTheEnd() {
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.LOGGED_OUT, 0);
        call(200, B, Evidence.WRONG, Answer.INVALIDATED);

        assertReported("found live after its end was answered", 200);
    }

    @Test
    void acceptsCallThatOverlapsTheEnd() {
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.LOGGED_OUT, 0);
        call(105, B, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void acceptsLifeAfterAnEndThatNobodyAnswered() {
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.UNAVAILABLE, 0);
        call(200, B, Evidence.WRONG, Answer.LOST);
        call(300, B, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void acceptsEndAfterAnEndThatNobodyAnswered() {
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.LOST, 0);
        call(300, B, Evidence.RIGHT, Answer.OVER);

        assertAccepted();
    }

    @Test
    void reportsSessionThatIsOverForNoReason() {
        opened(0);
        call(100, A, Evidence.RIGHT, Answer.OVER);

        assertReported("over within its idle time, and nobody ended it", 100);
    }

    @Test
    void reportsConfirmedSessionThatIsOverForNoReason() {
        opened(0);
        add(100, A, Kind.LOGIN_AGAIN, Evidence.RIGHT, Answer.OPENED, 2);

        assertReported("over within its idle time, and nobody ended it", 100);
    }

    @Test
    void takesNoCallWithoutSecretForAReason() {
        opened(0);
        call(100, A, Evidence.ABSENT, Answer.OVER);
        add(200, A, Kind.LOGOUT, Evidence.ABSENT, Answer.OVER, 0);
        call(300, A, Evidence.RIGHT, Answer.OVER);

        assertReported("over within its idle time, and nobody ended it", 300);
    }

    @Test
    void takesNoEndThatWasNeverSentForAReason() {
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.UNSENT, 0);
        call(300, A, Evidence.RIGHT, Answer.OVER);

        assertReported("over within its idle time, and nobody ended it", 300);
    }

    @Test
    void reportsSessionThatEndsATenthEarly() {
        opened(0);
        call(90, A, Evidence.RIGHT, Answer.ADMITTED);
        call(1030, B, Evidence.RIGHT, Answer.OVER);

        assertReported("over within its idle time, and nobody ended it", 1030);
    }

    @Test
    void reportsProofThatExtendedNothing() {
        opened(0);
        call(990, B, Evidence.RIGHT, Answer.ADMITTED);
        call(1100, B, Evidence.RIGHT, Answer.OVER);

        assertReported("over within its idle time, and nobody ended it", 1100);
    }

    @Test
    void acceptsIdleEnd() {
        opened(0);
        call(90, A, Evidence.RIGHT, Answer.ADMITTED);
        call(1090, B, Evidence.RIGHT, Answer.OVER);

        assertAccepted();
    }

    @Test
    void acceptsSessionThatLivesATenthLonger() {
        opened(0);
        call(1100, B, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void reportsSessionThatOutlivesItsIdleTime() {
        opened(0);
        call(1150, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its lifetime", 1150);
    }

    @Test
    void reportsMismatchOfSessionThatOutlivesItsIdleTime() {
        opened(0);
        call(1150, B, Evidence.WRONG, Answer.INVALIDATED);

        assertReported("found live after its lifetime", 1150);
    }

    @Test
    void isExtendedByNoWrongSecret() {
        opened(0);
        call(900, A, Evidence.ABSENT, Answer.OVER);
        call(950, A, Evidence.WRONG, Answer.BUSY);
        call(1500, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its lifetime", 1500);
    }

    @Test
    void acceptsThatAnUnclearProofWasRecorded() {
        opened(0);
        call(900, A, Evidence.RIGHT, Answer.UNAVAILABLE);
        call(1900, B, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void acceptsThatAnUnclearProofWasNotRecorded() {
        opened(0);
        call(900, A, Evidence.RIGHT, Answer.UNAVAILABLE);
        call(1100, B, Evidence.RIGHT, Answer.OVER);

        assertAccepted();
    }

    @Test
    void acceptsAbsoluteEnd() {
        openedAndUsedUntil(4900);
        call(5000, A, Evidence.RIGHT, Answer.OVER);

        assertAccepted();
    }

    @Test
    void reportsSessionThatOutlivesItsAbsoluteEnd() {
        openedAndUsedUntil(4900);
        call(5100, A, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its lifetime", 5100);
    }

    @Test
    void reportsSecondMismatchOnOneNode() {
        opened(0);
        call(100, A, Evidence.WRONG, Answer.INVALIDATED);
        call(105, A, Evidence.WRONG, Answer.INVALIDATED);

        assertReported("a second secret was tried on the same node", 105);
    }

    @Test
    void reportsEachPromiseOnceForASession() {
        opened(0);
        add(100, A, Kind.LOGOUT, Evidence.RIGHT, Answer.LOGGED_OUT, 0);
        call(200, B, Evidence.RIGHT, Answer.ADMITTED);
        call(300, B, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("found live after its end was answered", 200);
    }

    @Test
    void acceptsMismatchesOnTwoNodesAtTheSameTime() {
        opened(0);
        call(100, A, Evidence.WRONG, Answer.INVALIDATED);
        call(105, B, Evidence.WRONG, Answer.INVALIDATED);

        assertAccepted();
    }

    @Test
    void reportsNodeThatComparesSecretsUnderCover() {
        opened(0);
        guess(100, A, 3);
        call(300, A, Evidence.RIGHT, Answer.ADMITTED);

        assertReported("admitted on a node where wrong secrets were compared before", 300);
    }

    @Test
    void acceptsAdmissionAfterGuessesOnAnotherNode() {
        opened(0);
        guess(100, A, 3);
        call(300, B, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void acceptsAdmissionAfterTheNodeForgot() {
        opened(0);
        guess(100, A, 3);
        call(300, new Node("a", 2), Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    @Test
    void takesNoOutageForAGuess() {
        opened(0);
        for (int i = 0; i < 8; i++) {
            call(100 + 20 * i, A, i % 2 == 0 ? Evidence.ABSENT : Evidence.WRONG, Answer.UNAVAILABLE);
        }
        call(300, A, Evidence.RIGHT, Answer.ADMITTED);

        assertAccepted();
    }

    private void opened(long at) {
        history.add(operation(at, A, Kind.LOGIN, Evidence.ABSENT, 0, Answer.OPENED, 1));
    }

    private void openedAndUsedUntil(long end) {
        opened(0);
        for (long at = 100; at <= end; at += 400) {
            call(at, A, Evidence.RIGHT, Answer.ADMITTED);
        }
    }

    private void guess(long at, Node node, int times) {
        call(at, node, Evidence.ABSENT, Answer.OVER);
        for (int i = 0; i < times; i++) {
            call(at + 30L * i + 15, node, Evidence.WRONG, Answer.UNAVAILABLE);
            call(at + 30L * i + 30, node, Evidence.ABSENT, Answer.OVER);
        }
    }

    private void call(long at, Node node, Evidence evidence, Answer answer) {
        add(at, node, Kind.CALL, evidence, answer, 0);
    }

    private void add(long at, Node node, Kind kind, Evidence evidence, Answer answer, int opened) {
        history.add(operation(at, node, kind, evidence, 1, answer, opened));
    }

    private Operation operation(
            long at, Node node, Kind kind, Evidence evidence, int session, Answer answer, int opened) {
        return new Operation(
                1, node, kind, evidence, session, at * 1_000_000, (at + TOOK) * 1_000_000, calm, answer, opened, "");
    }

    private void assertAccepted() {
        assertThat(checker.check(history)).isEmpty();
    }

    private void assertReported(String promise, long at) {
        assertThat(checker.check(history)).singleElement().satisfies(violation -> {
            assertThat(violation.promise()).isEqualTo(promise);
            assertThat(violation.witness().invoked()).isEqualTo(at * 1_000_000);
        });
    }
}
