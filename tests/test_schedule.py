"""Schedules: the next runs, and what is installed to render what is due, and taken away again."""

import datetime as dt
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from helpers import catalogue, reports, schedule
from helpers.cli import relations as commands
from helpers.errors import RelationsError
from helpers.schedule import cron, github, systemd

ROOT = Path(__file__).resolve().parents[1]
RELATIONS = Path(sys.executable).with_name("relations")
CATALOGUE = """
reports:
  - id: weekly
    template: period
    title: Week
    parameters: {window: 2025-12}
    schedule: {cron: "30 1 * * 1", timezone: Asia/Tehran}
  - id: monthly
    template: period
    title: Month
    parameters: {window: 2025-11}
    schedule: {cron: "0 6 2 * *", timezone: Asia/Baku}
  - {id: by-hand, template: period, title: Never by itself, parameters: {window: 2025-12}}
"""
# A stand-in of the system's program: it keeps the table of the user in one file.
CRONTAB = """#!/bin/sh
[ -e "$TABLE.broken" ] && { echo "crontab: you are not allowed" >&2; exit 1; }
case "$1" in
  -l) cat "$TABLE" 2>/dev/null || { echo "no crontab for me" >&2; exit 1; } ;;
  -r) rm "$TABLE" ;;
  -) cat > "$TABLE.new" && mv "$TABLE.new" "$TABLE" ;;
  *) exit 2 ;;
esac
"""
OTHERS = "MAILTO=me@example.org\n# mine\n5 4 * * * tidy 100\\%\n"


@pytest.fixture
def project(tmp_path, monkeypatch) -> Path:
    """A project of its own in a folder with an awkward name."""
    root = tmp_path / "the 100% project"
    shutil.copytree(ROOT / "data", root / "data", ignore=shutil.ignore_patterns(".*"))
    shutil.copytree(ROOT / "reports" / "templates", root / "reports" / "templates")
    (root / "reports" / "catalogue.yml").write_text(CATALOGUE)
    monkeypatch.setenv("RELATIONS_ROOT", str(root))
    return root


@pytest.fixture
def home(tmp_path, monkeypatch) -> Path:
    """An empty home folder."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv("HOME", str(folder))
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME"):
        monkeypatch.delenv(name, raising=False)
    return folder


@pytest.fixture
def table(tmp_path, monkeypatch) -> Path:
    """The file that stands for the user's crontab; it does not exist yet."""
    program = tmp_path / "bin" / "crontab"
    program.parent.mkdir()
    program.write_text(CRONTAB)
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{program.parent}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TABLE", str(tmp_path / "table"))
    return tmp_path / "table"


def run(*args: object) -> subprocess.CompletedProcess:
    return subprocess.run(
        [RELATIONS, "schedule", *map(str, args)],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def files(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): path.read_text()
        for path in folder.rglob("*")
        if path.is_file()
    }


# The next runs


def test_next_runs_come_in_order_of_time_in_the_zone_of_each_report(project):
    now = dt.datetime(2026, 3, 18, 12, tzinfo=dt.UTC)
    runs = schedule.upcoming(4, now=now)
    assert [run.cells()[:4] for run in runs] == [
        ("2026-03-23 01:30 Asia/Tehran", "2026-03-22 22:00 UTC", "weekly", "Week"),
        ("2026-03-30 01:30 Asia/Tehran", "2026-03-29 22:00 UTC", "weekly", "Week"),
        ("2026-04-02 06:00 Asia/Baku", "2026-04-02 02:00 UTC", "monthly", "Month"),
        ("2026-04-06 01:30 Asia/Tehran", "2026-04-05 22:00 UTC", "weekly", "Week"),
    ]


def test_a_change_of_the_clock_keeps_the_time_on_the_wall():
    line = catalogue.Schedule(cron="0 6 * * *", timezone="Europe/London")
    days = line.after(dt.datetime(2026, 3, 27, 12, tzinfo=dt.UTC), 3)
    utc = [f"{at.astimezone(dt.UTC):%d %H:%M}" for at in days]
    assert utc == ["28 06:00", "29 05:00", "30 05:00"]


@pytest.mark.parametrize("hour", [0, 5, 6])
def test_the_last_due_time_is_on_the_wall_too_when_the_clock_changed(hour):
    line = catalogue.Schedule(cron="0 6 * * *", timezone="Europe/London")
    last = line.before(dt.datetime(2026, 3, 29, hour, tzinfo=dt.UTC))
    assert last.astimezone(dt.UTC) == dt.datetime(
        2026, 3, *((28, 6), (29, 5))[hour > 4], tzinfo=dt.UTC
    )


def test_a_report_is_due_at_the_very_second_of_its_line():
    line = catalogue.Schedule(cron="0 6 2 * *", timezone="Asia/Baku")
    at = dt.datetime(2026, 3, 2, 2, tzinfo=dt.UTC)
    assert line.before(at) == at
    assert line.before(at - dt.timedelta(seconds=1)) < at
    assert line.after(at)[0] > at


def test_runs_tell_the_last_rendering_and_what_is_due(project):
    folder = project / "reports" / "rendered"
    (job,) = reports.jobs_of(("weekly",))
    reports.run([job], folder)
    (folder / "older.json").write_text(
        '{"report": "weekly", "rendered_at": "2001-01-01T00:00:00Z"}'
    )
    told = {run.job.id: run for run in schedule.upcoming(10)}
    rendered = json.loads((folder / job.file("json")).read_text())["rendered_at"]
    assert told["weekly"].rendered == dt.datetime.fromisoformat(rendered)
    assert not told["weekly"].due
    assert (told["monthly"].rendered, told["monthly"].due) == (None, True)
    later = dt.datetime.now(dt.UTC) + dt.timedelta(days=8)
    assert {run.job.id: run.due for run in schedule.upcoming(10, now=later)}["weekly"]


def test_show_lists_ten_runs_or_says_that_there_are_none(project):
    done = run("show")
    assert done.returncode == 0, done.stderr
    assert len(done.stdout.splitlines()) == 10
    assert "never rendered  due now" in done.stdout
    assert "by-hand" not in done.stdout
    assert len(run("show", "--count", 3).stdout.splitlines()) == 3
    (project / "reports" / "catalogue.yml").write_text("reports: []\n")
    assert run("show").stdout == "No report of the catalogue has a schedule.\n"


# systemd


def test_systemd_units_are_written_shown_and_removed_without_a_trace(project, home):
    done = run("install", "--systemd")
    assert done.returncode == 0, done.stderr
    written = files(home / ".config" / "systemd" / "user")
    assert sorted(written) == ["relations.service", "relations.timer"]
    for text in written.values():
        assert text in done.stdout
    assert "undo: relations schedule install --systemd --remove" in done.stdout
    assert f'ExecStart="{sys.executable}" "{RELATIONS}" render --due' in done.stdout
    assert "Persistent=true" in written["relations.timer"]
    assert f"WorkingDirectory={project}".replace("%", "%%") in written["relations.service"]
    wants = home / ".config" / "systemd" / "user" / "timers.target.wants"
    wants.mkdir()
    (wants / "relations.timer").symlink_to(wants.parent / "relations.timer")
    stamp = home / ".local" / "share" / "systemd" / "timers" / "stamp-relations.timer"
    stamp.parent.mkdir(parents=True)
    stamp.touch()
    done = run("install", "--systemd", "--remove")
    assert done.returncode == 0, done.stderr
    assert "systemctl --user stop relations.timer" in done.stdout
    assert list(home.iterdir()) == []
    assert run("install", "--systemd", "--remove").stdout == "There is nothing to remove.\n"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="no systemd-analyze is here")
def test_systemd_accepts_the_units(project, tmp_path, monkeypatch):
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(tmp_path))
    folder = tmp_path / "units"
    systemd.install(folder)
    check = ["systemd-analyze", "--user", "verify", *folder.iterdir()]
    done = subprocess.run(check, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    service = folder / "relations.service"
    service.write_text(service.read_text().replace(sys.executable, "/nowhere/python"))
    assert subprocess.run(check, capture_output=True, check=False).returncode != 0


def test_removing_leaves_other_units_and_the_named_folder(project, tmp_path):
    folder = tmp_path / "units"
    systemd.install(folder)
    (folder / "mine.timer").write_text("[Timer]\n")
    systemd.remove(folder)
    assert files(folder) == {"mine.timer": "[Timer]\n"}


@pytest.mark.parametrize("way", [systemd, github])
def test_files_are_written_once_and_a_dry_run_writes_nothing(project, tmp_path, way):
    folder = tmp_path / "out"
    told = way.install(folder, dry=True)
    assert not folder.exists()
    assert way.install(folder) == told
    assert files(folder) == {Path(place).name: text for place, text in told.texts.items()}
    before = [path.stat().st_mtime_ns for path in sorted(folder.iterdir())]
    assert way.install(folder) == told
    assert [path.stat().st_mtime_ns for path in sorted(folder.iterdir())] == before
    assert set(way.remove(folder, dry=True).texts) == set(told.texts)
    assert len(files(folder)) == len(told.texts)
    way.remove(folder)
    assert list(folder.iterdir()) == []


@pytest.mark.parametrize(
    ("way", "name"), [(systemd, "relations.timer"), (github, "reports.yml")], ids=["sd", "gh"]
)
def test_a_file_of_the_same_name_that_is_not_ours_stays(project, tmp_path, way, name):
    (tmp_path / name).write_text("mine\n")
    for change in (way.install, way.remove):
        with pytest.raises(RelationsError, match=r"was not written by .*Move it away"):
            change(tmp_path)
    assert (tmp_path / name).read_text() == "mine\n"
    assert not (tmp_path / "relations.service").exists()


def test_an_unwritable_folder_ends_in_one_clear_line(project, tmp_path):
    (tmp_path / "taken").write_text("a file")
    done = run("install", "--systemd", "--folder", tmp_path / "taken" / "units")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "cannot write to" in done.stderr


# cron


def test_cron_gets_one_block_and_keeps_every_other_line(project, table):
    table.write_text(OTHERS)
    for _ in range(2):
        done = run("install", "--cron")
        assert done.returncode == 0, done.stderr
    text = table.read_text()
    assert text.startswith(OTHERS)
    assert text.count("render --due") == 1
    assert cron.BLOCK.search(text)[0] in done.stdout
    assert "undo: relations schedule install --cron --remove" in done.stdout
    assert run("install", "--cron", "--remove").returncode == 0
    assert table.read_text() == OTHERS


def test_cron_replaces_an_older_block_where_it_stands(project, table):
    older = f"{cron.BEGIN}\n0 0 * * * yesterday\n{cron.END}\n"
    table.write_text(f"# before\n{older}# after\n{older}")
    cron.install()
    text = table.read_text()
    assert (text.count(cron.BEGIN), "yesterday" in text) == (1, False)
    assert re.fullmatch(r"# before\n# Written (.*\n){2}.*wrote\.\n# after\n", text)


def test_cron_removes_a_table_that_held_nothing_else(project, table):
    cron.install()
    assert table.exists()
    cron.remove()
    assert not table.exists()
    assert cron.remove().texts == {}


def test_a_dry_run_leaves_the_table_alone(project, table):
    done = run("install", "--cron", "--dry-run")
    assert "*/15 * * * * cd " in done.stdout
    assert not table.exists()


def test_the_line_of_cron_runs_and_speaks_only_of_failures(project, table):
    cron.install()
    (line,) = re.findall(r"^\*/15 \* \* \* \* (.*)$", table.read_text(), flags=re.M)
    line = line.replace("\\%", "%")  # as cron hands it to the shell
    assert shlex.quote(str(project)) in line
    env = {name: value for name, value in os.environ.items() if name != "RELATIONS_ROOT"}
    how = {"shell": True, "cwd": "/", "env": env, "capture_output": True, "text": True}
    done = subprocess.run(line, check=True, timeout=120, **how)
    assert (done.stdout, done.stderr) == ("", "")
    assert len(list((project / "reports" / "rendered").glob("*.html"))) == 3
    (project / "reports" / "catalogue.yml").write_text("reports: [{id: a}]\n")
    done = subprocess.run(line, check=False, timeout=60, **how)
    assert "catalogue.yml: report 'a'" in done.stdout


def test_without_a_crontab_program_the_cure_is_named(project, tmp_path, monkeypatch):
    monkeypatch.setenv("PATH", str(tmp_path))
    done = run("install", "--cron")
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "no crontab program is here: install cron, or use --systemd" in done.stderr


def test_a_table_that_cannot_be_read_is_never_overwritten(project, table):
    table.write_text(OTHERS)
    table.with_name("table.broken").touch()
    for change in (cron.install, cron.remove):
        with pytest.raises(RelationsError, match="crontab: you are not allowed"):
            change()
    assert table.read_text() == OTHERS


def test_half_a_block_is_left_to_the_user(project, table):
    table.write_text(f"{cron.BEGIN}\n{OTHERS}")
    with pytest.raises(RelationsError, match="lost its first or last line"):
        cron.install()
    assert table.read_text() == f"{cron.BEGIN}\n{OTHERS}"


# GitHub


def test_the_workflow_of_the_repository_is_the_one_that_is_written():
    (text,) = github.install(dry=True).texts.values()
    shipped = (ROOT / ".github" / "workflows" / "reports.yml").read_text()
    assert shipped == text, "run: relations schedule install --github"


def test_the_workflow_names_only_what_exists(project, tmp_path):
    github.install(tmp_path)
    workflow = yaml.safe_load((tmp_path / "reports.yml").read_text())
    targets = re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), flags=re.M)
    runs = [
        step["run"] for job in workflow["jobs"].values() for step in job["steps"] if "run" in step
    ]
    assert len(runs) == 3
    for program, name, *_ in map(str.split, runs):
        known = {"make": targets, ".venv/bin/relations": commands.commands}[program]
        assert name in known


def test_the_workflow_has_the_rights_that_pages_need_and_no_more():
    text = (ROOT / ".github" / "workflows" / "reports.yml").read_text()
    workflow = yaml.safe_load(text)
    assert set(workflow[True]) == {"schedule", "workflow_dispatch"}  # YAML reads `on` as true
    assert workflow["permissions"] == {"contents": "read"}
    assert workflow["jobs"]["publish"]["permissions"] == {"pages": "write", "id-token": "write"}
    assert workflow["jobs"]["publish"]["needs"] == "render"
    assert "://" not in text
    assert str(ROOT) not in text
    assert "continue-on-error" not in text
    ci = yaml.safe_load((ROOT / ".github" / "workflows" / "ci.yml").read_text())
    pinned = {step["uses"] for step in ci["jobs"]["test"]["steps"] if "uses" in step}
    assert pinned <= set(re.findall(r"uses: (\S+)", text))


@pytest.mark.parametrize(
    ("line", "zone", "tick"),
    [
        ("0 6 2 * *", "Asia/Baku", github.MONTHLY),
        ("0 6 2 1,7 *", "Asia/Baku", github.MONTHLY),
        ("0 6 3 * *", "Asia/Baku", github.DAILY),
        ("0 6 * * 1", "Asia/Baku", github.DAILY),
    ],
)
def test_the_workflow_ticks_often_enough_for_every_schedule(line, zone, tick):
    assert github.tick([catalogue.Schedule(cron=line, timezone=zone)]) == tick
