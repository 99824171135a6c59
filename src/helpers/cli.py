"""The console command `relations`."""

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
def reports() -> None:
    """List the report templates with their parameters and defaults."""
    for name, model in parameters.MODELS.items():
        click.echo(f"{name}: {model.__doc__.splitlines()[0]}")
        for field, info in model.model_fields.items():
            default = info.get_default(call_default_factory=True)
            click.echo(f"  --{field}  {info.description} (default: {_shown(default)})")
    click.echo("\nCatalogue (reports/catalogue.yml):")
    for entry in catalogue.read():
        click.echo(f"  {entry.id}: {entry.title} ({entry.template})")


def _shown(value: object) -> str:
    return str(value) if value not in ("", []) else "none"


@relations.group(cls=Commands)
def report() -> None:
    """Render one report and print the path of its page."""


def _report_command(name: str, model: type) -> click.Command:
    options = [
        click.Option([f"--{field}"], help=info.description, metavar="TEXT")
        for field, info in model.model_fields.items()
    ]
    options.append(
        click.Option(
            ["--folder"], type=click.Path(path_type=Path), help="where to write the report"
        )
    )

    def run(folder: Path | None, **values: str | None) -> None:
        from helpers.reports import render

        given = {key: value for key, value in values.items() if value is not None}
        click.echo(render(name, given, folder=folder))

    return click.Command(name, params=options, callback=run, help=model.__doc__.splitlines()[0])


for _name, _model in parameters.MODELS.items():
    report.add_command(_report_command(_name, _model))


def main() -> None:
    """Run the command line; errors meant for the user end in one message and an exit code."""
    # jsonschema takes over a second to load this for a format that nothing here uses.
    sys.modules.setdefault("rfc3987_syntax", None)
    try:
        relations()
    except RelationsError as error:
        click.echo(f"relations: {error}", err=True)
        if isinstance(error, ParameterError):
            click.echo("`relations reports` lists what is allowed.", err=True)
        sys.exit(error.exit_code)
