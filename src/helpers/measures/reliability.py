"""How well two coders agree, and how often a published row is wrong."""

import krippendorff
import numpy as np
import pandas as pd
from statsmodels.stats.proportion import proportion_confint

from helpers.errors import ParameterError

SCALES = {
    "category": "nominal",
    "event_type": "nominal",
    "level": "nominal",
    "direction": "nominal",
    "severity": "ordinal",
}
PARTS = ("date", "actors", "act", "figures")
SEED = 20261121


def agreement(
    first: pd.DataFrame, second: pd.DataFrame, *, resamples: int = 1000, level: float = 0.95
) -> pd.DataFrame:
    """Measure how far two coders of the same events agree (Krippendorff's alpha).

    Alpha is 1 for perfect agreement and 0 for what chance would give (Krippendorff 2019, ch. 12).
    The interval resamples events with replacement (percentiles; Hayes and Krippendorff 2007), with
    a fixed seed. Severity is ordinal and counts events that both coded as tension.

    Args:
        first: One coder's rows: event_id, category, event_type, level, actor, target, directed,
            severity; one row an event.
        second: The other coder's rows, of the same form.
        resamples: How many times events are drawn anew.
        level: Confidence level of the interval.

    Returns:
        One row a field (category, event_type, level, direction, severity): field, scale, events
        (coded by both), agreed (share, 0 to 1), alpha, low, high; the last four are missing for a
        field that no event has from both. Alpha is 1 where only one value occurs.

    Raises:
        ParameterError: The coders have no event in common.
    """
    both = _values(first).merge(_values(second), on="event_id", suffixes=("_a", "_b"))
    if both.empty:
        raise ParameterError("the two coders have no event in common: nothing can be compared.")
    draw = np.random.default_rng(SEED)
    rows = []
    for field, scale in SCALES.items():
        codes = _codes(both[[f"{field}_a", f"{field}_b"]].dropna(), scale)
        row = {"field": field, "scale": scale, "events": len(codes)}
        if len(codes):
            row |= {"agreed": (codes[:, 0] == codes[:, 1]).mean(), "alpha": _alpha(codes, scale)}
            picks = draw.integers(0, len(codes), (resamples, len(codes)))
            again = [_alpha(codes[pick], scale) for pick in picks]
            row["low"], row["high"] = np.quantile(again, [(1 - level) / 2, (1 + level) / 2])
        rows.append(row)
    columns = ["field", "scale", "events", "agreed", "alpha", "low", "high"]
    kinds = dict.fromkeys(columns[3:], "Float64") | {"field": "string", "scale": "string"}
    return pd.DataFrame(rows, columns=columns).astype(kinds)


def _values(coder: pd.DataFrame) -> pd.DataFrame:
    joint = coder["actor"] + "-" + coder["target"]
    one_way = coder["actor"] + ">" + coder["target"]
    direction = one_way.where(coder["directed"].astype(bool), joint)
    return coder.assign(direction=direction)[["event_id", *SCALES]]


def _codes(pair: pd.DataFrame, scale: str) -> np.ndarray:
    """Number the values from 0, those of an ordinal scale in their order."""
    values = pair.to_numpy(int if scale == "ordinal" else str)
    return np.unique(values, return_inverse=True)[1].reshape(values.shape)


def _alpha(codes: np.ndarray, scale: str) -> float:
    """Return alpha, or 1 where only one value occurs: nothing differs, nothing was by chance."""
    if (codes == codes[0, 0]).all():
        return 1.0
    return krippendorff.alpha(reliability_data=codes.T, level_of_measurement=scale)


def error_rates(checked: pd.DataFrame, level: float = 0.95) -> pd.DataFrame:
    """Count how many checked rows were wrong, by part, with Wilson's interval.

    Args:
        checked: One row a checked event: date, actors, act, figures (right, wrong or unknown).
        level: Confidence level of the interval.

    Returns:
        One row a part (date, actors, act, figures, any of them): part, checked (rows whose pages
        told it), wrong (rows), rate, low, high (shares, 0 to 1; missing when none was checked).
    """
    parts = checked[list(PARTS)]
    told = parts.isin(["right", "wrong"]).any(axis="columns")
    verdict = parts.eq("wrong").any(axis="columns").map({True: "wrong", False: "right"})
    whole = checked.assign(**{"any of them": verdict.where(told, "unknown")})
    rows = []
    for part in (*PARTS, "any of them"):
        told = whole.loc[whole[part].isin(["right", "wrong"]), part]
        wrong, total = int((told == "wrong").sum()), len(told)
        row = {"part": part, "checked": total, "wrong": wrong}
        if total:
            low, high = proportion_confint(wrong, total, 1 - level, method="wilson")
            row |= {"rate": wrong / total, "low": low, "high": high}
        rows.append(row)
    columns = ["part", "checked", "wrong", "rate", "low", "high"]
    kinds = {"part": "string", "rate": "Float64", "low": "Float64", "high": "Float64"}
    return pd.DataFrame(rows, columns=columns).astype(kinds)
