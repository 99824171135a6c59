"""Contested statements set side by side: whose account is it, and what stands against it."""

import re

import pandas as pd

# A capital after "in" tells where somebody is; the Azerbaijani provinces and Ardabil are Iran's.
COUNTRIES = {
    "AZE": re.compile(r"(?<!East )(?<!West )\bAzerbaijan(?:is?)?\b(?!\.\w)|(?<!in )\bBaku\b"),
    "IRN": re.compile(
        r"\bIran(?:ians?)?\b|(?<!in )\bTehran\b|\b(?:East|West) Azerbaijan\b|\bArdabil\b"
    ),
}
JOINED = re.compile(r"\band\b|,|/")
OTHERS = "others"


def party_of(claims: pd.DataFrame, people: pd.DataFrame) -> pd.Series:
    """Tell from which country a claimant speaks, by the name alone.

    A recorded person has the person's country; a publisher that speaks for itself has the side of
    its page. Otherwise the country named first decides ("Embassy of Iran in Azerbaijan" is
    Iran's). Countries that are joined ("Iranian and Azerbaijani officials") and names without a
    country belong to neither.

    Args:
        claims: Columns claimant, publisher and side: of `dataset.claims_of`.
        people: Columns name and country of recorded persons.

    Returns:
        Series of AZE, IRN or "others", on the index of `claims`.
    """
    known = people.set_index("name")["country"].to_dict()
    columns = claims[["claimant", "publisher", "side"]].itertuples(index=False)
    found = [
        (side if side in COUNTRIES else OTHERS)
        if claimant == publisher
        else _party(claimant, known)
        for claimant, publisher, side in columns
    ]
    return pd.Series(found, index=claims.index, dtype="string", name="party")


def _party(claimant: str, known: dict[str, str]) -> str:
    named = {country for name, country in known.items() if name in claimant}
    if len(named) == 1:
        country = named.pop()
        return country if country in COUNTRIES else OTHERS
    found = {side: words.search(claimant) for side, words in COUNTRIES.items()}
    hits = sorted((hit.start(), hit.end(), side) for side, hit in found.items() if hit)
    if not hits or claimant[: hits[0][0]].endswith("and "):
        return OTHERS
    if len(hits) > 1 and JOINED.fullmatch(claimant[hits[0][1] : hits[1][0]].strip()):
        return OTHERS
    return hits[0][2]


def accounts(claims: pd.DataFrame, *, told: str = "claim") -> pd.DataFrame:
    """Set the accounts of the two sides next to each other, event by event.

    Args:
        claims: Frame of `dataset.claims_of` with the column party of `party_of`.
        told: Column to show in the cells.

    Returns:
        One row for the first claim of each party about an event, one for the second, and so on:
        event_id, AZE, IRN, others (the column `told`, missing where a party says no more).
    """
    number = claims.groupby(["event_id", "party"]).cumcount()
    order = claims["event_id"].map({name: n for n, name in enumerate(claims["event_id"].unique())})
    placed = claims.assign(number=number, order=order)
    keys = ["order", "event_id", "number"]
    wide = placed.set_index([*keys, "party"])[told].astype(object).unstack("party")
    wide = wide.sort_index().reindex(columns=["AZE", "IRN", OTHERS])
    return wide.reset_index().drop(columns=["order", "number"]).rename_axis(columns=None)
