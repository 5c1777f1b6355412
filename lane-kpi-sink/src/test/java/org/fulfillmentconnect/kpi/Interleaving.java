package org.fulfillmentconnect.kpi;

import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Several actors of which one at a time goes on, in an order drawn from a seed. An actor that waits for a lock of the server
 * lets the others go on, as long as it waits.
 */
final class Interleaving {
    private static final Duration LONGEST = Duration.ofMinutes(2);
    private static final int LONGEST_TURN = 8;

    private final Random random;
    private final Sessions sessions;
    private final Executor threads;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Actor> actors = new ArrayList<>();
    private @Nullable Throwable failure;
    private int lockWaits;

    Interleaving(long seed, Sessions sessions, Executor threads) {
        this.random = new Random(seed);
        this.sessions = sessions;
        this.threads = threads;
    }

    private enum State {
        READY,
        /** Goes on only when no other can, or by chance. */
        FROZEN,
        RUNNING,
        ENDED
    }

    /** What one actor does. */
    @FunctionalInterface
    interface Role {
        void play(Actor actor) throws SQLException;
    }

    final class Actor {
        private State state = State.READY;
        private int stepsLeft;
        private int sessionId;

        /**
         * Waits for its turn, if the one it has is over.
         *
         * @param id of the session in which the actor goes on
         */
        void step(int id) {
            lock.lock();
            try {
                sessionId = id;
                if (--stepsLeft <= 0
                        && actors.stream()
                                        .filter(actor -> actor.state != State.ENDED)
                                        .count()
                                > 1) {
                    wait(State.READY);
                }
            } finally {
                lock.unlock();
            }
        }

        /** Waits as one that hangs. */
        void freeze() {
            wait(State.FROZEN);
        }

        private void wait(State as) {
            lock.lock();
            try {
                state = as;
                changed.signalAll();
                while (state != State.RUNNING) {
                    changed.awaitUninterruptibly();
                }
            } finally {
                lock.unlock();
            }
        }
    }

    /** Adds one; it waits for its turn. */
    void add(Role role) {
        Actor actor = new Actor();
        lock.lock();
        try {
            actors.add(actor);
        } finally {
            lock.unlock();
        }
        threads.execute(() -> {
            Throwable thrown = null;
            try {
                actor.wait(State.READY);
                role.play(actor);
            } catch (Throwable e) {
                thrown = e;
            }
            lock.lock();
            try {
                failure = failure == null ? thrown : failure;
                actor.state = State.ENDED;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        });
    }

    /** Returns when all have ended; throws what one of them threw. */
    void run() throws SQLException, InterruptedException {
        long end = System.nanoTime() + LONGEST.toNanos();
        lock.lock();
        try {
            while (actors.stream().anyMatch(actor -> actor.state != State.ENDED)) {
                if (System.nanoTime() > end) {
                    throw new AssertionError("the tasks did not come to an end");
                }
                awaitQuiet();
                Actor next = next();
                if (next != null) {
                    next.stepsLeft = 1 + random.nextInt(LONGEST_TURN);
                    next.state = State.RUNNING;
                    changed.signalAll();
                }
            }
        } finally {
            lock.unlock();
        }
        if (failure != null) {
            throw new AssertionError("a task failed: " + failure, failure);
        }
    }

    /** How often others went on because all that ran waited for locks. */
    int lockWaits() {
        return lockWaits;
    }

    /** Until those that run cannot go on without another. */
    private void awaitQuiet() throws SQLException, InterruptedException {
        while (true) {
            List<Integer> running = new ArrayList<>();
            actors.stream()
                    .filter(actor -> actor.state == State.RUNNING)
                    .forEach(actor -> running.add(actor.sessionId));
            if (running.isEmpty()) {
                return;
            }
            boolean something = changed.await(2, TimeUnit.MILLISECONDS);
            if (!something && sessions.allWaitForLocks(running)) {
                lockWaits++;
                return;
            }
        }
    }

    private @Nullable Actor next() {
        List<Actor> ready = in(State.READY);
        List<Actor> frozen = in(State.FROZEN);
        List<Actor> candidates = ready.isEmpty() || (!frozen.isEmpty() && random.nextInt(20) == 0) ? frozen : ready;
        return candidates.isEmpty() ? null : candidates.get(random.nextInt(candidates.size()));
    }

    private List<Actor> in(State state) {
        return actors.stream().filter(actor -> actor.state == state).toList();
    }
}
