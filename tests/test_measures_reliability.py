"""Agreement of two coders and error rates of checked rows."""

import pandas as pd
import pytest

from helpers import measures
from helpers.errors import ParameterError


def coded(*rows, severities=None):
    """Build a coder's rows from (category, level) pairs."""
    frame = pd.DataFrame(rows, columns=["category", "level"])
    frame["event_id"] = [f"E-2020-{number:03d}" for number in range(len(rows))]
    frame["event_type"] = frame["category"]
    frame["actor"], frame["target"], frame["directed"] = "AZE", "IRN", False
    frame["severity"] = pd.array(severities or [None] * len(rows), "Int64")
    return frame


def of(table, field):
    return table.set_index("field").loc[field]


def test_alpha_is_that_of_krippendorffs_worked_example():
    # Krippendorff 2011, "Computing Krippendorff's Alpha-Reliability", example B: alpha = 0.095.
    first = [0, 1, 0, 0, 0, 0, 0, 0, 1, 0]
    second = [1, 1, 1, 0, 0, 1, 0, 0, 0, 0]
    one, two = ([("tension" if value else "agreement", "agency") for value in coder]
                for coder in (first, second))  # fmt: skip
    row = of(measures.agreement(coded(*one), coded(*two)), "category")
    assert row["alpha"] == pytest.approx(0.095, abs=0.0005)
    assert row["agreed"] == 0.6
    assert row["low"] < row["alpha"] < row["high"]


def test_events_of_one_coder_alone_are_left_out_and_order_does_not_matter():
    rows = [("tension", "agency"), ("agreement", "minister"), ("context", "agency")]
    one = coded(*rows)
    two = coded(*rows).iloc[::-1].iloc[:2]
    table = measures.agreement(one, two)
    assert of(table, "category")["events"] == 2
    assert of(table, "category")["alpha"] == 1


def test_severity_is_ordinal_and_counts_only_what_both_graded():
    rows = [("tension", "agency")] * 6
    one = coded(*rows, severities=[1, 2, 3, 4, 5, None])
    near = coded(*rows, severities=[2, 2, 3, 4, 5, 1])
    far = coded(*rows, severities=[5, 2, 3, 4, 5, 1])
    close, distant = (of(measures.agreement(one, two), "severity") for two in (near, far))
    assert close["events"] == distant["events"] == 5
    assert close["agreed"] == distant["agreed"] == 0.8
    assert close["alpha"] > distant["alpha"]


def test_a_joint_act_is_no_directed_one():
    rows = [("tension", "agency")] * 4
    one, two = coded(*rows), coded(*rows)
    two.loc[0, "directed"] = True
    one.loc[1, ["actor", "target", "directed"]] = two.loc[1, ["actor", "target", "directed"]] = [
        "IRN",
        "AZE",
        True,
    ]
    row = of(measures.agreement(one, two), "direction")
    assert row["agreed"] == 0.75
    assert row["alpha"] < 1


def test_a_field_that_nobody_graded_is_missing_and_one_value_agrees_wholly():
    table = measures.agreement(coded(("context", "agency")), coded(("context", "agency")))
    assert pd.isna(of(table, "severity")["alpha"])
    assert of(table, "severity")["events"] == 0
    assert of(table, "level")["alpha"] == 1


def test_the_same_rows_give_the_same_interval():
    rows = [("tension", "agency"), ("agreement", "minister")] * 10
    other = [("tension", "agency"), ("context", "minister")] * 10
    tables = [measures.agreement(coded(*rows), coded(*other)) for _ in range(2)]
    pd.testing.assert_frame_equal(*tables)


def test_coders_of_different_events_are_refused():
    one = coded(("tension", "agency"))
    with pytest.raises(ParameterError, match="no event in common"):
        measures.agreement(one, one.assign(event_id="E-1999-001"))


def checked(*rows):
    return pd.DataFrame(rows, columns=["date", "actors", "act", "figures"])


def test_error_rates_count_what_pages_told_and_leave_out_rows_that_none_told():
    table = measures.error_rates(
        checked(
            ("right", "right", "right", "unknown"),
            ("wrong", "right", "wrong", "unknown"),
            ("right", "unknown", "right", "right"),
            ("right", "right", "right", "unknown"),
            ("unknown", "unknown", "unknown", "unknown"),
        )
    ).set_index("part")
    assert table["checked"].tolist() == [4, 3, 4, 1, 4]
    assert table["wrong"].tolist() == [1, 0, 1, 0, 1]
    assert table.loc["any of them", "rate"] == 0.25
    # Wilson 1927 for 1 of 4: (0.0456, 0.6994).
    assert table.loc["date", "low"] == pytest.approx(0.0456, abs=0.0005)
    assert table.loc["date", "high"] == pytest.approx(0.6994, abs=0.0005)


def test_error_rates_of_nothing_are_missing_not_zero():
    table = measures.error_rates(checked())
    assert table["checked"].eq(0).all()
    assert table["rate"].isna().all()
