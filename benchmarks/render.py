"""How long 24 monthly reports take: usual commands, our batch, and the floor; and its memory.

Writes benchmarks/results/render.json, ratios first. All ways make the same page from the same
template on the same machine; they take turns, since a machine's speed drifts.

- commands: `papermill` and then `jupyter nbconvert`, one report after the other. Each of the three
  rounds measures eight of the 24 and scales up; together they measure every one.
- batch: `relations render --all` with one or two workers, start of the process included.
- floor: the code of the template's cells run by `exec` in one warm process, and nbconvert's
  conversion of the executed notebook to a page. Imports and the first report, which loads the rest,
  are not counted; nothing is isolated, checked or hashed.
"""

import ast
import calendar
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from importlib import metadata
from pathlib import Path

import psutil

from helpers import paths

MONTHS = [f"{year}-{month:02d}" for year in (2024, 2025) for month in range(1, 13)]
ROUNDS = 3
BIN = Path(sys.executable).parent
RESULT = Path(__file__).parent / "results" / "render.json"
TEMPLATE = "period"
LIBRARIES = ("pandas", "plotly", "papermill", "nbconvert", "nbclient", "ipykernel", "ipython")
# Every way may keep the bytecode of what it imports, as is usual, and writes the same figures.
ENV = {key: value for key, value in os.environ.items() if key != "PYTHONDONTWRITEBYTECODE"}
ENV |= {"PLOTLY_RENDERER": "plotly_mimetype"}
# What makes `jupyter nbconvert` write our page, without loading the rest of the report line.
EXPORTER = """
import sys
import types

import helpers
from nbconvert import HTMLExporter

sys.modules["helpers.reports"] = types.ModuleType("helpers.reports")
sys.modules["helpers.reports"].__path__ = [f"{helpers.__path__[0]}/reports"]
from helpers.reports.page import page_of


class Page(HTMLExporter):
    def from_notebook_node(self, notebook, resources=None, **how):
        return page_of(notebook), self._init_resources(resources)
"""


def project(folder: Path) -> dict[str, str]:
    """Make a project whose catalogue is the 24 months; return the environment to use it in."""
    shutil.copytree(paths.data(), folder / "data")
    shutil.copytree(paths.templates(), folder / "reports" / "templates")
    entries = [
        f'- {{id: m{month}, template: {TEMPLATE}, title: "{month}", '
        f'parameters: {{window: "{month}"}}}}'
        for month in MONTHS
    ]
    (folder / "reports" / "catalogue.yml").write_text("reports:\n" + "\n".join(entries) + "\n")
    return ENV | {"RELATIONS_ROOT": str(folder)}


def run(env: dict[str, str], *command: object) -> float:
    """Run a command and return its seconds."""
    begin = time.perf_counter()
    subprocess.run([*map(str, command)], env=env, check=True, capture_output=True)
    return time.perf_counter() - begin


def days(month: str) -> tuple[str, str]:
    year, number = map(int, month.split("-"))
    return f"{month}-01", f"{month}-{calendar.monthrange(year, number)[1]}"


def by_commands(env: dict[str, str], month: str, folder: Path) -> float:
    """Seconds of one report by the usual two commands, with our page."""
    first, last = days(month)
    values = {"start": first, "end": last, "title": month}
    given = [part for name, value in values.items() for part in ("-r", name, value)]
    template, notebook = paths.templates() / f"{TEMPLATE}.ipynb", folder / f"{month}.ipynb"
    (folder / "usual.py").write_text(EXPORTER)
    env = env | {"PYTHONPATH": os.pathsep.join([str(folder), env.get("PYTHONPATH", "")])}
    executed = run(env, BIN / "papermill", "--no-progress-bar", template, notebook, *given)
    return executed + run(env, BIN / "jupyter", "nbconvert", "--to", "usual.Page", notebook)


def by_batch(env: dict[str, str], workers: int, folder: Path) -> float:
    """Seconds of the 24 reports by our command."""
    how = ("--all", "--force", "--workers", workers, "--folder", folder)
    return run(env, BIN / "relations", "render", *how)


def by_report(env: dict[str, str], month: str, folder: Path) -> float:
    """Seconds of one report from the shell."""
    first, last = days(month)
    how = ("--start", first, "--end", last, "--title", month, "--folder", folder)
    return run(env, BIN / "relations", "report", TEMPLATE, *how)


def by_floor(env: dict[str, str], folder: Path) -> tuple[float, float]:
    """Seconds and processor seconds of the 24 reports in one warm process, by its own clocks."""
    command = [sys.executable, __file__, "floor", str(folder)]
    done = subprocess.run(command, env=env, check=True, capture_output=True, text=True)
    wall, processor = map(float, done.stdout.split()[-2:])
    return wall, processor


def floor(folder: Path) -> tuple[float, float]:
    """Run the cells of each month in this process and write the pages; return what it took."""
    os.environ["PLOTLY_RENDERER"] = "plotly_mimetype"
    import nbformat

    from helpers.reports.page import page_of

    template = nbformat.read(paths.templates() / f"{TEMPLATE}.ipynb", as_version=4)

    def one(month: str) -> None:
        notebook, names = template.copy(), {}
        notebook.cells = [cell.copy() for cell in template.cells]
        for number, cell in enumerate(notebook.cells):
            if cell.cell_type == "code":
                values = plain(cell.source, names)
                cell.outputs = [
                    nbformat.v4.new_output("display_data", data=shown(value)) for value in values
                ]
                if number == 0:
                    names |= dict(
                        zip(("start", "end", "title"), (*days(month), month), strict=True)
                    )
        (folder / f"{month}.html").write_text(page_of(notebook), encoding="utf-8")

    one(MONTHS[0])
    begin, used = time.perf_counter(), time.process_time()
    for month in MONTHS:
        one(month)
    return time.perf_counter() - begin, time.process_time() - used


def plain(source: str, names: dict[str, object]) -> list[object]:
    """Run a cell; return the value of its last line, if that is an expression with one."""
    lines = ast.parse(source)
    last = lines.body.pop() if lines.body and isinstance(lines.body[-1], ast.Expr) else None
    exec(compile(lines, "cell", "exec"), names)
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), names) if last else None
    return [] if value is None else [value]


def shown(value: object) -> dict[str, object]:
    """Show a value as a notebook would, without a kernel."""
    if hasattr(value, "_repr_mimebundle_"):
        return value._repr_mimebundle_()
    return {"text/html": value._repr_html_()}


def peak(env: dict[str, str], folder: Path) -> float:
    """Most memory in MB of a batch of two workers; what n processes share counts 1/n each."""
    how = ("--all", "--force", "--workers", "2", "--folder", str(folder))
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    most, batch = 0, subprocess.Popen([BIN / "relations", "render", *how], env=env, **quiet)
    while batch.poll() is None:
        here = psutil.Process(batch.pid)
        most = max(most, sum(map(proportional, [here, *here.children(recursive=True)])))
        time.sleep(0.1)
    return most / 1024


def proportional(process: psutil.Process) -> int:
    """Proportional set size of a process in KiB."""
    try:
        text = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    except OSError:  # it has just ended
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line[:4] == "Pss:"), 0)


def spent() -> float:
    """Processor seconds of the processes that have ended; on a busy machine the fairer clock."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def measure(folder: Path) -> tuple[dict[str, list[float]], dict[str, list[float]], float]:
    """Let the ways take turns; return seconds and processor seconds by round, and peak memory."""
    env, out = project(folder / "project"), folder / "out"
    out.mkdir()
    by_report(env, MONTHS[0], out)  # both write bytecode, as they would once
    by_commands(env, MONTHS[0], out)
    ways = {
        "commands": lambda month: sum(by_commands(env, each, out) for each in part(month)),
        "report_1": lambda month: by_report(env, month, out),
        "batch_1_worker": lambda month: by_batch(env, 1, out),
        "batch_2_workers": lambda month: by_batch(env, 2, out),
        "floor": lambda month: by_floor(env, out),
    }
    seconds: dict[str, list[float]] = {name: [] for name in ways}
    processor: dict[str, list[float]] = {name: [] for name in ways}
    for month in MONTHS[:ROUNDS]:
        for name, way in ways.items():
            before, took = spent(), way(month)
            wall, used = took if name == "floor" else (took, spent() - before)
            seconds[name].append(wall)
            processor[name].append(used)
    for times in (seconds, processor):
        times["commands_1"] = [some / len(MONTHS[::ROUNDS]) for some in times["commands"]]
        times["commands"] = [some * ROUNDS for some in times["commands"]]
    return seconds, processor, peak(env, out)


def part(month: str) -> list[str]:
    """Months of the round that a month opens: every third one."""
    return MONTHS[MONTHS.index(month) :: ROUNDS]


def told(seconds: dict[str, list[float]], processor: dict[str, list[float]], memory: float) -> dict:
    """Sum up: medians, and ratios as medians of the ratios within a round."""

    def ratio(way: str, other: str) -> float:
        pairs = zip(seconds[way], seconds[other], strict=True)
        return round(statistics.median(one / two for one, two in pairs), 2)

    def middle(times: dict[str, list[float]]) -> dict[str, float]:
        return {way: round(statistics.median(rounds), 2) for way, rounds in times.items()}

    return {
        "ratios": {
            "commands / batch_1_worker": ratio("commands", "batch_1_worker"),
            "commands / batch_2_workers": ratio("commands", "batch_2_workers"),
            "batch_1_worker / floor": ratio("batch_1_worker", "floor"),
            "batch_2_workers / floor": ratio("batch_2_workers", "floor"),
            "report_1 / commands_1": ratio("report_1", "commands_1"),
        },
        "peak_memory_mb": round(memory),
        "seconds": middle(seconds),
        "processor_seconds": middle(processor),
        "reports": len(MONTHS),
        "rounds": ROUNDS,
        "cores": len(os.sched_getaffinity(0)),
        "memory_gb": round(psutil.virtual_memory().total / 1e9),
        "machine": platform.machine(),
        "python": platform.python_version(),
        "versions": {name: metadata.version(name) for name in LIBRARIES},
    }


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        result = told(*measure(Path(name)))
    RESULT.write_text(json.dumps(result, indent=2) + "\n")
    for name, value in result["ratios"].items():
        print(f"{name:<28} {value:>8.2f} x")
    for name, value in result["seconds"].items():
        print(f"{name:<28} {value:>8.2f} s, {result['processor_seconds'][name]:.2f} s of processor")
    print(f"{'peak memory, 2 workers':<28} {result['peak_memory_mb']:>8} MB")


if __name__ == "__main__":
    if sys.argv[1:2] == ["floor"]:
        print(*floor(Path(sys.argv[2])))
    else:
        main()
