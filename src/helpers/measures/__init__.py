"""Measures: pure functions from frames to frames."""

from helpers.measures.accounts import accounts, party_of
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
from helpers.measures.contrasts import contrast, only_in_one, pairs_in_both
from helpers.measures.counts import (
    count_by_direction,
    count_by_period,
    direction_of,
    period_for,
    too_coarse,
)
from helpers.measures.coverage import coverage_by_month
from helpers.measures.episodes import (
    before_and_after,
    by_side,
    first_after,
    gravest,
    involved,
    period_of,
    span_of,
)
from helpers.measures.loglinear import loglinear, loglinear_models
from helpers.measures.missing import capture_lists, chapman, dependence
from helpers.measures.officials import (
    contacts_by_year,
    counterparts,
    gaps_between,
    gaps_by_kind,
    kind_of_contact,
    offices_held,
    part_in,
)
from helpers.measures.places import places
from helpers.measures.platforms import (
    attendance,
    kind_of,
    margin_shares,
    on_the_margins,
    sessions,
)
from helpers.measures.principals import principals
from helpers.measures.rates import rate_by_period, rate_ratio, share_by
from helpers.measures.reliability import agreement, error_rates
from helpers.measures.stretches import coverage_summary, index_summary, stretch
from helpers.measures.tension import balance_by_period, goldstein_by_period, tension_index

__all__ = [
    "accounts",
    "agreement",
    "align",
    "attendance",
    "balance_by_period",
    "before_and_after",
    "by_side",
    "capture_lists",
    "chapman",
    "contacts",
    "contacts_by_year",
    "contrast",
    "corroboration",
    "count_by_direction",
    "count_by_period",
    "counterparts",
    "coverage_by_month",
    "coverage_summary",
    "covered",
    "dependence",
    "direction_of",
    "error_rates",
    "first_after",
    "gaps_between",
    "gaps_by_kind",
    "gaps_by_level",
    "goldstein_by_period",
    "gravest",
    "index_summary",
    "involved",
    "kind_of",
    "kind_of_contact",
    "lead_lag",
    "loglinear",
    "loglinear_models",
    "margin_shares",
    "offices_held",
    "on_the_margins",
    "only_in_one",
    "overlaps",
    "pairs_in_both",
    "part_in",
    "party_of",
    "period_for",
    "period_of",
    "pick",
    "places",
    "principals",
    "rank_agreement",
    "rank_agreements",
    "rate_by_period",
    "rate_ratio",
    "sessions",
    "share_by",
    "side_by_side",
    "span_of",
    "spans",
    "stretch",
    "tally",
    "tension_index",
    "too_coarse",
    "travel_by_year",
    "visits_by_year",
    "who_met_whom",
]
