"""A few of the sample calls, really recognised and judged by the night."""

import csv
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from served_workbench import ROOT

SAMPLES = ROOT / "sample_audio"


def judged_samples(call_ids: Sequence[str], folder: Path) -> str:
    """The URL of a new database that holds these calls, judged and planned.

    Raises:
        RuntimeError: the night did not end well.
    """
    url = f"sqlite:///{folder / 'earmark.db'}"
    manifest = folder / "manifest.csv"
    with (SAMPLES / "manifest.csv").open(encoding="utf-8", newline="") as file:
        reader = csv.DictReader(file)
        rows = [row for row in reader if row["call_id"] in call_ids]
        columns = reader.fieldnames or ()
    with manifest.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        writer.writerows({**row, "recording": str(SAMPLES / row["recording"])} for row in rows)
    main = [sys.executable, "-c", "from qa.cli import main; main()"]
    night = subprocess.run(
        [*main, "nightly", str(manifest), "--db", url],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if night.returncode:
        raise RuntimeError(night.stdout + night.stderr)
    return url
