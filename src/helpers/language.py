"""Dates and numbers in the reader's language (Unicode CLDR by way of Babel)."""

from dataclasses import dataclass

import pandas as pd
from babel import Locale, dates, numbers

# Unicode isolates keep a right-to-left date whole inside an English sentence.
FIRST_ISOLATE, LAST_ISOLATE = "\u2068", "\u2069"  # around dates in a right-to-left script


@dataclass(frozen=True)
class Language:
    """Writes dates and numbers; the words around them stay English."""

    code: str = "en"

    @property
    def locale(self) -> Locale:
        """Return the Babel locale."""
        return Locale.parse(self.code)

    def date(self, day: pd.Timestamp) -> str:
        """Write a day, such as "8 December 2025"."""
        pattern = "d MMMM y" if self.code == "en" else "long"
        written = dates.format_date(day.date(), pattern, locale=self.locale)
        return self._isolated(written)

    def month(self, day: pd.Timestamp) -> str:
        """Write the month of a day, such as "December 2025"."""
        written = dates.format_skeleton("yMMMM", day.date(), locale=self.locale)
        return self._isolated(written)

    def when(self, start: pd.Timestamp, end: pd.Timestamp, precision: str) -> str:
        """Write when an event took place, no finer than it is known.

        Args:
            start: First day.
            end: Last day; the same for an event of one day.
            precision: day, month or year, as in `date_precision`.
        """
        if precision == "year":
            return str(start.year)
        write = self.month if precision == "month" else self.date
        if pd.isna(end) or write(start) == write(end):
            return write(start)
        return f"{self._short(start, precision)} – {self._short(end, precision)}"

    def _short(self, day: pd.Timestamp, precision: str) -> str:
        if precision == "month":
            return self._isolated(dates.format_skeleton("yMMM", day.date(), locale=self.locale))
        pattern = "d MMM y" if self.code == "en" else "medium"
        return self._isolated(dates.format_date(day.date(), pattern, locale=self.locale))

    def dates_of(self, events: pd.DataFrame) -> pd.Series:
        """Write when each event of a frame took place, no finer than it is known."""
        columns = events[["date_start", "date_end", "date_precision"]]
        written = [self.when(*row) for row in columns.itertuples(index=False)]
        return pd.Series(written, index=events.index, dtype="string")

    def _isolated(self, written: str) -> str:
        rtl = self.locale.text_direction == "rtl"
        return f"{FIRST_ISOLATE}{written}{LAST_ISOLATE}" if rtl else written

    def number(self, value: float, digits: int = 0) -> str:
        """Write a number with the separators of the language."""
        pattern = f"#,##0.{'0' * digits}" if digits else "#,##0"
        return numbers.format_decimal(
            value, pattern, locale=self.locale, numbering_system="default"
        )

    def percent(self, share: float) -> str:
        """Write a share between 0 and 1 as a whole percentage."""
        return numbers.format_percent(share, "#,##0 %", locale=self.locale)

    def span(self, start: pd.Timestamp, end: pd.Timestamp) -> str:
        """Write a period from its first to its last day."""
        return f"{self.date(start)} – {self.date(end)}"
