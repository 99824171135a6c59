"""One typed contract of report parameters: notebook, command line, catalogue, schema."""

from pydantic import ValidationError

from helpers.errors import ParameterError, suggest
from helpers.parameters import models
from helpers.parameters.base import Report

TEMPLATES = (
    models.Period,
    models.Episode,
    models.Person,
    models.Format,
    models.Theme,
    models.Compare,
)
MODELS: dict[str, type[Report]] = {model.template: model for model in TEMPLATES}


def check(template: str, values: dict[str, object]) -> Report:
    """Check parameter values of a template and give them their types.

    Args:
        template: Name of the template, such as "period".
        values: Parameter values by name, as typed on a command line or set in a notebook.

    Returns:
        The filled-in model of the template; windows are resolved to days.

    Raises:
        ParameterError: An unknown template or name, a missing, mistyped or reversed value; the
            message lists every problem with its cure.
    """
    if template not in MODELS:
        raise ParameterError(f"template '{template}' is unknown. {suggest(template, MODELS)}")
    model = MODELS[template]
    try:
        filled = model(**values)
        problems = list(filled.cross_check())
    except ValidationError as error:
        problems = [_explain(model, item) for item in error.errors()]
    if problems:
        raise ParameterError("\n".join(problems))
    return filled


def json_schema() -> dict[str, dict]:
    """Return the JSON Schema of every template's parameters, by template."""
    return {name: model.model_json_schema() for name, model in MODELS.items()}


def _explain(model: type[Report], item: dict) -> str:
    said = item["msg"].removeprefix("Value error, ")
    if not item["loc"]:
        return f"{said}."
    name = str(item["loc"][0])
    if item["type"] == "extra_forbidden":
        return f"parameter '{name}' is unknown. {suggest(name, model.model_fields)}"
    if item["type"] == "missing":
        return f"parameter '{name}' is missing: {model.model_fields[name].description}."
    if item["type"] == "literal_error":
        return f"{name} '{item['input']}' is not allowed: choose {item['ctx']['expected']}."
    return f"{name} '{item['input']}' is wrong ({said})."
