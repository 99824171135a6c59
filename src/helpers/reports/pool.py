"""Run tasks in forks of this process: isolated, few at once, within memory and time."""

import ctypes
import multiprocessing
import os
import signal
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import wait

import psutil

TICK = 0.2  # seconds between two looks at the memory of the workers
PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Limits:
    """How much one task may take: memory in megabytes, time in seconds."""

    memory: int = 1500
    seconds: int = 600


@dataclass(frozen=True)
class Ended:
    """How a task ended: what it returned, or why it did not; killed: by a signal from outside."""

    task: int
    value: object = None
    problem: str = ""
    killed: bool = False
    seconds: float = 0.0


def run(
    tasks: Sequence[Callable[[], object]], *, workers: int = 0, limits: Limits | None = None
) -> Iterator[Ended]:
    """Run each task in a fork of this process and tell how it ended, in the order of ending.

    A fork sees what this process has imported and read, and nothing of it comes back but the value
    that the task returns. Forks die with this process, however it ends.

    Args:
        tasks: What to run; a value returned must be picklable.
        workers: How many at once; the number of cores when 0.
        limits: What one task may take; a task over it is stopped alone.
    """
    limits = limits or Limits()
    waiting = list(enumerate(tasks))[::-1]
    running: list[_Fork] = []
    try:
        while waiting or running:
            while waiting and len(running) < (workers or len(os.sched_getaffinity(0))):
                running.append(_Fork(*waiting.pop()))
            wait([fork.process.sentinel for fork in running], timeout=TICK)
            for fork in list(running):
                ended = fork.look(limits)
                if ended:
                    running.remove(fork)
                    yield ended
    finally:
        for fork in running:
            fork.stop()


class _Fork:
    """One task at work in a fork."""

    def __init__(self, number: int, task: Callable[[], object]) -> None:
        context = multiprocessing.get_context("fork")
        self.number, self.since = number, time.monotonic()
        self.here, there = context.Pipe(duplex=False)
        self.process = context.Process(target=_work, args=(task, there, os.getpid()), daemon=True)
        self.process.start()
        there.close()

    def look(self, limits: Limits) -> Ended | None:
        """Tell how the task ended, if it did or has to."""
        if self.here.poll():
            try:
                value, problem = self.here.recv()
            except EOFError:
                return self._died()
            self.process.join()
            return self._end(value=value, problem=problem)
        if not self.process.is_alive():
            return self._died()
        if time.monotonic() - self.since > limits.seconds:
            return self._over(f"took longer than {limits.seconds} s")
        if self._memory() > limits.memory:
            return self._over(f"took more than {limits.memory} MB of memory")
        return None

    def stop(self) -> None:
        """Kill the fork and what it started."""
        children = self._children()
        self.process.kill()
        for child in children:
            child.kill()
        self.process.join()

    def _children(self) -> list[psutil.Process]:
        try:
            return psutil.Process(self.process.pid).children(recursive=True)
        except psutil.NoSuchProcess:
            return []

    def _memory(self) -> float:
        try:
            return psutil.Process(self.process.pid).memory_info().rss / 1e6
        except psutil.NoSuchProcess:
            return 0.0

    def _over(self, problem: str) -> Ended:
        self.stop()
        return self._end(problem=f"{problem} and was stopped")

    def _died(self) -> Ended:
        self.process.join()
        code = self.process.exitcode
        name = signal.Signals(-code).name if code < 0 else f"exit code {code}"
        return self._end(problem=f"its process ended by {name}", killed=True)

    def _end(self, **how: object) -> Ended:
        return Ended(self.number, seconds=time.monotonic() - self.since, **how)


def die_with_parent() -> None:
    """Have the kernel kill this process when its parent ends, however that ends."""
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def _work(task: Callable[[], object], there, parent: int) -> None:
    die_with_parent()
    if os.getppid() != parent:  # it died before the line above
        os._exit(1)
    try:
        there.send((task(), ""))
    except Exception as error:
        there.send((None, f"{type(error).__name__}: {error}"))
