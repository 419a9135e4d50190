package org.boundsession.bench;

/** One group of workloads. */
@FunctionalInterface
interface Stage {
    void run(Arena arena, Results results) throws Exception;
}
