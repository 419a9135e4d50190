/**
 * Drives bound-session and its alternatives with the same calls and tells how they compare: {@code mvn -Pbench verify}, a
 * quarter of an hour, or {@code mvn -Pbench verify -Dbench.quick}, about two. What comes out is {@code target/bench/results.md},
 * {@code results.json} and {@code guarded.svg}.
 *
 * <p>Each contender is a process of its own, from a directory below {@code src/bench/contenders} that can be read in a
 * minute; {@link org.boundsession.bench.Contenders} says which there are. All are warmed up, and then take turns in rounds (A
 * B C A B C …), so that whatever else the machine does meets all of them. A ratio is that of two turns in the same round; what
 * is told is the median of the rounds' ratios, with the least and the greatest.
 *
 * <p>Calls come from {@code wrk} where it is installed, else from this JVM, over 32 keep-alive connections; each has a cookie
 * and a {@code secretid}, for the contenders too that look at neither. A turn with an answer other than 200 fails the run.
 *
 * <p>Nothing here is part of the WAR, and nothing here is a test: no figure is asserted.
 */
package org.boundsession.bench;
