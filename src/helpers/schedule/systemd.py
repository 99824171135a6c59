"""A systemd user service, and the timer that starts it."""

import os
from pathlib import Path

from helpers import paths
from helpers.schedule import files
from helpers.schedule.files import Change

SERVICE, TIMER = "relations.service", "relations.timer"
WANTS = "timers.target.wants"  # where `systemctl enable` puts its link
STAMP = Path("systemd") / "timers" / f"stamp-{TIMER}"  # where systemd keeps the last run

SERVICE_TEXT = """\
{mark} --systemd`; undo: the same with --remove.
[Unit]
Description=Render the reports that are due
# To be told when a run fails, name a unit of yours that sends word:
# OnFailure=tell-me@%n.service

[Service]
Type=oneshot
WorkingDirectory={root}
ExecStart={python} {script} render --due
"""
TIMER_TEXT = """\
{mark} --systemd`; undo: the same with --remove.
[Unit]
Description=Render the reports that are due, every quarter of an hour

[Timer]
OnCalendar=*:0/15
Persistent=true

[Install]
WantedBy=timers.target
"""


def install(folder: Path | None = None, *, dry: bool = False) -> Change:
    """Write service and timer; what runs is this project in this environment.

    Args:
        folder: Where to write; the user's folder of units by default.
        dry: Write nothing, only tell.

    Raises:
        RelationsError: A unit of that name is not ours, or the folder cannot be written.
    """
    python, script = files.command()
    service = SERVICE_TEXT.format(
        mark=files.MARK,
        root=str(paths.root()).replace("%", "%%"),
        python=_quoted(python),
        script=_quoted(script).replace("$", "$$"),
    )
    texts = {SERVICE: service, TIMER: TIMER_TEXT.format(mark=files.MARK)}
    then = (
        "start it: systemctl --user daemon-reload && systemctl --user enable --now relations.timer",
        "to run while you are logged out: loginctl enable-linger",
        files.undo("systemd", folder),
    )
    return Change(files.write(folder or units(), texts, dry=dry), then)


def remove(folder: Path | None = None, *, dry: bool = False) -> Change:
    """Remove service and timer, and the link and time stamp that systemd made for them.

    Raises:
        RelationsError: A unit of that name is not ours, or cannot be removed.
    """
    where = folder or units()
    gone = files.remove(where, (SERVICE, TIMER), dry=dry)
    if gone and not dry:
        (where / WANTS / TIMER).unlink(missing_ok=True)
        files.sweep(where / WANTS, where)
        if folder is None:
            stamp = _home("XDG_DATA_HOME", ".local/share") / STAMP
            stamp.unlink(missing_ok=True)
            for left in (where, stamp.parent):
                files.sweep(left, Path.home())
    stop = "stop what runs: systemctl --user stop relations.timer; systemctl --user daemon-reload"
    return Change(gone, (stop,) if gone else ())


def units() -> Path:
    """Return the user's folder of systemd units."""
    return _home("XDG_CONFIG_HOME", ".config") / "systemd" / "user"


def _home(variable: str, usual: str) -> Path:
    return Path(os.environ.get(variable) or Path.home() / usual)


def _quoted(word: str) -> str:
    safe = word.replace("\\", "\\\\").replace('"', '\\"').replace("%", "%%")
    return f'"{safe}"'
