"""A hundred kills at random moments: nothing half written, locked or left running.

A batch runs in a fork of this process, so that a kill costs a second and not a start of Python; the
last kills hit the command itself.
"""

import json
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import filelock
import nbformat
import psutil
import pytest

from helpers import reports
from helpers.reports import batch
from helpers.reports.formats import digest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).resolve().parents[1]
RELATIONS = Path(sys.executable).with_name("relations")
MONTHS = [f"2025-{month:02d}" for month in range(1, 7)]
CELLS = (
    "import time\nfrom helpers import charts, parameters, paths",
    'time.sleep(30 * (paths.root() / "slow").exists())',
    'chosen = parameters.check("period", dict(start=start, end=end, title=title))',
    'charts.heading(chosen.title, f"{chosen.start} to {chosen.end}")',
)
KILLS = {"parent": 34, "worker": 30, "group": 30, "command": 6}
TOGETHER = {"workers": 2}
SEED = 20260321


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Iterator[Path]:
    """A project with a short template and six reports of a month each."""
    root = tmp_path_factory.mktemp("project")
    shutil.copytree(ROOT / "data", root / "data")
    template = nbformat.read(ROOT / "reports" / "templates" / "period.ipynb", as_version=4)
    (parameters,) = (
        cell for cell in template.cells if "parameters" in cell.metadata.get("tags", [])
    )
    template.cells = [parameters, *map(nbformat.v4.new_code_cell, CELLS)]
    (root / "reports" / "templates").mkdir(parents=True)
    nbformat.write(template, root / "reports" / "templates" / "period.ipynb")
    entries = [
        f'  - {{id: r{month}, template: period, title: R, parameters: {{window: "{month}"}}}}\n'
        for month in MONTHS
    ]
    (root / "reports" / "catalogue.yml").write_text("reports:\n" + "".join(entries))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("RELATIONS_ROOT", str(root))
        yield root


@pytest.fixture(autouse=True)
def in_project(project, monkeypatch) -> list[reports.Job]:
    """Stand in the short project and not, as other tests do, in this one."""
    monkeypatch.setenv("RELATIONS_ROOT", str(project))
    return reports.jobs_of()


@pytest.fixture(scope="module")
def usual(project) -> float:
    """Seconds that an undisturbed batch takes; it leaves this process warm for the others."""
    jobs = reports.jobs_of()
    reports.run(jobs, project / "first", **TOGETHER)
    begin = time.monotonic()
    states = {outcome.state for outcome in reports.run(jobs, project / "second", **TOGETHER)}
    assert states == {"rendered"}
    return time.monotonic() - begin


def start(jobs: list[reports.Job], folder: Path) -> int:
    """Run a batch in a fork that leads its own session; it ends with 0 if all was rendered."""
    child = os.fork()
    if child:
        return child
    code = 3
    try:
        os.setsid()
        outcomes = reports.run(jobs, folder, **TOGETHER)
        code = int(any(outcome.state != "rendered" for outcome in outcomes))
    finally:
        os._exit(code)


def ended(child: int) -> bool:
    """Tell whether a child has ended, and leave its exit code to be read."""
    return os.waitid(os.P_PID, child, os.WEXITED | os.WNOHANG | os.WNOWAIT) is not None


def of_session(leader: int) -> list[psutil.Process]:
    """List the living processes of a session but its leader."""
    found = []
    for process in psutil.process_iter(["pid", "status"]):
        try:
            if process.pid != leader and os.getsid(process.pid) == leader:
                found.append(process)
        except ProcessLookupError:
            continue
    return [process for process in found if process.info["status"] != psutil.STATUS_ZOMBIE]


def workers_of(parent: int) -> list[int]:
    """List the living forks of a batch."""
    try:
        children = psutil.Process(parent).children()
        return [child.pid for child in children if child.status() != psutil.STATUS_ZOMBIE]
    except psutil.NoSuchProcess:
        return []


def kill(kind: str, parent: int, chance: random.Random) -> bool:
    """Send SIGKILL to a parent, its group or one of its workers; tell whether one was there."""
    if ended(parent):
        return False
    if kind == "group":
        os.killpg(parent, signal.SIGKILL)
    elif kind == "worker":
        workers = workers_of(parent)
        if not workers:
            return False
        os.kill(chance.choice(workers), signal.SIGKILL)
    else:
        os.kill(parent, signal.SIGKILL)
    return True


def broken(folder: Path) -> list[str]:
    """Name what is half written."""
    named: set[Path] = set()
    problems = []
    for manifest in (path for path in folder.glob("*.json") if path.name != "status.json"):
        for name, known in json.loads(manifest.read_text())["files"].items():
            named.add(folder / name)
            if not (folder / name).is_file() or digest(folder / name) != known:
                problems.append(f"{name} is not what its manifest says")
    for page in {*folder.glob("*.html")} - named:
        if not page.read_text().rstrip().endswith("</html>"):
            problems.append(f"{page.name} is cut")
    for notebook in {*folder.glob("*.ipynb")} - named:
        nbformat.read(notebook, as_version=4)
    return problems


def check(folder: Path, leader: int, jobs: list[reports.Job], about: str) -> None:
    """Check what a kill left, and that the next run finishes the work."""
    assert broken(folder) == [], about
    psutil.wait_procs(of_session(leader), timeout=5)
    assert of_session(leader) == [], f"{about}: orphans"
    folder.mkdir(exist_ok=True)
    with filelock.FileLock(folder / batch.LOCK, timeout=0.5):
        pass
    states = {outcome.state for outcome in reports.run(jobs, folder, **TOGETHER)}
    assert states <= {"rendered", "current"}, about
    assert all(batch.is_current(job, folder) for job in jobs), about
    assert list(folder.glob(".work-*")) == [], about


@pytest.mark.parametrize("kind", ["parent", "worker", "group"])
def test_a_kill_leaves_nothing_half_done(kind, in_project, project, usual, tmp_path):
    chance = random.Random(f"{SEED} {kind}")
    killed = tried = 0
    while killed < KILLS[kind]:
        tried += 1
        assert tried < 3 * KILLS[kind], "most batches end before they are killed"
        folder, slow = tmp_path / f"{tried}", project / "slow"
        if kind != "worker" and killed % 3 == 0:
            slow.touch()  # workers that would outlive their parent by far, if they could
        parent = start(in_project, folder)
        moment = chance.uniform(0, usual)
        time.sleep(moment)
        hit = kill(kind, parent, chance)
        slow.unlink(missing_ok=True)
        _, status = os.waitpid(parent, 0)
        about = f"{kind}, seed {SEED}, kill {killed} after {moment:.2f} s"
        code = os.waitstatus_to_exitcode(status)
        hit = hit and (kind == "worker" or code != 0)  # it may have ended just before
        wanted = -signal.SIGKILL if hit and kind != "worker" else 0
        assert code == wanted, f"{about}: it ended with {code}"
        if hit:
            check(folder, parent, in_project, about)
            killed += 1
        shutil.rmtree(folder, ignore_errors=True)


def test_the_killed_command_starts_anew_and_finishes(in_project, usual, tmp_path):
    chance = random.Random(SEED)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    for number in range(KILLS["command"]):
        folder = tmp_path / f"{number}"
        command = [RELATIONS, "render", "--all", "--workers", "2", "--folder", folder]
        run = subprocess.Popen(command, start_new_session=True, **quiet)
        deadline = time.monotonic() + 60
        while not (folder / batch.LOCK).exists() and time.monotonic() < deadline:
            time.sleep(0.01)
        time.sleep(chance.uniform(0, 2 * usual))
        run.kill()
        run.wait()
        check(folder, run.pid, in_project, f"command, seed {SEED}, kill {number}")


def test_a_worker_that_is_killed_twice_fails_alone(in_project, project, tmp_path):
    template = project / "reports" / "templates" / "period.ipynb"
    whole = template.read_text()
    notebook = nbformat.reads(whole, as_version=4)
    deadly = "import os; chosen.start.month == 1 and os.kill(os.getpid(), 9)"
    notebook.cells.append(nbformat.v4.new_code_cell(deadly))
    nbformat.write(notebook, template)
    try:
        outcomes = reports.run(in_project, tmp_path, **TOGETHER)
    finally:
        template.write_text(whole)
    assert [outcome.state for outcome in outcomes] == ["failed"] + ["rendered"] * 5
    assert "SIGKILL" in outcomes[0].message
