"""Draw the events to code twice and those to check: `python data/reliability/draw.py`.

Double coding: 120 events, stratified by category (tension is drawn above its share, for severity
is graded there alone) and, within a category, evenly over three periods as far as they hold events.
Accuracy: 120 other bilateral events, drawn simply at random. The frame is the package as known on
the day of the draw.
"""

import pandas as pd

from helpers import dataset

DRAWN_ON = "2026-11-21"
SEED = 20261121
SIZES = {"tension": 42, "engagement": 36, "cooperation": 16, "agreement": 14, "context": 12}
PERIODS = [1990, 2011, 2019, 2026]
CHECKED = 120


def double_coding(events: pd.DataFrame) -> pd.Series:
    """Draw the ids of events to code twice."""
    period = pd.cut(events["year"], PERIODS)
    drawn = []
    for category, size in SIZES.items():
        left = size
        groups = [group for _, group in events[events["category"] == category].groupby(period)]
        groups.sort(key=len)  # the smallest first, so that others fill up what it lacks
        for place, group in enumerate(groups):
            share = min(len(group), round(left / (len(groups) - place)))
            drawn.append(group.sample(share, random_state=SEED))
            left -= share
    return pd.concat(drawn)["event_id"].sort_values(ignore_index=True)


def accuracy(events: pd.DataFrame, coded: pd.Series) -> pd.Series:
    """Draw the ids of events to check, apart from those that are coded twice."""
    frame = dataset.bilateral(events[~events["event_id"].isin(coded)])
    return frame.sample(CHECKED, random_state=SEED)["event_id"].sort_values(ignore_index=True)


if __name__ == "__main__":
    events = dataset.load(as_of=DRAWN_ON).events.sort_values("event_id", ignore_index=True)
    coded = double_coding(events)
    print("to code twice:", *coded)
    print("to check:", *accuracy(events, coded))
