"""The shape of the code: which way imports run, that nothing works at import, docstrings."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from helpers import charts, measures

PROJECT = Path(__file__).resolve().parent.parent
HELPERS = PROJECT / "src" / "helpers"
LAYERS = {
    **{"errors": 0, "paths": 0, "schema": 1, "store": 1, "history": 1},
    **{"dataset": 2, "measures": 3, "charts": 4},
}


def _name(path):
    parts = path.relative_to(HELPERS.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


TREES = {_name(path): ast.parse(path.read_text("utf-8")) for path in HELPERS.rglob("*.py")}


def _known(name):
    """Cut "helpers.dataset.load" down to the module that it names."""
    while name not in TREES:
        name = name.rpartition(".")[0]
    return name


def _is_package(module):
    return (HELPERS.parent / Path(*module.split("."))).is_dir()


def imports_of(module):
    """Modules of helpers that a module imports, anywhere in its text."""
    found = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            base = node.module or ""
            if node.level:
                up = module.split(".")
                up = up[: len(up) - node.level + _is_package(module)]
                base = ".".join([*up, *filter(None, [base])])
            found |= {f"{base}.{alias.name}" for alias in node.names}
    ours = {_known(name) for name in found if name.split(".")[0] == "helpers"}
    return ours - {module, "helpers"}


def outside_imports_of(module):
    """Top names of other libraries that a module imports."""
    found = set()
    for node in ast.walk(TREES[module]):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and not node.level:
            found.add(node.module.split(".")[0])
    return found - {"helpers"}


def reached_from(module):
    """Modules of helpers that a module imports, directly or by way of others."""
    seen, waiting = set(), [module]
    while waiting:
        for name in imports_of(waiting.pop()) - seen:
            seen.add(name)
            waiting.append(name)
    return seen


def part(module):
    """Name the layer or module below helpers: "measures" of "helpers.measures.counts"."""
    return module.partition(".")[2].partition(".")[0]


def modules_of(*parts):
    return sorted(module for module in TREES if part(module) in parts)


def test_imports_are_seen_in_all_their_forms():
    assert imports_of("helpers.paths") == {"helpers.errors"}
    assert {"helpers.paths", "helpers.schema", "helpers.errors"} <= imports_of("helpers.dataset")
    assert "helpers.charts.look" in imports_of("helpers.charts.parts")
    assert "helpers.reports" in imports_of("helpers.cli"), "imports inside functions count too"
    assert "helpers.errors" in reached_from("helpers.schema")


def test_every_layer_exists():
    assert set(LAYERS) <= {part(module) for module in TREES}


@pytest.mark.parametrize("module", modules_of(*LAYERS))
def test_imports_run_one_way(module):
    here = part(module)
    for name in imports_of(module):
        assert part(name) in LAYERS, f"{module} imports {name}, which is no layer below it"
        below = LAYERS[part(name)] < LAYERS[here]
        within = part(name) == here
        assert below or within or {here, part(name)} == {"paths", "errors"}, (
            f"{module} imports {name}: imports run errors, paths <- schema <- dataset <- "
            "measures <- charts"
        )


def test_errors_import_nothing_of_ours():
    assert imports_of("helpers.errors") == set()


@pytest.mark.parametrize("module", modules_of("charts"))
def test_charts_neither_read_nor_count(module):
    assert {part(name) for name in imports_of(module)} <= {"charts", "errors"}


@pytest.mark.parametrize("module", modules_of("measures"))
def test_measures_do_not_draw(module):
    assert not {"plotly", "matplotlib", "IPython"} & outside_imports_of(module)


@pytest.mark.parametrize(
    "module", ["helpers.reports", "helpers.parameters", "helpers.catalogue", "helpers.site"]
)
def test_report_line_imports_no_measure_and_no_chart(module):
    reached = {part(name) for name in reached_from(module)}
    assert not reached & {"measures", "charts", "headlines"}


def test_command_line_starts_without_measures_or_papermill():
    heavy = [
        "statsmodels",
        "papermill",
        "plotly",
        "nbconvert",
        "helpers.measures",
        "helpers.charts",
    ]
    code = f"import sys, helpers.cli; print([name for name in {heavy} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_no_module_imports_itself_in_a_circle():
    for module in TREES:
        within = {name for name in imports_of(module) if not name.startswith(f"{module}.")}
        for name in within:
            back = reached_from(name) if not _is_package(name) else set()
            assert module not in back, f"{module} and {name} import each other"


WATCH = """
import importlib, sys

project, modules = sys.argv[1], sys.argv[2:]
read = []

def watch(event, arguments):
    if event == "open" and isinstance(arguments[0], str) and arguments[0].startswith(project):
        place = arguments[0][len(project):].lstrip("/")
        if place.split("/")[0] in {"data", "reports", "notebooks"}:
            read.append(place)

sys.addaudithook(watch)
for module in modules:
    importlib.import_module(module)
print(read)
"""


def test_no_module_reads_files_at_import():
    modules = [module for module in TREES if part(module) not in ("cli", "__main__")]
    done = subprocess.run(
        [sys.executable, "-c", WATCH, str(PROJECT), *modules],
        capture_output=True,
        text=True,
        cwd=PROJECT,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"
    assert done.stderr == ""


def _public(tree):
    """Public functions, classes and their public methods, with the names to complain by."""
    for node in tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            continue
        if node.name.startswith("_"):
            continue
        yield node.name, node
        if isinstance(node, ast.ClassDef):
            for method in node.body:
                if isinstance(method, ast.FunctionDef) and not method.name.startswith("_"):
                    yield f"{node.name}.{method.name}", method


@pytest.mark.parametrize("module", sorted(TREES))
def test_everything_public_has_a_docstring(module):
    bare = [name for name, node in _public(TREES[module]) if not ast.get_docstring(node)]
    assert not bare, f"{module}: no docstring on {', '.join(bare)}"
    assert ast.get_docstring(TREES[module]), f"{module}: no docstring"


@pytest.mark.parametrize("module", sorted(TREES))
def test_only_the_command_line_prints(module):
    printed = [
        node.lineno
        for node in ast.walk(TREES[module])
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id == "print"
    ]
    assert not printed, f"{module} prints in lines {printed}"


@pytest.mark.parametrize("package", [measures, charts], ids=["measures", "charts"])
def test_public_names_are_listed_sorted_and_present(package):
    assert package.__all__ == sorted(package.__all__)
    assert all(callable(getattr(package, name)) for name in package.__all__)
