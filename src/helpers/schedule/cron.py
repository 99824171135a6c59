"""One marked block in the user's crontab."""

import os
import re
import shlex
import shutil
import subprocess
from pathlib import Path

from helpers import paths
from helpers.errors import RelationsError
from helpers.schedule import files
from helpers.schedule.files import Change

PROGRAM = "crontab"
BEGIN = f"{files.MARK} --cron`; undo: the same with --remove."
END = "# End of what `relations schedule install --cron` wrote."
BLOCK = re.compile(rf"^{re.escape(BEGIN)}\n(?:.*\n)*?{re.escape(END)}\n", flags=re.M)


def install(folder: Path | None = None, *, dry: bool = False) -> Change:
    """Put the block into the crontab in place of an older one; other lines stay as they are.

    Args:
        folder: Must be None: a crontab is in no folder.
        dry: Change nothing, only tell.

    Raises:
        RelationsError: No crontab program, or the table cannot be read or written.
    """
    _no_folder(folder)
    block = _block()
    if not dry:
        table = _read()
        wanted = _with_block(table, block)
        if wanted != table:
            _write(wanted)
    return Change({PROGRAM: block}, (files.undo("cron", folder),))


def remove(folder: Path | None = None, *, dry: bool = False) -> Change:
    """Take the block out of the crontab; a table that held nothing else is deleted.

    Raises:
        RelationsError: No crontab program, or the table cannot be read or written.
    """
    _no_folder(folder)
    table = _read()
    others = _without_block(table)
    if others == table:
        return Change({})
    if not dry:
        if others.strip():
            _write(others)
        else:
            _run("-r")
    return Change({PROGRAM: ""})


def _block() -> str:
    """Write the block; cron mails what a line prints, so a run that went well prints nothing."""
    run = shlex.join([*files.command(), "render", "--due"])
    line = f'cd {shlex.quote(str(paths.root()))} && said=$({run} 2>&1) || echo "$said"'
    return f"{BEGIN}\n*/15 * * * * {line.replace('%', chr(92) + '%')}\n{END}\n"


def _with_block(table: str, block: str) -> str:
    """Put the block where the older one was, so that it stays under the same settings, or last."""
    others = _without_block(table)
    older = BLOCK.search(table)
    place = older.start() if older else len(others)
    before, after = others[:place], others[place:]
    return before + ("\n" if before and not before.endswith("\n") else "") + block + after


def _without_block(table: str) -> str:
    others = BLOCK.sub("", table)
    if BEGIN in others or END in others:
        raise RelationsError(
            "the block of relations in your crontab has lost its first or last line: "
            "take its lines out with `crontab -e`, then try again. Nothing was changed."
        )
    return others


def _read() -> str:
    done = _run("-l", check=False)
    if done.returncode and "no crontab" not in done.stderr.lower():
        raise _refused(done)
    return "" if done.returncode else done.stdout


def _write(table: str) -> None:
    _run("-", text=table)


def _run(*words: str, text: str | None = None, check: bool = True) -> subprocess.CompletedProcess:
    if not shutil.which(PROGRAM):
        raise RelationsError(
            "no crontab program is here: install cron, or use --systemd. "
            "With --dry-run the lines are only printed."
        )
    done = subprocess.run(
        [PROGRAM, *words],
        input=text,
        stdin=subprocess.DEVNULL if text is None else None,
        capture_output=True,
        text=True,
        check=False,
        env=os.environ | {"LC_ALL": "C"},
    )
    if check and done.returncode:
        raise _refused(done)
    return done


def _refused(done: subprocess.CompletedProcess) -> RelationsError:
    said = done.stderr.strip() or f"exit code {done.returncode}"
    return RelationsError(f"crontab refused: {said}. The table stays as it was.")


def _no_folder(folder: Path | None) -> None:
    if folder is not None:
        raise RelationsError("a crontab is in no folder: leave --folder out.")
