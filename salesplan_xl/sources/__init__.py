"""History and actuals from outside: CSV and Excel files."""

from salesplan_xl.sources.loaded import Loaded, Taken
from salesplan_xl.sources.mapping import remembered
from salesplan_xl.sources.reading import read_source

__all__ = ["Loaded", "Taken", "read_source", "remembered"]
