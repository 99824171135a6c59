"""A papermill engine that runs the cells in this process, which is a fork of a warm one.

No kernel is started: the cells run in an IPython shell of the forked process, which ends with the
report, so that nothing of one report is left for the next. What papermill saves is an ordinary
executed notebook.
"""

import nbformat
from IPython.core.displayhook import CapturingDisplayHook
from IPython.core.displaypub import CapturingDisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from IPython.utils.capture import capture_output
from papermill.engines import Engine, papermill_engines
from traitlets.config import Config

NAME = "forked"


class Shell(InteractiveShell):
    """A shell that keeps errors as notebooks have them, and no history file."""

    def _showtraceback(self, kind: type, value: BaseException, lines: list[str]) -> None:
        self.display_pub.outputs.append(
            {"error": {"ename": kind.__name__, "evalue": str(value), "traceback": lines}}
        )


class _Hook(CapturingDisplayHook):
    """Marks the value of a cell's last line, which notebooks tell apart from what it displays."""

    def __call__(self, result: object) -> None:
        before = len(self.outputs)
        super().__call__(result)
        for output in self.outputs[before:]:
            output["result"] = True


class Forked(Engine):
    """Run the cells of a notebook one after the other, in this process."""

    @classmethod
    def execute_managed_notebook(cls, manager, kernel_name: str, **options: object) -> None:
        """Run every code cell and keep its outputs; stop at the first that fails."""
        shell = Shell.instance(config=Config({"HistoryManager": {"enabled": False}}))
        count = 0
        for index, cell in enumerate(manager.nb.cells):
            manager.cell_start(cell, index)
            if cell.cell_type == "code":
                count += 1
                failed = _run(shell, cell, count)
                if failed:
                    manager.cell_exception(cell, index)
                    return
            manager.cell_complete(cell, index)


def _run(shell: Shell, cell: nbformat.NotebookNode, count: int) -> bool:
    """Run one cell; tell whether it failed."""
    shell.display_pub = CapturingDisplayPublisher()
    outputs = shell.display_pub.outputs
    shell.display_trap.hook = _Hook(shell=shell, outputs=outputs)
    with capture_output(display=False) as said:
        done = shell.run_cell(cell.source)
    cell.execution_count = count
    streams = [("stdout", said.stdout), ("stderr", said.stderr)]
    cell.outputs = [
        nbformat.v4.new_output("stream", name=name, text=text) for name, text in streams if text
    ]
    cell.outputs += [_output(output, count) for output in outputs if output.get("data", True)]
    return not done.success


def _output(output: dict, count: int) -> nbformat.NotebookNode:
    if "error" in output:
        return nbformat.v4.new_output("error", **output["error"])
    shown = {"data": output["data"], "metadata": output["metadata"] or {}}
    if output.get("result"):
        return nbformat.v4.new_output("execute_result", execution_count=count, **shown)
    return nbformat.v4.new_output("display_data", **shown)


def register() -> str:
    """Make the engine known to papermill and return its name."""
    papermill_engines.register(NAME, Forked)
    return NAME
