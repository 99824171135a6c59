"""Headline sentences of the reports, one module a template, written from computed numbers only."""

from helpers.headlines.cautions import warnings
from helpers.headlines.compare import compare
from helpers.headlines.episode import episode
from helpers.headlines.format import PLATFORMS, format, platform_names
from helpers.headlines.period import period
from helpers.headlines.person import person
from helpers.headlines.theme import theme, theme_name

__all__ = [
    "PLATFORMS",
    "compare",
    "episode",
    "format",
    "period",
    "person",
    "platform_names",
    "theme",
    "theme_name",
    "warnings",
]
