"""Dates and numbers in the reader's language (Unicode CLDR by way of Babel)."""

from dataclasses import dataclass

import pandas as pd
from babel import Locale, dates, numbers

# Unicode isolates keep a right-to-left date whole inside an English sentence.
ISOLATED = "\u2068{}\u2069"


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
        return ISOLATED.format(written) if self.locale.text_direction == "rtl" else written

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
