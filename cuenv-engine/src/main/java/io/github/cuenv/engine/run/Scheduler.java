package io.github.cuenv.engine.run;

import io.github.cuenv.engine.config.Task;
import io.github.cuenv.engine.config.TaskGroup;
import io.github.cuenv.engine.plan.Plan;
import io.github.cuenv.engine.plan.PlannedNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Decides what may start when: whatever waits for nothing any more, the longest remaining path
 * first, within the limits of groups. It starts nothing itself; workers take tasks from it and
 * bring back results. Thread-safe.
 */
final class Scheduler {
  private final List<PlannedNode> nodes;
  private final boolean failAtEnd;
  private final int[] waitingFor;
  private final List<List<Integer>> dependents = new ArrayList<>();
  private final int[] order; // nodes, the longest remaining path first
  private final int[] rank; // where in that order each node is
  private final PriorityQueue<Integer> ready = new PriorityQueue<>(); // ranks
  private final IdentityHashMap<TaskGroup, Integer> runningIn = new IdentityHashMap<>();
  private final Map<Integer, String> doomed = new HashMap<>();
  private final BitSet taken = new BitSet();
  private final List<TaskResult> results = new ArrayList<>();
  private int running;
  private String stopReason = "";

  Scheduler(Plan plan, boolean failAtEnd) {
    this.nodes = plan.nodes();
    this.failAtEnd = failAtEnd;
    this.waitingFor = new int[nodes.size()];
    this.order = longestFirst(nodes);
    this.rank = new int[order.length];
    for (int i = 0; i < order.length; i++) {
      rank[order[i]] = i;
    }
    for (int index = 0; index < nodes.size(); index++) {
      dependents.add(new ArrayList<>());
    }
    for (int index = 0; index < nodes.size(); index++) {
      waitingFor[index] = nodes.get(index).dependencies().size();
      for (int dependency : nodes.get(index).dependencies()) {
        dependents.get(dependency).add(index);
      }
    }
    for (int index = 0; index < nodes.size(); index++) {
      if (nodes.get(index).dependencies().isEmpty()) {
        release(index);
      }
    }
  }

  private static int[] longestFirst(List<PlannedNode> nodes) {
    long[] keys = new long[nodes.size()]; // the length of the path above, the node below
    for (int index = 0; index < keys.length; index++) {
      keys[index] = ((long) -nodes.get(index).remaining() << Integer.SIZE) | index;
    }
    Arrays.sort(keys);
    int[] order = new int[keys.length];
    for (int i = 0; i < order.length; i++) {
      order[i] = (int) keys[i];
    }
    return order;
  }

  /** The next task to run, once there is one; empty when nothing is left to be started. */
  synchronized Optional<Integer> take() throws InterruptedException {
    while (true) {
      if (!stopReason.isEmpty()) {
        return Optional.empty();
      }
      Optional<Integer> startable = pollStartable();
      if (startable.isPresent()) {
        running++;
        taken.set(startable.get());
        count(startable.get(), 1);
        return startable;
      }
      if (running == 0) {
        return Optional.empty();
      }
      wait();
    }
  }

  /** A taken task has ended. */
  synchronized void complete(int index, TaskResult result) {
    running--;
    count(index, -1);
    results.add(result);
    if (result.failsRun()) {
      fail(index);
    } else {
      end(index);
    }
    notifyAll();
  }

  /** A task has failed, be it after it was complete: what waits for it is not to run. */
  synchronized void fail(int index) {
    String task = nodes.get(index).node().name();
    if (failAtEnd) {
      doom(index, "needs " + task + ", which failed");
    } else {
      stop("task " + task + " failed");
    }
  }

  /** Nothing more is to be started. */
  synchronized void stop(String reason) {
    if (stopReason.isEmpty()) {
      stopReason = reason;
    }
    notifyAll();
  }

  synchronized boolean isStopped() {
    return !stopReason.isEmpty();
  }

  /** Why a task is not to run any more; empty while it may. */
  synchronized String reasonAgainst(int index) {
    return doomed.getOrDefault(index, stopReason);
  }

  /** All results, also of the tasks that were never started. */
  synchronized List<TaskResult> results() {
    List<TaskResult> all = new ArrayList<>(results);
    for (int index = 0; index < nodes.size(); index++) {
      if (!taken.get(index) && isWork(index)) {
        all.add(
            new TaskResult(
                (Task) nodes.get(index).node(),
                Outcome.SKIPPED,
                -1,
                Duration.ZERO,
                reasonAgainst(index)));
      }
    }
    return List.copyOf(all);
  }

  /** Notes for all that wait for a failed task, directly or not, that they can't run. */
  private void doom(int index, String reason) {
    List<Integer> queue = new ArrayList<>(List.of(index));
    for (int i = 0; i < queue.size(); i++) {
      for (int dependent : dependents.get(queue.get(i))) {
        if (doomed.putIfAbsent(dependent, reason) == null) {
          queue.add(dependent);
        }
      }
    }
  }

  private Optional<Integer> pollStartable() {
    List<Integer> held = new ArrayList<>();
    Optional<Integer> startable = Optional.empty();
    while (startable.isEmpty() && !ready.isEmpty()) {
      int first = ready.remove();
      if (doomed.containsKey(order[first])) {
        continue;
      }
      if (isHeld(order[first])) {
        held.add(first);
      } else {
        startable = Optional.of(order[first]);
      }
    }
    ready.addAll(held);
    return startable;
  }

  private boolean isHeld(int index) {
    for (TaskGroup group : limits(index)) {
      if (runningIn.getOrDefault(group, 0) >= group.maxConcurrency()) {
        return true;
      }
    }
    return false;
  }

  /** Takes note in the limited groups around a task that it starts (1) or has ended (-1). */
  private void count(int index, int change) {
    for (TaskGroup group : limits(index)) {
      runningIn.merge(group, change, Integer::sum);
    }
  }

  private List<TaskGroup> limits(int index) {
    return nodes.get(index).limits();
  }

  /** A node waits for nothing any more: work is ready, anything else is done at once. */
  private void release(int index) {
    if (isWork(index)) {
      ready.add(rank[index]);
    } else {
      end(index);
    }
  }

  private void end(int start) {
    List<Integer> queue = new ArrayList<>(List.of(start));
    for (int i = 0; i < queue.size(); i++) {
      for (int dependent : dependents.get(queue.get(i))) {
        if (--waitingFor[dependent] == 0) {
          if (isWork(dependent)) {
            ready.add(rank[dependent]);
          } else {
            queue.add(dependent);
          }
        }
      }
    }
  }

  private boolean isWork(int index) {
    return nodes.get(index).node().hasCommand();
  }
}
