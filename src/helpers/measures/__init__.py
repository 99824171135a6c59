"""Measures: pure functions from frames to frames."""

from helpers.measures.association import lead_lag
from helpers.measures.audit import corroboration, tally
from helpers.measures.comparison import (
    align,
    covered,
    overlaps,
    pick,
    rank_agreement,
    rank_agreements,
    side_by_side,
    spans,
)
from helpers.measures.contacts import (
    contacts,
    gaps_by_level,
    travel_by_year,
    visits_by_year,
    who_met_whom,
)
from helpers.measures.counts import (
    count_by_direction,
    count_by_period,
    direction_of,
    period_for,
    too_coarse,
)
from helpers.measures.coverage import coverage_by_month
from helpers.measures.loglinear import loglinear, loglinear_models
from helpers.measures.missing import capture_lists, chapman, dependence
from helpers.measures.places import places
from helpers.measures.rates import rate_by_period, rate_ratio, share_by
from helpers.measures.reliability import agreement, error_rates
from helpers.measures.tension import balance_by_period, goldstein_by_period, tension_index

__all__ = [
    "agreement",
    "align",
    "balance_by_period",
    "capture_lists",
    "chapman",
    "contacts",
    "corroboration",
    "count_by_direction",
    "count_by_period",
    "coverage_by_month",
    "covered",
    "dependence",
    "direction_of",
    "error_rates",
    "gaps_by_level",
    "goldstein_by_period",
    "lead_lag",
    "loglinear",
    "loglinear_models",
    "overlaps",
    "period_for",
    "pick",
    "places",
    "rank_agreement",
    "rank_agreements",
    "rate_by_period",
    "rate_ratio",
    "share_by",
    "side_by_side",
    "spans",
    "tally",
    "tension_index",
    "too_coarse",
    "travel_by_year",
    "visits_by_year",
    "who_met_whom",
]
