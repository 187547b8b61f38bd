"""Nights made of scripts, on real databases."""

import csv
from collections.abc import Mapping
from pathlib import Path

from hand_made import RULEBOOK
from scripted import FACTORY

from qa.config import RecognitionOptions, Settings
from qa.nightly.duration import Patience
from qa.nightly.interrupt import Interrupt
from qa.nightly.observer import RunObserver
from qa.nightly.report import RunReport
from qa.nightly.run import Night, run_night
from qa.store import open_store

COLUMNS = ("call_id", "recording", "started_at", "business_line", "agent_id", "agent_channel")


class ScriptedNight:
    """A folder with scripts for recordings, their manifest, and a database."""

    def __init__(self, folder: Path, url: str) -> None:
        self.folder, self.url = folder, url
        self.manifest = folder / "manifest.csv"
        self.rulebooks = folder / "rulebooks"
        self.rulebooks.mkdir()
        (self.rulebooks / "inbound.yaml").write_text(RULEBOOK, "utf-8")
        self.store = open_store(url)

    def write(self, scripts: Mapping[str, str], **cells: str) -> None:
        """Recordings of these names and scripts, and a manifest of them; `cells` are the same in
        all of its rows."""
        with self.manifest.open("w", newline="", encoding="utf-8") as file:
            writer = csv.writer(file)
            writer.writerow([*COLUMNS, *cells])
            for at, (name, script) in enumerate(scripts.items()):
                (self.folder / f"{name}.txt").write_text(script, "utf-8")
                moment = f"2026-03-02T09:{at // 60 % 60:02}:{at % 60:02}"
                own = [name, f"{name}.txt", moment, "inbound", f"a{at % 5}", "0"]
                writer.writerow([*own, *cells.values()])

    def settings(self, **changes: object) -> Settings:
        given: dict[str, object] = {
            "db_url": self.url,
            "workers": 1,
            "rulebooks_dir": self.rulebooks,
            "recognition": RecognitionOptions(model="scripted"),
        }
        return Settings.model_validate(given | changes)

    def run(
        self,
        *,
        observer: RunObserver | None = None,
        interrupt: Interrupt | None = None,
        retry_failed: bool = False,
        transcriber: str = FACTORY,
        patience: Patience | None = None,
        **settings: object,
    ) -> RunReport:
        night = Night(
            manifest=str(self.manifest),
            settings=self.settings(**settings),
            retry_failed=retry_failed,
            transcriber=transcriber,
            patience=patience or Patience(),
        )
        return run_night(night, self.store, observer or RunObserver(), interrupt or Interrupt())
