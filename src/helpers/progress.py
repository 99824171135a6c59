"""One line a report while a batch runs; without a terminal only what failed is told."""

import sys
from collections import Counter
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn
from rich.progress import Progress as Bar

COLOURS = {"rendered": "green", "current": "dim", "failed": "red"}


class Progress:
    """Shows how a batch goes, on standard error; what was rendered goes to standard output."""

    def __init__(self, count: int) -> None:
        """Make a display for so many reports."""
        self.console = Console(stderr=True, highlight=False)
        self.states: Counter[str] = Counter()
        columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
        self.bar = Bar(*columns, console=self.console, transient=True)
        self.task = self.bar.add_task("reports", total=count)

    def __enter__(self) -> "Progress":
        """Draw the bar if there is a terminal to draw on."""
        if self.console.is_terminal:
            self.bar.start()
        return self

    def __exit__(self, kind: type | None, value: object, where: TracebackType | None) -> None:
        """Take the bar away and sum up."""
        if self.console.is_terminal:
            self.bar.stop()
        if kind is None and (self.console.is_terminal or self.states["failed"]):
            said = ", ".join(f"{number} {state}" for state, number in self.states.items())
            self.console.print(said or "Nothing to do.")

    def tell(self, outcome) -> None:
        """Show how one report fared."""
        self.states[outcome.state] += 1
        self.bar.advance(self.task)
        if outcome.state == "rendered":
            sys.stdout.write(f"{outcome.job.stem}\n")
        if self.console.is_terminal or outcome.state == "failed":
            took = f" {outcome.seconds:.1f} s" if outcome.seconds else ""
            colour = COLOURS[outcome.state]
            self.console.print(f"[{colour}]{outcome.state:<8}[/] {outcome.job.stem}{took}")
        if outcome.message:
            self.console.print(outcome.message, style="red", markup=False, soft_wrap=True)
