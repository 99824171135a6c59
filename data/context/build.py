"""Build the context series beside the curated events from the folder of the originals.

Run it from anywhere, with the folder that holds icews/, gdelt/, unga/, trade/ and conflict/:

    python data/context/build.py FOLDER_OF_ORIGINALS

Same originals, same bytes. Each file has the columns period, series, value, unit, coverage, source,
sorted by series then period. A period without coverage has the grade none and an empty value, so
that zero is not missing; "partial" means that a part of the period, or of the actors, is absent.
The originals are read and aggregated; no third-party record is copied.

icews_yearly     Directed yearly counts in four classes, 2002-2014: the only complete ICEWS here.
icews_monthly    Directed monthly counts and Goldstein sums, 2018-01 to 2023-04 with gaps. Never of
                 ICEWS14 and ICEWS05-15 (their actor lists lack "Azerbaijan"). Rows with actors
                 matched at low confidence are dropped. Symmetric relations occur in both
                 directions. ICEWS22-zero (2022-01 to 08) holds 999 actors and keeps duplicates:
                 partial, as are October 2022 (from the 11th) and April 2023 (to the 10th).
gdelt_monthly    Pair score, both directions added, no count. The sum misses what missing days
                 would add; the mean per present day is scaled for them. Partial: days missing.
unga_yearly      Voting agreement (strict; abstention as half) and ideal points with their
                 distance, all of the release Jun2024. Partial: fewer than ten votes (2020 has one).
trade_yearly     COW imports by each side, and later figures of each customs service as stated,
                 each with its page. The two services differ by up to two times: never one series.
                 FY1395 is the Iranian year from 21 March 2016; FY1401-M07 its first seven months;
                 2021-01/2021-10 is January to October. Partial: part of a year. Left out: figures
                 of other reporters (ministries, chambers, Trade Promotion Organisation) and what
                 the compiler derived.
disputes_yearly  Militarised disputes with the two on opposite sides, by year, and COW's highest
                 hostility (0: no dispute). GML holds no dispute that starts after 2007 or ends
                 after 2010: none from 2011. COW 1991: partial, contiguity starts in December.
"""

import calendar
import sys
from pathlib import Path

import pandas as pd

HERE = Path(__file__).resolve().parent
COLUMNS = ["period", "series", "value", "unit", "coverage", "source"]
PAIRS = [("IRN", "AZE"), ("AZE", "IRN")]

ICEWS = "ICEWS, Boschee et al., Harvard Dataverse 10.7910/DVN/28075"
GDELT = "GDELT, daily edges by gzemo/gdelt-graph-data"
VOTES = "UN General Assembly votes, agreement computed with the reference data"
IDEAL = "Ideal points of UN General Assembly voting, IdealpointestimatesAll_{} (evoeten, tongyu03)"
COW_TRADE = "Correlates of War Trade v4, Barbieri and Keshk"
MID = "Correlates of War MID, by way of peacesciencer (svmiller)"
GML = "GML militarised disputes, by way of peacesciencer (svmiller)"

QUADS = {
    "verbCoop": "verbal_cooperation",
    "matlCoop": "material_cooperation",
    "verbConf": "verbal_conflict",
    "matlConf": "material_conflict",
}
TREND_SETS = ["ICEWS18", "ICEWS21-zero", "ICEWS22-zero", "ICEWS22-full(Oct-Dec)", "ICEWS23"]
FEW_ACTORS = "ICEWS22-zero"
CUT_MONTHS = {"2022-10", "2023-04"}
DOUBTFUL = {"manual_lowconf", "manual_opposition_nonstate"}
RELEASE = "Jun2024"
FEW_VOTES = 10
CUSTOMS = {"IRICA": "iran_customs", "State Customs Committee AZE": "azerbaijan_customs"}
FLOWS = {
    "iran_customs": {
        "irn_exports_to_aze_musd": "exports_to_aze",
        "aze_exports_to_irn_musd": "imports_from_aze",
    },
    "azerbaijan_customs": {
        "irn_exports_to_aze_musd": "imports_from_irn",
        "aze_exports_to_irn_musd": "exports_to_irn",
    },
}
DISPUTE_YEARS = range(1991, 2015)
GML_LAST = 2010


def icews_yearly(folder: Path) -> pd.DataFrame:
    """Yearly counts of both directions in the four quad classes."""
    table = pd.read_csv(folder / "icews" / "icews_dyad_year_quad_2002_2014.csv")
    parts = []
    for actor, target in PAIRS:
        rows = table[(table["source_iso3"] == actor) & (table["target_iso3"] == target)]
        for column, quad in QUADS.items():
            name = f"{_direction(actor, target)}_{quad}"
            parts.append(_series(rows["year"], name, rows[column], "events", "full", ICEWS, 0))
    return pd.concat(parts)


def icews_monthly(folder: Path) -> pd.DataFrame:
    """Monthly counts and Goldstein sums of both directions; months between sub-sets are none."""
    covered = _icews_coverage(folder)
    events = pd.read_csv(folder / "icews" / "icews_irn_aze_events.csv")
    doubtful = events[["source_basis", "target_basis"]].isin(DOUBTFUL).any(axis=1)
    kept = events[events["dataset"].isin(TREND_SETS) & ~doubtful]
    parts = []
    for actor, target in PAIRS:
        rows = kept[(kept["source_iso3"] == actor) & (kept["target_iso3"] == target)]
        weights = rows.groupby(rows["date"].str[:7])["goldstein_cameo"]
        for name, sums, unit, digits in (
            ("events", weights.size(), "events", 0),
            ("goldstein", weights.sum(), "Goldstein points", 1),
        ):
            values = sums.reindex(covered.index, fill_value=0).mask(covered["coverage"] == "none")
            name = f"{_direction(actor, target)}_{name}"
            grades = covered["coverage"]
            parts.append(
                _series(covered.index, name, values, unit, grades, covered["source"], digits)
            )
    return pd.concat(parts)


def _icews_coverage(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "icews" / "icews_irn_aze_month_counts.csv")
    sets = table[table["dataset"].isin(TREND_SETS)].set_index("month")["dataset"]
    months = pd.period_range(sets.index.min(), sets.index.max(), freq="M").strftime("%Y-%m")
    frame = sets.reindex(months).rename_axis("month").to_frame()
    part = (frame["dataset"] == FEW_ACTORS) | frame.index.isin(CUT_MONTHS)
    grade = part.map({True: "partial", False: "full"})
    frame["coverage"] = grade.mask(frame["dataset"].isna(), "none")
    frame["source"] = (f"{ICEWS}; sub-set " + frame["dataset"]).fillna(ICEWS)
    return frame


def gdelt_monthly(folder: Path) -> pd.DataFrame:
    """Monthly sum of the daily pair score, and its mean per day that is present."""
    table = pd.read_csv(folder / "gdelt" / "gdelt_monthly_edges_3plus3.csv")
    pair = table[table["dyad"] == "AZE-IRN"].set_index("month")
    months = pd.period_range(pair.index.min(), pair.index.max(), freq="M").strftime("%Y-%m")
    pair = pair.reindex(months)
    present = pair["days"].fillna(0)
    grades = [_days_grade(month, days) for month, days in present.items()]
    sums = pair["edge_sum"].mask(present == 0)
    means = sums / present.where(present > 0)
    daily = "score points per present day"
    return pd.concat(
        [
            _series(months, "pair_score_sum", sums, "score points", grades, GDELT, 1),
            _series(months, "pair_score_per_day", means, daily, grades, GDELT, 3),
        ]
    )


def _days_grade(month: str, present: float) -> str:
    if not present:
        return "none"
    year, number = map(int, month.split("-"))
    return "full" if present == calendar.monthrange(year, number)[1] else "partial"


def unga_yearly(folder: Path) -> pd.DataFrame:
    """Voting agreement of the two, their ideal points and the distance of these."""
    table = pd.read_csv(folder / "unga" / "unga_agreement_3plus3_1992_2019.csv")
    rows = table[(table["a"] == "AZE") & (table["b"] == "IRN")]
    grades = _votes_grade(rows["n"])
    parts = [
        _series(rows["year"], name, rows[column], "share of votes", grades, VOTES, 4)
        for name, column in (
            ("agreement_strict", "agree_strict"),
            ("agreement_half", "agree_half"),
        )
    ]
    return pd.concat([*parts, *_ideal_points(folder)])


def _ideal_points(folder: Path) -> list[pd.DataFrame]:
    table = pd.read_csv(folder / "unga" / "unga_ideal_points_3plus3.csv")
    rows = table[(table["release"] == RELEASE) & table["iso3"].isin(["AZE", "IRN"])]
    points = rows.pivot(index="year", columns="iso3", values="ideal_point")
    votes = rows.pivot(index="year", columns="iso3", values="n_votes")
    source, years = IDEAL.format(RELEASE), points.index
    both = _votes_grade(votes.min(axis=1))
    distance = (points["AZE"] - points["IRN"]).abs()
    unit = "ideal point scale"
    return [
        _series(years, "ideal_point_distance", distance, unit, both, source, 3),
        *(
            _series(
                years,
                f"ideal_point_{state.lower()}",
                points[state],
                unit,
                _votes_grade(votes[state]),
                source,
                3,
            )
            for state in ("AZE", "IRN")
        ),
    ]


def _votes_grade(votes: pd.Series) -> pd.Series:
    return votes.ge(FEW_VOTES).map({True: "full", False: "partial"})


def trade_yearly(folder: Path) -> pd.DataFrame:
    """COW imports of both sides, and the figures of each customs service as stated."""
    return pd.concat([*_cow_trade(folder), _customs(folder)])


def _cow_trade(folder: Path) -> list[pd.DataFrame]:
    table = pd.read_csv(folder / "trade" / "cow_trade_v4_directed_3plus3_1991_2014.csv")
    years = range(table["year"].min(), table["year"].max() + 1)
    parts = []
    for importer, exporter in PAIRS:
        rows = table[(table["importer_iso3"] == importer) & (table["exporter_iso3"] == exporter)]
        values = rows.set_index("year")["imports_of_1_from_2_musd"].reindex(years)
        grades = values.notna().map({True: "full", False: "none"})
        name = f"cow_{importer.lower()}_imports_from_{exporter.lower()}"
        parts.append(_series(years, name, values, "million current US$", grades, COW_TRADE, 1))
    return parts


def _customs(folder: Path) -> pd.DataFrame:
    table = pd.read_csv(folder / "trade" / "irn_aze_trade_figures_from_pages.csv", dtype="string")
    rows = []
    for figure in table.fillna("").to_dict("records"):
        service = CUSTOMS.get(figure["reporter"].removesuffix(" (via Trend)"))
        if service:
            rows += _customs_rows(service, figure)
    return pd.DataFrame(rows, columns=COLUMNS)


def _customs_rows(service: str, figure: dict[str, str]) -> list[tuple[str, ...]]:
    period, grade = _trade_period(service, figure)
    non_oil = "_non_oil" if figure["note"].startswith("non-oil") else ""
    flows = dict(FLOWS[service])
    if "turnover derived" not in figure["note"]:
        flows["turnover_musd"] = "turnover"
    source = f"{figure['reporter']}, {figure['url']}"
    return [
        (
            period,
            f"{service}_{flow}{non_oil}",
            _number(float(figure[column]), 2),
            "million current US$",
            grade,
            source,
        )
        for column, flow in flows.items()
        if figure[column]
    ]


def _trade_period(service: str, figure: dict[str, str]) -> tuple[str, str]:
    """Label a period and grade it: Iranian years FY1395, parts FY1401-M07 or 2021-01/2021-10."""
    label = figure["period_label"]
    if service == "iran_customs":
        months = {"H1": "06"}.get(label.split()[0], label.split()[0].zfill(2))
        year = f"FY{label[-4:]}"
        return (
            (year, "full") if label.startswith("Iranian FY") else (f"{year}-M{months}", "partial")
        )
    if label.isdigit():
        return label, "full"
    return f"{figure['period_start'][:7]}/{figure['period_end'][:7]}", "partial"


def disputes_yearly(folder: Path) -> pd.DataFrame:
    """Militarised disputes of the two by year, of COW and of GML, and COW's highest hostility."""
    years = pd.Index(DISPUTE_YEARS)
    cow = pd.read_csv(folder / "conflict" / "cow_mid_dirdisps_3plus3_1991on.csv")
    cow = cow[(cow["iso3_1"] == "IRN") & (cow["iso3_2"] == "AZE")]
    count = cow.groupby("year")["dispnum"].nunique().reindex(years, fill_value=0)
    worst = cow.assign(level=cow[["hostlev1", "hostlev2"]].max(axis=1)).groupby("year")["level"]
    hostility = worst.max().reindex(years, fill_value=0)
    grades = ["partial" if year == 1991 else "full" for year in years]
    gml = _gml_count(folder, years)
    known = ["full" if year <= GML_LAST else "none" for year in years]
    level = "COW hostility level; 0 no dispute"
    return pd.concat(
        [
            _series(years, "cow_mid_disputes", count, "disputes", grades, MID, 0),
            _series(years, "cow_mid_highest_hostility", hostility, level, grades, MID, 0),
            _series(years, "gml_disputes_begun", gml, "disputes", known, GML, 0),
        ]
    )


def _gml_count(folder: Path, years: pd.Index) -> pd.Series:
    table = pd.read_csv(folder / "conflict" / "gml_participants_dates_3plus3_1991on.csv")
    iran, other = (table[table["iso3"] == state] for state in ("IRN", "AZE"))
    both = iran.merge(other, on="dispnum", suffixes=("", "_aze"), validate="one_to_one")
    opposed = both[both["sidea"] != both["sidea_aze"]]
    count = opposed.groupby("styear")["dispnum"].nunique().reindex(years, fill_value=0)
    return count.mask(years > GML_LAST)


def _direction(actor: str, target: str) -> str:
    return f"{actor.lower()}_to_{target.lower()}"


def _series(
    periods: object,
    name: str,
    values: pd.Series,
    unit: str,
    coverage: object,
    source: object,
    digits: int,
) -> pd.DataFrame:
    """Write one series as text rows; a missing value becomes an empty cell."""
    frame = pd.DataFrame({"period": [str(period) for period in periods], "series": name})
    frame["value"] = [_number(value, digits) for value in values]
    frame["unit"] = unit
    frame["coverage"] = coverage if isinstance(coverage, str) else list(coverage)
    frame["source"] = source if isinstance(source, str) else list(source)
    return frame[COLUMNS]


def _number(value: float, digits: int) -> str:
    if pd.isna(value):
        return ""
    return f"{round(float(value), digits) + 0.0:.{digits}f}"


FILES = {
    "icews_yearly": icews_yearly,
    "icews_monthly": icews_monthly,
    "gdelt_monthly": gdelt_monthly,
    "unga_yearly": unga_yearly,
    "trade_yearly": trade_yearly,
    "disputes_yearly": disputes_yearly,
}


def build(originals: Path, target: Path = HERE) -> list[Path]:
    """Write every context file made from the originals to a folder; return their paths."""
    paths = []
    for name, make in FILES.items():
        frame = make(originals).sort_values(["series", "period"], kind="stable")
        paths.append(target / f"{name}.csv")
        frame.to_csv(paths[-1], index=False, lineterminator="\n", encoding="utf-8")
    return paths


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python data/context/build.py FOLDER_OF_ORIGINALS")
    build(Path(sys.argv[1]))
