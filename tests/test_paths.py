import pytest

from helpers import paths
from helpers.errors import DataError


def test_environment_variable_names_the_root(package_folder, monkeypatch):
    monkeypatch.setenv("RELATIONS_ROOT", str(package_folder.parent))
    assert paths.root() == package_folder.parent.resolve()
    assert paths.data() == package_folder.resolve()


def test_environment_variable_beats_the_working_folder(
    package_folder, tmp_path_factory, monkeypatch
):
    other = tmp_path_factory.mktemp("other")
    (other / "data").mkdir()
    (other / "data" / "datapackage.json").write_text("{}")
    monkeypatch.chdir(other)
    monkeypatch.setenv("RELATIONS_ROOT", str(package_folder.parent))
    assert paths.root() == package_folder.parent.resolve()


def test_wrong_environment_variable_is_an_error_that_names_the_cure(tmp_path, monkeypatch):
    monkeypatch.setenv("RELATIONS_ROOT", str(tmp_path))
    with pytest.raises(DataError, match=r"datapackage\.json") as caught:
        paths.root()
    assert str(tmp_path) in str(caught.value)
    assert "unset it" in str(caught.value)


def test_root_is_found_from_a_folder_below_it(package_folder, monkeypatch):
    deep = package_folder.parent / "notebooks" / "drafts"
    deep.mkdir(parents=True)
    monkeypatch.chdir(deep)
    assert paths.root().resolve() == package_folder.parent.resolve()


def test_root_is_found_from_the_code_when_the_working_folder_is_elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert (paths.root() / "pyproject.toml").is_file()


def test_folders_hang_below_the_root(package_folder, monkeypatch):
    monkeypatch.setenv("RELATIONS_ROOT", str(package_folder.parent))
    root = package_folder.parent.resolve()
    assert paths.outlines() == root / "data" / "geo" / "outlines.geojson"
    assert paths.templates() == root / "reports" / "templates"
    assert paths.rendered() == root / "reports" / "rendered"


def test_page_template_lies_beside_the_code():
    assert (paths.page_template() / "index.html.j2").is_file()
