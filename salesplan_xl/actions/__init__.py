"""One module per ribbon button; the command line calls the same functions."""

from importlib import import_module
from pkgutil import iter_modules


def declare_actions() -> None:
    """Import every action, so that the registry knows it; not at import, for planning brings pandas along."""
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
