package org.boundsession.binding;

import jakarta.servlet.http.HttpSession;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.function.Predicate;
import org.boundsession.session.BoundSession;
import org.boundsession.session.Lifetimes;
import org.boundsession.session.SessionPage;
import org.boundsession.session.SessionQuery;
import org.boundsession.session.SessionQuery.Position;
import org.boundsession.session.SessionSummary;
import org.boundsession.session.UserNames;

/**
 * Lists the sessions of the container on this node: one pass over the bindings in memory for each page, without a sorted
 * copy of them. Thread-safe.
 */
final class ContainerListing {

    /** The order of {@link Position}; computes the digest of an id only if two sessions end in the same millisecond. */
    private static final Comparator<Binding> ORDER = Comparator.comparingLong(Binding::end)
            .thenComparing(Bindings::handle)
            .reversed();

    private final Bindings bindings;
    private final ContainerEndings endings;
    private final long idleMillis;

    ContainerListing(Bindings bindings, ContainerEndings endings, Lifetimes lifetimes) {
        this.bindings = bindings;
        this.endings = endings;
        this.idleMillis = lifetimes.idle().toMillis();
    }

    SessionPage page(SessionQuery query, long now) {
        List<Binding> found = first(query, now);
        List<SessionSummary> page =
                found.stream().limit(query.limit()).map(this::summary).toList();
        return new SessionPage(
                page,
                found.size() > query.limit()
                        ? Optional.of(page.get(page.size() - 1).position())
                        : Optional.empty());
    }

    /** Returns one more than the page has, if there are more. */
    private List<Binding> first(SessionQuery query, long now) {
        Predicate<Binding> wanted = isOf(query.user()).and(isAfter(query.after()));
        // The last one of the page is the head of the queue.
        PriorityQueue<Binding> first = new PriorityQueue<>(ORDER.reversed());
        for (Binding binding : bindings.all()) {
            if (wanted.test(binding) && isLive(binding, now)) {
                first.add(binding);
                if (first.size() > query.limit() + 1) {
                    first.remove();
                }
            }
        }
        return first.stream().sorted(ORDER).toList();
    }

    private static Predicate<Binding> isOf(Optional<String> user) {
        if (user.isEmpty()) {
            return any -> true;
        }
        String canonical = UserNames.canonical(user.get());
        return binding -> binding.canonicalUser().equals(canonical);
    }

    private static Predicate<Binding> isAfter(Optional<Position> last) {
        if (last.isEmpty()) {
            return any -> true;
        }
        Position position = last.get();
        return binding -> binding.end() <= position.endTime()
                && (binding.end() < position.endTime() || position.compareTo(position(binding)) < 0);
    }

    private boolean isLive(Binding binding, long now) {
        return endings.isLive(binding, now) && !binding.isExpiredAt(now);
    }

    Optional<Binding> find(String handle, long now) {
        return bindings.findByHandle(handle).filter(binding -> isLive(binding, now));
    }

    private static Position position(Binding binding) {
        return new Position(binding.end(), Bindings.handle(binding));
    }

    SessionSummary summary(Binding binding) {
        BoundSession session = binding.session();
        long idleEnd = Math.min(binding.lastProof() + idleMillis, binding.end());
        return new SessionSummary(
                Bindings.handle(binding),
                session.user(),
                session.roles(),
                session.kind(),
                Instant.ofEpochMilli(createdAt(binding)),
                Instant.ofEpochMilli(binding.lastProof()),
                Instant.ofEpochMilli(idleEnd),
                session.expiresAt(),
                session.origin(),
                binding.mismatches());
    }

    /** Returns the time of the last proof for a session that ends meanwhile. */
    private static long createdAt(Binding binding) {
        HttpSession session = binding.holder();
        try {
            return session == null ? binding.lastProof() : session.getCreationTime();
        } catch (IllegalStateException endedMeanwhile) {
            return binding.lastProof();
        }
    }
}
