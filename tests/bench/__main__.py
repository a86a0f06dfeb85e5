"""Print the benchmark's rows: every module ``bench_*`` here gives its own."""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules

from rich.console import Console
from rich.table import Table

import tests.bench


def main() -> None:
    console = Console()
    table = Table("job", "against", "ours, s", "theirs, s", "theirs / ours")
    for module in sorted(
        part.name for part in iter_modules(tests.bench.__path__) if part.name.startswith("bench_")
    ):
        console.print(f"[dim]{module} …[/dim]")
        for row in import_module(f"tests.bench.{module}").rows():
            ratio = row["theirs_s"] / row["ours_s"]
            table.add_row(
                row["job"], row["against"], f"{row['ours_s']:.3g}", f"{row['theirs_s']:.3g}", f"{ratio:.2f}"
            )
    console.print(table)


if __name__ == "__main__":
    main()
