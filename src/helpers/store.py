"""Change several tables at once: after a kill at any moment they are all old or all new.

New files are written to .writing, which is renamed to .pending when it is whole; from then on the
change counts as made, and its files are moved into place one by one. Whoever finds .pending, the
writer or a later reader, finishes the move.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock, Timeout

from helpers.errors import DataError

WRITING, PENDING, LOCK = ".writing", ".pending", ".lock"
PATIENCE = 30  # seconds to wait for another writer


@contextmanager
def locked(folder: Path) -> Iterator[None]:
    """Hold the folder's lock, so that one change is made at a time; a killed holder lets go.

    Raises:
        DataError: Another process holds the lock for too long, or the folder cannot be written.
    """
    try:
        with FileLock(folder / LOCK, timeout=PATIENCE):
            _finish(folder)
            yield
    except Timeout:
        raise DataError(
            f"{folder} is being changed by another process: try again when it is done."
        ) from None
    except PermissionError as error:
        raise DataError(f"{folder} cannot be written: {error.strerror}.") from None


def recover(folder: Path) -> None:
    """Finish a change that was made but not moved into place; do nothing otherwise."""
    if (folder / PENDING).is_dir():
        with locked(folder):
            pass


def replace(folder: Path, texts: dict[str, str]) -> None:
    """Replace files of a folder, all or none; call it inside `locked`.

    Args:
        folder: The folder of the files.
        texts: New content by file name.
    """
    writing = folder / WRITING
    shutil.rmtree(writing, ignore_errors=True)
    writing.mkdir()
    for name, text in texts.items():
        with (writing / name).open("w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
    writing.rename(folder / PENDING)
    _finish(folder)


def _finish(folder: Path) -> None:
    shutil.rmtree(folder / WRITING, ignore_errors=True)
    pending = folder / PENDING
    if pending.is_dir():
        for path in sorted(pending.iterdir()):
            path.replace(folder / path.name)
        pending.rmdir()
