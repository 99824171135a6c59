"""How many events are missed: log-linear models of three lists (see the caveat in `missing`)."""

import itertools
import warnings
from collections.abc import Mapping

import numpy as np
import pandas as pd
from scipy import optimize, special, stats
from statsmodels.genmod.families import Poisson
from statsmodels.genmod.generalized_linear_model import GLM, GLMResults
from statsmodels.tools.sm_exceptions import PerfectSeparationWarning

from helpers.measures.missing import LISTS, PAIRS, check, frame, groups

FEWEST_SEEN = 30  # about four for each of the seven cells
MOST = 20  # totals beyond this many times the events seen are no finding
NEAR = 2  # Burnham and Anderson 2002: models within 2 of the lowest AIC are nearly as good
NO_LIMIT = f"no upper limit below {MOST} times the events seen"

# Every pattern of reporting, the last one by nobody; and every set of pairs that may interact.
CELLS = np.array(list(itertools.product((1, 0), repeat=len(LISTS))))
MODELS = {
    " + ".join(f"{one}×{two}" for one, two in pairs) or "independence": pairs
    for size in range(len(PAIRS) + 1)
    for pairs in itertools.combinations(PAIRS, size)
}


def loglinear(lists: pd.DataFrame, by: str | None = None, level: float = 0.95) -> pd.DataFrame:
    """Estimate the number of events from three lists, with the model of lowest AIC.

    Poisson log-linear models of the seven observed cells (Fienberg 1972); the eight models of
    `loglinear_models` compete. The interval is Cormack's (1992) profile likelihood of the total.
    It takes the model for granted and is too narrow for that: on simulated lists that follow one
    of the models it held the true total in 83 to 94 % instead of 95 %. near_low to near_high, the
    span of the intervals of all models that fit nearly as well, held it in 94 to 99 %. That the
    three lists do not interact all at once cannot be tested. See the caveat in `missing`:
    dependence that no model holds makes this a lower bound, stopped searches inflate it.

    Args:
        lists: Frame of `capture_lists`.
        by: Column to estimate apart, such as category; categories without events keep a row.
        level: Confidence level of the interval.

    Returns:
        One row a group: group, model ("independence" or the pairs that interact), aic, seen
        (events in any list), total, low, high, missed (total - seen; events), near (models within
        2 of the lowest AIC, this one included), near_low, near_high (lowest and highest limit of
        them), reason (why a value is missing: fewer than 30 events, an empty list, no estimate,
        no upper limit below 20 times the events seen).

    Raises:
        ParameterError: Unknown column, level not between 0 and 1.
    """
    check(lists, by, level)
    rows = [
        {"group": name, **_loglinear(_counts(group), level)} for name, group in groups(lists, by)
    ]
    spans = ["low", "high", "missed", "near", "near_low", "near_high"]
    return frame(rows, ["group", "model", "aic", "seen", "total", *spans, "reason"])


def loglinear_models(lists: pd.DataFrame, by: str | None = None) -> pd.DataFrame:
    """Fit every hierarchical log-linear model without the three-way interaction.

    A model is fitted only where its maximum-likelihood estimate exists, which zero cells can
    prevent (Fienberg and Rinaldo 2012; linear program as in Chan, Silverman and Vincent 2021).

    Args:
        lists: Frame of `capture_lists`.
        by: Column to estimate apart.

    Returns:
        One row a (group, model), lowest AIC first: group, model, aic, deviance, df (residual),
        seen, total, missed (events), reason (why the estimate is missing).

    Raises:
        ParameterError: Unknown column.
    """
    check(lists, by)
    rows = [
        {"group": name, **row} for name, group in groups(lists, by) for row in _fits(_counts(group))
    ]
    return frame(
        rows, ["group", "model", "aic", "deviance", "df", "seen", "total", "missed", "reason"]
    )


def _counts(lists: pd.DataFrame) -> np.ndarray:
    """Count the seven patterns of reporting, in the order of CELLS."""
    flags = lists[list(LISTS)].to_numpy(bool)
    return (flags[:, None] == CELLS[None, :-1].astype(bool)).all(axis=2).sum(axis=0)


def _design(model: str) -> np.ndarray:
    """Build the model matrix of all eight cells; the unseen one has the intercept alone."""
    lists = dict(zip(LISTS, CELLS.T, strict=True))
    products = [lists[one] * lists[two] for one, two in MODELS[model]]
    return np.column_stack([np.ones(len(CELLS)), CELLS, *products])


def _fit(counts: np.ndarray, design: np.ndarray) -> GLMResults:
    # The saturated model fits exactly and leaves no degree of freedom: that is no fault here.
    with warnings.catch_warnings(), np.errstate(divide="ignore"):
        warnings.simplefilter("ignore", PerfectSeparationWarning)
        return GLM(counts, design, family=Poisson()).fit(maxiter=200, tol=1e-10)


def _has_estimate(counts: np.ndarray, design: np.ndarray) -> bool:
    """Tell whether some table without zeros has the same margins: then the estimate exists."""
    cells, terms = design.shape
    solved = optimize.linprog(
        np.append(np.zeros(cells), -1),  # make the smallest cell as large as possible
        A_ub=np.column_stack([-np.eye(cells), np.ones(cells)]),
        b_ub=np.zeros(cells),
        A_eq=np.column_stack([design.T, np.zeros(terms)]),
        b_eq=design.T @ counts,
        bounds=[(0, None)] * cells + [(None, 1)],
    )
    return solved.status == 0 and -solved.fun > 1e-7


def _why_not(counts: np.ndarray) -> str | None:
    if not counts.sum():
        return "no events"
    if counts.sum() < FEWEST_SEEN:
        return f"fewer than {FEWEST_SEEN} events"
    empty = [name for name, n in zip(LISTS, counts @ CELLS[:-1], strict=True) if not n]
    return f"no event reported by {', '.join(empty)}" if empty else None


def _fits(counts: np.ndarray) -> list[dict[str, object]]:
    """Fit all models; those without an estimate come last."""
    seen, reason, rows = int(counts.sum()), _why_not(counts), []
    for model in MODELS:
        design, row = _design(model)[:-1], {"model": model, "seen": seen, "reason": reason}
        if reason is None and not _has_estimate(counts, design):
            row["reason"] = "no estimate: empty cells"
        elif reason is None:
            fit = _fit(counts, design)
            row |= {"aic": fit.aic, "deviance": fit.deviance, "df": int(fit.df_resid)}
            missed = float(np.exp(fit.params[0]))
            if seen + missed > MOST * seen:
                row["reason"] = f"estimate beyond {MOST} times the events seen"
            else:
                row |= {"total": seen + missed, "missed": missed}
        rows.append(row)
    return sorted(rows, key=lambda row: row.get("aic", np.inf))


def _loglinear(counts: np.ndarray, level: float) -> dict[str, object]:
    fits = _fits(counts)
    best, seen = fits[0], fits[0]["seen"]
    if "total" not in best:
        known = best if "aic" in best else best | {"model": None}
        return {name: known.get(name) for name in ("model", "aic", "seen", "reason")}
    near = [row for row in fits if row.get("aic", np.inf) <= best["aic"] + NEAR]
    limits = [_profile(counts, row, level) for row in near]
    low, high = limits[0]
    row = dict(best)
    lowest, highest = min(low, *(pair[0] for pair in limits)), max(high, *(h for _, h in limits))
    row |= {"low": seen + low, "near_low": seen + lowest, "near": len(near)}
    row |= {"high": seen + high} if np.isfinite(high) else {"reason": NO_LIMIT}
    row |= {"near_high": seen + highest} if np.isfinite(highest) else {"reason": NO_LIMIT}
    if np.isfinite(high) and not np.isfinite(highest):
        row |= {"reason": f"{NO_LIMIT} in a model nearly as good"}
    return row


def _profile(counts: np.ndarray, fit: Mapping[str, object], level: float) -> tuple[float, float]:
    """Find where the profile likelihood of the unseen number has dropped by too much.

    For a number unseen the eight cells are fitted, and the multinomial likelihood is the Poisson
    one less that of the total. The upper limit is infinite where there is none below MOST.
    """
    if "missed" not in fit:
        return np.inf, np.inf
    design, seen = _design(fit["model"]), counts.sum()

    def drop(unseen: float) -> float:
        total = seen + unseen
        of_total = total * np.log(total) - total - special.gammaln(total + 1)
        return of_total - _fit(np.append(counts, unseen), design).llf

    top = optimize.minimize_scalar(drop, bounds=(0, 2 * fit["missed"] + 5), method="bounded")
    allowed = top.fun + stats.chi2.ppf(level, 1) / 2
    most = (MOST - 1) * seen
    low, high = 0.0, np.inf
    if drop(0) > allowed:
        low = optimize.brentq(lambda unseen: drop(unseen) - allowed, 0, top.x, xtol=1e-4)
    if top.x < most and drop(most) > allowed:
        high = optimize.brentq(lambda unseen: drop(unseen) - allowed, top.x, most, xtol=1e-4)
    return low, high
