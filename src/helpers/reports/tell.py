"""Say how a run went: a status file, and a word to those who want to know of failures."""

import datetime as dt
import json
import os
import subprocess
from collections.abc import Iterable
from pathlib import Path

from helpers.reports.batch import Outcome

STATUS = "status.json"
COMMAND = "command:"
SECONDS = 60


def write_status(outcomes: Iterable[Outcome], folder: Path) -> Path:
    """Write how each report of the last run fared; the file is replaced whole.

    Returns:
        Path of the file.
    """
    told = {
        "ended_at": dt.datetime.now(dt.UTC).isoformat(timespec="seconds"),
        "reports": [
            {
                "report": outcome.job.id,
                "files": outcome.job.stem,
                "state": outcome.state,
                "message": outcome.message,
                "seconds": round(outcome.seconds, 2),
            }
            for outcome in outcomes
        ],
    }
    path = folder / STATUS
    aside = path.with_suffix(".new")
    aside.write_text(json.dumps(told, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    os.replace(aside, path)
    return path


def tell(outcomes: Iterable[Outcome], status: Path) -> list[str]:
    """Tell the recipients that the catalogue names for each failed report.

    A recipient is an address of apprise (e-mail, webhook, chat), or `command: ...`, which gets the
    status file's path as its last argument.

    Returns:
        What could not be told, in words.
    """
    failed: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        if outcome.state == "failed":
            for recipient in outcome.job.failures:
                failed.setdefault(recipient, []).append(outcome)
    return [
        f"could not tell {recipient.partition(':')[0]}: {problem}"
        for recipient, about in failed.items()
        if (problem := _send(recipient, about, status))
    ]


def _send(recipient: str, about: list[Outcome], status: Path) -> str:
    body = "\n\n".join(f"{outcome.job.stem}: {outcome.message}" for outcome in about)
    title = f"{len(about)} report(s) failed"
    if recipient.startswith(COMMAND):
        return _run(recipient.removeprefix(COMMAND).strip(), status)
    import apprise

    sender = apprise.Apprise()
    if not sender.add(os.path.expandvars(recipient)):
        return "it is no address that apprise knows"
    return "" if sender.notify(title=title, body=body) else "the message was not accepted"


def _run(command: str, status: Path) -> str:
    try:
        done = subprocess.run(
            f'{command} "{status}"',
            shell=True,  # the catalogue's owner wrote the command
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"it took longer than {SECONDS} s"
    return "" if done.returncode == 0 else (done.stderr.strip() or f"exit code {done.returncode}")
