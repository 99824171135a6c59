"""Warnings about two periods that are hard to compare."""

from collections.abc import Iterator

from helpers import measures
from helpers.headlines.words import joined
from helpers.language import Language
from helpers.measures.stretches import Stretch

LENGTH, PAGES = 1.1, 1.5  # periods that differ by more than these factors earn a warning


def warnings(stretches: dict[str, Stretch], language: Language) -> list[str]:
    """Write what makes two periods hard to compare: overlap, length, coverage.

    Args:
        stretches: As for `headlines.compare`.
        language: How to write dates and numbers.

    Returns:
        One sentence a warning; none when the periods are alike.
    """
    first, second = stretches.values()
    return [
        *(
            f"Caution: {text}"
            for text in (*_overlap(first, second, language), *_length(stretches, language))
        ),
        *coverage_warnings(stretches, language),
    ]


def coverage_warnings(stretches: dict[str, Stretch], language: Language) -> list[str]:
    """Write what in the coverage of two periods makes their counts hard to compare.

    Args:
        stretches: The two periods by the name that the sentences give them.
        language: How to write dates and numbers.

    Returns:
        One sentence a warning; none when both are read alike.
    """
    (one, first), (two, second) = stretches.items()
    return [
        f"Caution: {text}"
        for text in (*_bare(stretches, language), *_reading(one, first, two, second, language))
    ]


def shared_days(first: Stretch, second: Stretch) -> int:
    """Count the days that two periods have in common."""
    return max(0, (min(first.end, second.end) - max(first.start, second.start)).days + 1)


def _overlap(first: Stretch, second: Stretch, language: Language) -> Iterator[str]:
    days = shared_days(first, second)
    if days:
        yield (
            f"the periods share {language.number(days)} days, whose events count in both; the "
            "tests below do not hold for periods that overlap."
        )


def _length(stretches: dict[str, Stretch], language: Language) -> Iterator[str]:
    lengths = [period.days for period in stretches.values()]
    if max(lengths) > LENGTH * min(lengths):
        told = [f"{name} {language.number(p.days)}" for name, p in stretches.items()]
        yield f"the periods differ in length (days: {joined(told)}): compare rates, not counts."


def _bare(stretches: dict[str, Stretch], language: Language) -> Iterator[str]:
    for name, period in stretches.items():
        bare = period.months["none"]
        if not period.covered_days:
            yield f"no page was read about {name}; its counts are unknown, not zero."
        elif bare:
            yield (
                f"{language.number(bare)} of the {language.number(period.months.sum())} months "
                f"of {name} have no coverage; rates leave their days out."
            )


def _reading(
    one: str, first: Stretch, two: str, second: Stretch, language: Language
) -> Iterator[str]:
    table = measures.coverage_summary({one: first, two: second}).set_index("period")
    pages = table["pages_per_month"]
    if pages.isna().any():
        return
    if pages.max() > PAGES * pages.min():
        told = [f"{name} {language.number(pages[name], 1)}" for name in (one, two)]
        yield (
            f"the periods are not read equally well (cited pages a month: {joined(told)}); more "
            "events may only mean more reading, or fewer events fewer pages to cite."
        )
    thin = [name for name in (one, two) if table.at[name, "months_thin"]]
    if thin:
        yield f"coverage is thin in some months of {joined(thin)}."
