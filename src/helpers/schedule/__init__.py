"""When reports fall due, and what runs `relations render --due` by itself.

One tick serves every schedule: it comes each quarter of an hour, and `render --due` does nothing
when nothing is due. So a changed catalogue needs no new installation, times in any zone are kept
through changes of the clock (offsets of zones are whole quarters), and what was missed while the
machine slept is rendered at the next tick.
"""

from helpers.schedule import cron, github, systemd
from helpers.schedule.files import Change
from helpers.schedule.runs import Run, lines, upcoming

WAYS = {"systemd": systemd, "cron": cron, "github": github}

__all__ = ["WAYS", "Change", "Run", "lines", "upcoming"]
