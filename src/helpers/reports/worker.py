"""What a worker of a cluster runs: render the jobs on standard input into a folder, tell how."""

import json
import sys
from pathlib import Path

from helpers import parameters
from helpers.reports import batch
from helpers.reports.identity import inputs_of
from helpers.reports.jobs import Job


def main() -> None:
    """Read jobs from standard input, render them into a folder and tell how they fared."""
    folder, tasks = Path(sys.argv[1]), json.load(sys.stdin)
    told, todo = [], {}
    for task in tasks:
        filled = parameters.check(task["template"], task["values"])
        job = Job(task["id"], filled, tuple(task["formats"]))
        other = [name for name, value in inputs_of(job).items() if value != task["inputs"][name]]
        if other:
            problem = f"a worker has other {', '.join(other)}: install the same version there"
            told.append({"number": task["number"], "files": [], "problem": problem, "seconds": 0})
        else:
            todo[task["number"]] = job
    outcomes = batch.run(todo.values(), folder, force=True, workers=1)
    for number, outcome in zip(todo, outcomes, strict=True):
        names = [outcome.job.file(suffix) for suffix in (*outcome.job.formats, "json")]
        files = [name for name in names if (folder / name).is_file()]
        told.append(
            {
                "number": number,
                "files": files,
                "problem": outcome.message,
                "seconds": outcome.seconds,
            }
        )
    json.dump(told, sys.stdout)


if __name__ == "__main__":
    main()
