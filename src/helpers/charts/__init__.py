"""Charts: each takes the frame of a measure and returns a figure; none reads or counts."""

from helpers.charts.compare import two_panels
from helpers.charts.contrast import overlaid, ratios
from helpers.charts.events import calendar, map_of_places, timeline
from helpers.charts.missing import missed
from helpers.charts.parts import gaps, pairs, shares, stacked, visits
from helpers.charts.quality import agreement
from helpers.charts.series import (
    balance_over_time,
    counts_over_time,
    lead_lag,
    rates_over_time,
    scales_over_time,
    tension_over_time,
)
from helpers.charts.tables import (
    bullets,
    cited,
    folded,
    heading,
    link,
    links,
    said,
    table,
    with_link,
)
from helpers.charts.trace import traced

__all__ = [
    "agreement",
    "balance_over_time",
    "bullets",
    "calendar",
    "cited",
    "counts_over_time",
    "folded",
    "gaps",
    "heading",
    "lead_lag",
    "link",
    "links",
    "map_of_places",
    "missed",
    "overlaid",
    "pairs",
    "rates_over_time",
    "ratios",
    "said",
    "scales_over_time",
    "shares",
    "stacked",
    "table",
    "tension_over_time",
    "timeline",
    "traced",
    "two_panels",
    "visits",
    "with_link",
]
