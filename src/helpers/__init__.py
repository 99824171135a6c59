"""Helpers behind the Iran-Azerbaijan relations notebooks.

Imports run one way: errors, paths <- schema <- dataset <- measures <- charts. The report line
(parameters, reports, cli) runs notebooks and imports no measure.
"""

__version__ = "0.1.0"
