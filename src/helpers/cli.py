"""The console command `relations`."""

import gc
import json
import sys
from pathlib import Path

import click

from helpers import __version__, catalogue, parameters
from helpers.errors import ParameterError, RelationsError, suggest


class Commands(click.Group):
    """A group that names the nearest command when an unknown one is typed."""

    def resolve_command(self, context: click.Context, args: list[str]):
        """Find the command, or say which one was probably meant."""
        if args and not args[0].startswith("-") and args[0] not in self.commands:
            kind = "template" if self.name == "report" else "command"
            raise click.UsageError(
                f"{kind} '{args[0]}' is unknown. {suggest(args[0], self.commands)}", context
            )
        return super().resolve_command(context, args)


@click.group(cls=Commands)
@click.version_option(__version__)
def relations() -> None:
    """Sourced event data on Iran and Azerbaijan: check them and render reports."""


@relations.command()
@click.option("--data", type=click.Path(path_type=Path), help="Folder of datapackage.json.")
def validate(data: Path | None) -> None:
    """Check the data package; list every problem and exit 1 if there is one."""
    from helpers.validate import check_package

    problems = check_package(data)
    for problem in problems:
        click.echo(problem)
    if problems:
        click.echo(f"{len(problems)} problems found.", err=True)
        sys.exit(1)
    click.echo("The data package is sound.")


@relations.command()
@click.option("--readme", is_flag=True, help="Also write the figures into README.md.")
def audit(readme: bool) -> None:
    """Print the headline figures of the dataset."""
    from helpers import audit, dataset, paths

    table = audit.figures(dataset.load(), dataset.load_reliability())
    width = table["figure"].str.len().max()
    for row in table.itertuples():
        click.echo(f"{row.figure:<{width}}  {row.value}")
    if readme:
        audit.write_readme(paths.root() / "README.md", table)


@relations.command()
@click.argument("draft", type=click.Path(path_type=Path), required=False)
@click.option("--new", is_flag=True, help="Print a template of a draft file instead.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of datapackage.json.")
def add(draft: Path | None, new: bool, data: Path | None) -> None:
    """Merge a draft file of events into the tables: all of it, or nothing."""
    from helpers import curation

    if new:
        click.echo(curation.NEW_DRAFT, nl=False)
        return
    if draft is None:
        raise click.UsageError("name a draft file, or print a template with --new.")
    ask = {"ask": _ask} if sys.stdin.isatty() else {}
    added = curation.add(draft, folder=data, **ask)
    click.echo(f"{len(added)} events added: {', '.join(added)}" if added else "Sources added.")


def _ask(question) -> bool:
    return click.confirm(question.text, err=True)


@relations.command()
@click.argument("event_id")
@click.option("--set", "changes", multiple=True, required=True, help="field=value; repeatable.")
@click.option("--reason", required=True, help="Why it changes.")
@click.option("--source", default="", help="Id of the source that settled it.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of datapackage.json.")
def revise(
    event_id: str, changes: tuple[str, ...], reason: str, source: str, data: Path | None
) -> None:
    """Change values of a published event and keep the old ones in revisions.csv."""
    from helpers import curation

    if any("=" not in change for change in changes):
        raise click.UsageError("write each change as field=value, such as --set severity=3.")
    pairs = dict(change.split("=", 1) for change in changes)
    old = curation.revise(event_id, pairs, reason=reason, source_id=source, folder=data)
    for field, value in old.items():
        click.echo(f"{event_id}: {field} was '{value}'.")


@relations.command()
@click.argument("event_id")
@click.option("--reason", required=True, help="Why it proved to be no event.")
@click.option("--source", default="", help="Id of the source that settled it.")
@click.option("--data", type=click.Path(path_type=Path), help="Folder of datapackage.json.")
def withdraw(event_id: str, reason: str, source: str, data: Path | None) -> None:
    """Withdraw a published event; its row stays in the file and `--as-of` still shows it."""
    from helpers import curation

    curation.withdraw(event_id, reason=reason, source_id=source, folder=data)
    click.echo(f"{event_id} is withdrawn.")


@relations.command()
@click.argument("folder", type=click.Path(path_type=Path))
@click.option("--format", "formats", multiple=True, help="parquet, duckdb, excel, json; all.")
@click.option("--as-of", help="The data as known on this day, YYYY-MM-DD.")
def export(folder: Path, formats: tuple[str, ...], as_of: str | None) -> None:
    """Write the tables as Parquet, DuckDB, Excel and JSON."""
    from helpers import dataset
    from helpers.export import WRITERS, export

    for path in export(dataset.load(as_of=as_of), folder, list(formats) or list(WRITERS)):
        click.echo(path)


@relations.command()
@click.option("--json-schema", is_flag=True, help="Print the parameters as JSON Schema instead.")
def reports(json_schema: bool) -> None:
    """List the report templates with their parameters, and the catalogue."""
    if json_schema:
        click.echo(json.dumps(parameters.json_schema(), indent=1))
        return
    for name, model in parameters.MODELS.items():
        click.echo(f"{name}: {model.__doc__.splitlines()[0]}")
        for field, info in model.model_fields.items():
            default = info.get_default(call_default_factory=True)
            click.echo(f"  --{_option(field)}  {info.description} (default: {_shown(default)})")
    click.echo("\nCatalogue (reports/catalogue.yml):")
    for entry in catalogue.read():
        due = f", due {entry.schedule.cron} {entry.schedule.timezone}" if entry.schedule else ""
        click.echo(f"  {entry.id}: {entry.title} ({entry.template}{due})")


def _shown(value: object) -> str:
    return str(value) if value not in ("", [], None) else "none"


def _option(field: str) -> str:
    return field.replace("_", "-")


FOLDER = click.option("--folder", type=click.Path(path_type=Path), help="Where to write.")


@relations.command()
@click.argument("ids", nargs=-1)
@click.option("--due", is_flag=True, help="What the schedule names or whose inputs changed.")
@click.option("--all", "everything", is_flag=True, help="Every report of the catalogue.")
@click.option("--since", help="Only reports that reach to this day or later, YYYY-MM-DD.")
@click.option("--as-of", default="", help="The data as known on this day, YYYY-MM-DD.")
@click.option("--force", is_flag=True, help="Render what is current, too.")
@click.option("--format", "formats", multiple=True, help="html, site, ipynb, pdf, xlsx.")
@click.option("--scheduler", default="", help="Dask scheduler to send them to: tcp://host:port.")
@click.option("--workers", type=click.IntRange(1), help="Reports at once; default: the cores.")
@click.option("--memory", type=click.IntRange(100), default=1500, help="MB that one may take.")
@click.option("--seconds", type=click.IntRange(1), default=600, help="Seconds that one may take.")
@FOLDER
def render(ids: tuple[str, ...], due: bool, everything: bool, folder: Path | None, **how) -> None:
    """Render reports of the catalogue; what is current stays as it is.

    Names reports by IDS, or all with --all, or what is due with --due. Exits 1 if one failed; the
    others are rendered all the same.
    """
    if sum((bool(ids), due, everything)) != 1:
        raise click.UsageError("name reports, or say --due, or --all.")
    from helpers import paths, reports
    from helpers.dataset import as_date
    from helpers.progress import Progress

    folder = folder or paths.rendered()
    jobs = reports.jobs_of(ids, as_of=how["as_of"], formats=how["formats"])
    since = as_date("since", how["since"])
    jobs = [job for job in jobs if since is None or job.reaches(since.date())]
    jobs = reports.due(jobs, folder) if due else jobs
    limits = reports.Limits(how["memory"], how["seconds"])
    with Progress(len(jobs)) as progress:
        outcomes = reports.run(
            jobs,
            folder,
            force=how["force"] or due,
            workers=how["workers"] or 0,
            limits=limits,
            scheduler=how["scheduler"],
            tell=progress.tell,
        )
    if outcomes:
        status = reports.write_status(outcomes, folder)
        for problem in reports.tell(outcomes, status):
            click.echo(f"relations: {problem}", err=True)
    sys.exit(any(outcome.state == "failed" for outcome in outcomes))


@relations.command()
@FOLDER
def site(folder: Path | None) -> None:
    """Write the front page of the rendered reports and their feed; print the page's path."""
    from helpers.site import build

    page, broken = build(folder)
    for left_out in broken:
        click.echo(f"relations: left out, no manifest of a report: {left_out}", err=True)
    click.echo(page)


@relations.group(cls=Commands)
def schedule() -> None:
    """When reports fall due, and what renders them then."""


@schedule.command()
@click.option("--count", type=click.IntRange(1), default=10, help="How many runs; default: 10.")
@FOLDER
def show(count: int, folder: Path | None) -> None:
    """List the next runs: own time, UTC, id, title, last rendering, due or not."""
    from helpers.schedule import lines, upcoming

    click.echo(
        "\n".join(lines(upcoming(count, folder))) or "No report of the catalogue has a schedule."
    )


@schedule.command()
@click.option("--systemd", "way", flag_value="systemd", help="A user service and its timer.")
@click.option("--cron", "way", flag_value="cron", help="A block in your crontab.")
@click.option("--github", "way", flag_value="github", help="A workflow that publishes, too.")
@click.option("--dry-run", "dry", is_flag=True, help="Only show it.")
@click.option("--remove", is_flag=True, help="Take away what was installed.")
@FOLDER
def install(way: str | None, dry: bool, remove: bool, folder: Path | None) -> None:
    """Have `relations render --due` run by itself; once is enough for all schedules."""
    if way is None:
        raise click.UsageError("say --systemd, --cron or --github.")
    from helpers.schedule import WAYS

    change = (WAYS[way].remove if remove else WAYS[way].install)(folder, dry=dry)
    for place, text in change.texts.items():
        done = "would be " * dry + ("removed" if remove else "written")
        click.echo(f"{place} {done}{':' if text else ''}\n{text}", nl=bool(text))
    for line in change.then or ("There is nothing to remove.",) * (not change.texts):
        click.echo(line)


@relations.group(cls=Commands)
def report() -> None:
    """Render one report and print the path of its page."""


def _report_command(name: str, model: type) -> click.Command:
    options = [
        click.Option([f"--{_option(field)}"], help=info.description, metavar="TEXT")
        for field, info in model.model_fields.items()
    ]
    options += [
        click.Option(["--format", "written"], multiple=True, help="pdf, xlsx, site; html is usual"),
        click.Option(["--folder"], type=click.Path(path_type=Path), help="where to write"),
    ]

    def run(folder: Path | None, written: tuple[str, ...], **values: str | None) -> None:
        from helpers import reports

        given = {key: value for key, value in values.items() if value is not None}
        job = reports.job_of(name, given, formats=("html", *written))
        click.echo(reports.render(job, folder))

    return click.Command(name, params=options, callback=run, help=model.__doc__.splitlines()[0])


for _name, _model in parameters.MODELS.items():
    report.add_command(_report_command(_name, _model))


def main() -> None:
    """Run the command line; errors meant for the user end in one message and an exit code."""
    # jsonschema takes over a second to load these for formats that nothing here uses.
    sys.modules |= {"rfc3987_syntax": None, "isoduration": None}
    gc.set_threshold(100_000, 50, 100)  # most of what is made stays until the process ends
    try:
        relations()
    except RelationsError as error:
        click.echo(f"relations: {error}", err=True)
        if isinstance(error, ParameterError):
            click.echo("`relations reports` lists what is allowed.", err=True)
        sys.exit(error.exit_code)
