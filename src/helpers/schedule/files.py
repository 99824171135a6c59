"""Files that another program acts on: written whole, known by their first line, removed."""

import os
import shlex
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from helpers.errors import RelationsError

MARK = "# Written by `relations schedule install"


@dataclass(frozen=True)
class Change:
    """What an installation wrote or removed, and what is left to do by hand."""

    texts: dict[str, str]  # by place; empty text: removed
    then: tuple[str, ...] = ()


def write(folder: Path, texts: dict[str, str], *, dry: bool) -> dict[str, str]:
    """Write files that differ, each whole; return all texts by path.

    Args:
        folder: Where to write; it is made if need be.
        texts: Content by file name.
        dry: Write nothing.

    Raises:
        RelationsError: A file of that name is not ours, or the folder cannot be written.
    """
    for name in texts:
        _refuse_foreign(folder / name)
    try:
        for name, text in {} if dry else texts.items():
            _replace(folder / name, text)
    except OSError as error:
        raise _unwritable(folder, error) from None
    return {str(folder / name): text for name, text in texts.items()}


def remove(
    folder: Path, names: tuple[str, ...], *, dry: bool, keep: Path | None = None
) -> dict[str, str]:
    """Remove our files, and then the folders that are left empty up to `keep`.

    Args:
        folder: Where the files are.
        names: Their names; absent ones are no error.
        dry: Remove nothing.
        keep: The first folder that stays, even if empty; `folder` itself by default.

    Raises:
        RelationsError: A file of that name is not ours, or cannot be removed.
    """
    there = [folder / name for name in names if (folder / name).is_file()]
    for path in there:
        _refuse_foreign(path)
    if there and not dry:
        try:
            for path in there:
                path.unlink()
        except OSError as error:
            raise _unwritable(folder, error) from None
        sweep(folder, keep or folder)
    return {str(path): "" for path in there}


def sweep(folder: Path, keep: Path) -> None:
    """Remove a folder and those above it, while they are empty and below `keep`."""
    while (
        folder != keep and keep in folder.parents and folder.is_dir() and not any(folder.iterdir())
    ):
        folder.rmdir()
        folder = folder.parent


def undo(way: str, folder: Path | None) -> str:
    """Say how to take away what was written."""
    where = f" --folder {shlex.quote(str(folder))}" if folder else ""
    return f"undo: relations schedule install --{way} --remove{where}"


def command() -> tuple[str, str]:
    """Return the interpreter and the `relations` script of this environment, as full paths.

    Raises:
        RelationsError: The script is not beside the interpreter.
    """
    script = Path(sys.executable).with_name("relations")
    if not script.is_file():
        raise RelationsError(f"no {script}: set the project up first, with `make setup`.")
    return sys.executable, str(script)


def _refuse_foreign(path: Path) -> None:
    if path.is_file() and not path.read_text("utf-8", "replace").startswith(MARK):
        raise RelationsError(
            f"{path} was not written by `relations schedule install`: it stays as it is. "
            "Move it away, or name another folder with --folder."
        )


def _replace(path: Path, text: str) -> None:
    if path.is_file() and path.read_text("utf-8") == text:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, aside = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        os.chmod(aside, 0o644)
        os.replace(aside, path)
    except BaseException:
        os.unlink(aside)
        raise


def _unwritable(folder: Path, error: OSError) -> RelationsError:
    return RelationsError(
        f"cannot write to {folder}: {error.strerror}. Name another folder with --folder."
    )
