"""What the notebooks say in words holds for the data: else the sentence is to be mended."""

import re
from functools import cache

import pandas as pd
import pytest

from helpers import measures
from notebooks import NOTEBOOKS, code_cells, read

PATHS = {path.stem[:2]: path for path in NOTEBOOKS}


@cache
def names(number: str) -> dict:
    """Run the code cells of a notebook here and return its names."""
    space: dict = {}
    for cell in code_cells(read(PATHS[number])):
        exec(compile(cell.source, PATHS[number].name, "exec"), space)
    return space


def denser_than_the_nineties(here):
    year = here["by_year"].sum(axis="columns")
    return year.loc[2020:2025].min() > 3 * year.loc[1991:1999].max()


def each_decade_holds_more(here):
    years = here["by_year"]
    decades = years.groupby(years.index // 10 * 10).sum().sum(axis="columns")
    return decades.is_monotonic_increasing and len(decades) == 4


def mostly_dated_to_the_day(here):
    return (here["events"]["date_precision"] == "day").mean() > 0.75


def iran_is_cited_least(here):
    return here["sources"]["side"].value_counts().idxmin() == "IRN"


def contact_every_year(here):
    return set(here["contacts"]["year"]) == set(range(1991, here["data"].end.year + 1))


def three_levels_hold_most(here):
    top = here["levels"].head(3)
    return set(top["level"]) == {"head_of_state", "minister", "foreign_minister"} and (
        top["share"].sum() > 0.5
    )


def four_themes_lead(here):
    return {"trade", "transport", "karabakh", "energy"} == set(here["subjects"]["themes"].head(4))


def bursts(here):
    tension = here["tension"]
    year = tension.groupby("year").size().reindex(range(1991, 2027), fill_value=0)
    month = tension.groupby(tension["date_start"].dt.to_period("M")).size()

    def share(year, first, last):
        months = month[month.index.year == year]
        return months[first:last].sum() / months.sum()

    return (
        year[2001] > max(year[2000], year[2002])
        and year[2012] == year.loc[2002:2019].max()
        and share(2020, "2020-09", "2020-11") > 0.5
        and share(2021, "2021-08", "2021-11") > 0.5
        and year[2023] == year.max()
        and share(2026, "2026-03", "2026-03") > 0.5
    )


def words_and_protests_are_most(here):
    return (here["tension"]["severity"] <= 2).mean() > 0.5


def coercion_is_more_frequent_than_force(here):
    return (here["tension"]["severity"] == 3).sum() > (here["tension"]["severity"] > 3).sum()


def both_sides_act(here):
    return measures.direction_of(here["tension"]).value_counts().loc[
        ["AZE → IRN", "IRN → AZE"]
    ].min() > 0.3 * len(here["tension"])


def inside_the_band(here):
    return not here["outside"].any()


def more_tension_only_in_2012_and_2013(here):
    balance = measures.balance_by_period(here["yearly"]).set_index("period")["balance"]
    return balance[balance < 0].index.tolist() == ["2012", "2013"]


def the_embassy_quarters_stand_out(here):
    balance = here["balance"].set_index("period")["balance"]
    return balance.loc["2022Q4":"2023Q2"].min() < 0


def icews_peaks_with_the_records(here):
    return set(here["peak"]) == {"2012"}


def scales_agree_month_by_month(here):
    aligned = measures.align(measures.covered(here["score"]), here["weights"])
    recorded = [measures.align(here["ours"]["balance"], scale) for scale in here["theirs"].values()]
    pairs = {str(number): pair for number, pair in enumerate([aligned, *recorded])}
    return measures.rank_agreements(pairs, here["level"])["outside"].all()


def full_months_agree_less(here):
    agreed = measures.rank_agreements(here["ways_to_choose"], here["level"])["rho"]
    return agreed["months that both cover in full"] == agreed.min()


def each_scale_has_its_own_worst_month(here):
    return len({scale.idxmin() for scale in here["scales"].values()}) == 3


def votes_and_trade_follow_other_clocks(here):
    series = {"votes": here["votes"], "points": here["points"]}
    series["trade"] = measures.covered(here["traded"])
    pairs = {name: measures.align(one, here["yearly"]) for name, one in series.items()}
    return not measures.rank_agreements(pairs, here["level"])["outside"].any()


def customs_differ_by_up_to_two(here):
    ratios = pd.concat([measures.overlaps(*pair) for pair in here["sides"].values()])["ratio"]
    return 1.7 < ratios.where(ratios > 1, 1 / ratios).max() < 2.3


def disputes_pass_over_2012(here):
    return here["disputes"].loc["2012", "cow_mid_disputes"] == 0


CLAIMS = {
    ("01", "Recent years are recorded far more densely than the 1990s"): denser_than_the_nineties,
    ("01", "each decade holds more than the one before it"): each_decade_holds_more,
    ("01", "Most events are dated to the day"): mostly_dated_to_the_day,
    ("01", "of third countries are cited more often than Iranian ones"): iran_is_cited_least,
    ("02", "each year since 1991 holds recorded meetings, visits or calls"): contact_every_year,
    ("02", "Heads of state, ministers and foreign ministers hold most"): three_levels_hold_most,
    ("02", "trade, transport, Karabakh and energy are what they talk about"): four_themes_lead,
    ("03", "Tension comes in bursts: 2001 at sea, 2012"): bursts,
    ("03", "Words and formal protests make up most"): words_and_protests_are_most,
    ("03", "are more frequent than force"): coercion_is_more_frequent_than_force,
    ("03", "Both sides act"): both_sides_act,
    ("04", "stays inside the band of unrelated series"): inside_the_band,
    ("04", "cooperation outweighs tension in most years"): more_tension_only_in_2012_and_2013,
    ("04", "the quarters around the embassy attack of 2023"): the_embassy_quarters_stand_out,
    ("05", "conflict in ICEWS peaks in 2012, the year with the most"): icews_peaks_with_the_records,
    ("05", "GDELT and ICEWS agree with each other and with the"): scales_agree_month_by_month,
    ("05", "where both cover a month in full they agree less"): full_months_agree_less,
    ("05", "each scale names another worst month"): each_scale_has_its_own_worst_month,
    ("05", "neither moves with the recorded balance more"): votes_and_trade_follow_other_clocks,
    ("05", "differ by up to about two times"): customs_differ_by_up_to_two,
    ("05", "militarised disputes pass over 2012"): disputes_pass_over_2012,
}


@pytest.mark.parametrize(
    ("claim", "holds"), CLAIMS.items(), ids=[claim.__name__ for claim in CLAIMS.values()]
)
def test_a_sentence_of_a_notebook_holds_for_the_data(claim, holds):
    number, words = claim
    cells = [cell.source for cell in read(PATHS[number]).cells if cell.cell_type == "markdown"]
    assert words in re.sub(r"\s+", " ", " ".join(cells)), "the sentence changed: mend this list"
    assert holds(names(number)), f"no longer true of the data: mend notebook {number}"
