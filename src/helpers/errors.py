"""Errors that a user can act on: each says what is wrong, where, and the cure."""

import difflib
from collections.abc import Iterable


class RelationsError(Exception):
    """A failure with a message meant for the user; the command line exits with `exit_code`."""

    exit_code = 1


class DataError(RelationsError):
    """The data package is broken or was asked for something that it does not hold."""


class ParameterError(RelationsError):
    """A parameter is unknown, mistyped, reversed or outside what is allowed."""

    exit_code = 2


class ReportError(RelationsError):
    """A report could not be rendered."""


def suggest(value: object, allowed: Iterable[str]) -> str:
    """Name the nearest allowed value to a wrong one, or list them all.

    Args:
        value: What was given.
        allowed: Every value that would have been right.

    Returns:
        A sentence: "Did you mean 'x'?" or "Allowed: a, b, c."
    """
    choices = [str(choice) for choice in allowed]
    near = difflib.get_close_matches(str(value), choices, n=1, cutoff=0.6)
    return f"Did you mean '{near[0]}'?" if near else f"Allowed: {', '.join(choices)}."
