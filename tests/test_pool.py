"""Tasks in forks: apart from each other, within limits, gone with their parent."""

import os
import signal
import subprocess
import sys
import time

import psutil
import pytest

from helpers.reports import pool

BOARD = {"left by": "nobody"}


def ended(*tasks, **how):
    return sorted(pool.run(tasks, **how), key=lambda end: end.task)


def test_values_come_back_in_the_order_of_the_tasks():
    assert [end.value for end in ended(lambda: 1, lambda: 2, lambda: 3)] == [1, 2, 3]


def test_nothing_of_one_task_is_left_for_the_next():
    def leave():
        before, BOARD["left by"] = BOARD["left by"], "me"
        return before

    assert {end.value for end in ended(*[leave] * 4, workers=1)} == {"nobody"}
    assert BOARD == {"left by": "nobody"}


def test_a_failing_task_tells_why_and_leaves_the_others_alone():
    first, second = ended(lambda: 1 / 0, lambda: "fine")
    assert first.problem == "ZeroDivisionError: division by zero"
    assert not first.killed
    assert (second.value, second.problem) == ("fine", "")


def test_a_task_over_its_time_is_stopped_alone():
    late, fine = ended(lambda: time.sleep(60), lambda: 1, limits=pool.Limits(seconds=1))
    assert "took longer than 1 s" in late.problem
    assert late.seconds < 10
    assert fine.value == 1


def test_a_task_over_its_memory_is_stopped_alone():
    def hoard():
        kept = bytearray(os.urandom(1)) * 400_000_000
        time.sleep(60)
        return len(kept)

    mine = psutil.Process().memory_info().rss // 1_000_000
    big, fine = ended(hoard, lambda: 1, limits=pool.Limits(memory=mine + 100, seconds=60))
    assert "MB of memory" in big.problem
    assert fine.value == 1


def test_a_task_killed_from_outside_is_told_by_its_signal():
    (end,) = ended(lambda: os.kill(os.getpid(), signal.SIGKILL))
    assert end.killed
    assert "SIGKILL" in end.problem


def test_at_most_so_many_run_at_once(tmp_path):
    def look(number):
        (tmp_path / f"{number}").touch()
        seen = len(list(tmp_path.iterdir()))
        time.sleep(0.1)
        (tmp_path / f"{number}").unlink()
        return seen

    tasks = [lambda number=number: look(number) for number in range(6)]
    assert max(end.value for end in ended(*tasks, workers=2)) <= 2


PARENT = """
import sys, time
from helpers.reports import pool
list(pool.run([lambda: time.sleep(60)] * 2, workers=2))
"""


@pytest.mark.parametrize("sign", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_forks_die_with_their_parent(sign):
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stderr=subprocess.DEVNULL)
    here = psutil.Process(parent.pid)
    deadline = time.monotonic() + 20
    while len(here.children()) < 2 and time.monotonic() < deadline:
        time.sleep(0.02)
    forks = here.children()
    time.sleep(0.2)
    # Python drops an interrupt that comes within a callback, such as those after a fork.
    while parent.poll() is None and time.monotonic() < deadline + 10:
        parent.send_signal(sign)
        psutil.wait_procs([here], timeout=1)
    parent.wait(1)
    _, alive = psutil.wait_procs(forks, timeout=5)
    assert len(forks) == 2
    assert alive == []
