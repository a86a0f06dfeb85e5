"""``python -m salesplan_xl.templates`` rebuilds the files in ``workbook_templates/``."""

from pathlib import Path

import salesplan_xl
from salesplan_xl.templates.build import build_all

if __name__ == "__main__":
    for file in build_all(Path(salesplan_xl.__file__).parent.parent / "workbook_templates"):
        print(file.name)
