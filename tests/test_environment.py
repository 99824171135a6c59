"""pyproject.toml, requirements.lock, environment.yml and the pre-commit hooks agree."""

import re
import subprocess
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
import yaml
from packaging.requirements import Requirement
from packaging.specifiers import SpecifierSet

ROOT = Path(__file__).resolve().parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())
LOCK = (ROOT / "requirements.lock").read_text()
ENVIRONMENT = yaml.safe_load((ROOT / "environment.yml").read_text())


def locked() -> dict[str, str]:
    """Versions that the lock gives this interpreter."""
    lines = re.findall(r"^([A-Za-z0-9][^\\\n]*?)\s*\\?$", LOCK, flags=re.M)
    requirements = [Requirement(line) for line in lines]
    return {
        item.name: next(iter(item.specifier)).version
        for item in requirements
        if item.marker is None or item.marker.evaluate()
    }


def wanted() -> list[str]:
    return PROJECT["project"]["dependencies"] + PROJECT["dependency-groups"]["dev"]


@pytest.mark.parametrize("name", wanted())
def test_every_dependency_is_locked_and_installed_as_locked(name):
    assert locked()[name] == metadata.version(name)


def test_every_locked_package_has_a_hash_and_the_lock_names_no_address():
    packages = re.split(r"^(?=[A-Za-z0-9])", LOCK, flags=re.M)[1:]
    assert len(packages) > 50
    assert [text for text in packages if "--hash=sha256:" not in text] == []
    assert "://" not in LOCK


def test_conda_takes_python_and_pip_from_conda_forge_and_the_rest_from_the_lock():
    assert ENVIRONMENT["channels"] == ["conda-forge"]
    python, pip, section = ENVIRONMENT["dependencies"]
    assert pip == "pip"
    assert section == {"pip": ["-r requirements.lock"]}
    name, version = python.split("=")
    assert name == "python"
    assert SpecifierSet(PROJECT["project"]["requires-python"]).contains(version)


def test_hooks_use_the_locked_versions():
    hooks = yaml.safe_load((ROOT / ".pre-commit-config.yaml").read_text())["repos"]
    revisions = {repo["repo"].rsplit("/", 1)[1]: repo["rev"].lstrip("v") for repo in hooks}
    assert revisions["ruff-pre-commit"] == locked()["ruff"]
    assert revisions["nbstripout"] == locked()["nbstripout"]


@pytest.mark.slow
def test_the_pip_section_installs_with_pip_into_a_fresh_environment(tmp_path):
    subprocess.run([sys.executable, "-m", "venv", tmp_path / "fresh"], check=True)
    python = tmp_path / "fresh" / "bin" / "python"
    section = tmp_path / "section.txt"
    pip_lines = ENVIRONMENT["dependencies"][-1]["pip"]
    section.write_text(
        "\n".join(pip_lines).replace("requirements.lock", str(ROOT / "requirements.lock"))
    )
    quiet = [python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    subprocess.run([*quiet, "-r", section], check=True)
    subprocess.run([*quiet, "--no-deps", "--no-build-isolation", "-e", ROOT], check=True)
    listed = subprocess.run(
        [python, "-m", "pip", "list", "--format=freeze"], check=True, capture_output=True, text=True
    )
    installed = dict(line.split("==") for line in listed.stdout.split() if "==" in line)
    normal = {re.sub(r"[-_.]+", "-", name).lower(): version for name, version in installed.items()}
    assert {name: normal.get(name) for name in locked()} == locked()
    subprocess.run([tmp_path / "fresh" / "bin" / "relations", "validate"], check=True, cwd=ROOT)
