"""One run as a process of its own, to be killed: MANIFEST DATABASE_URL RULEBOOKS."""

import sys
from pathlib import Path

HERE = Path(__file__).parent
sys.path[:0] = [str(HERE), str(HERE.parents[1])]


def main(manifest: str, url: str, rulebooks: str) -> int:
    from scripted import FACTORY
    from spoken import Spoken

    from qa.config import RecognitionOptions, Settings
    from qa.nightly.interrupt import Interrupt, listening
    from qa.nightly.run import Night, run_night
    from qa.store import open_store

    settings = Settings(
        db_url=url,
        workers=2,
        rulebooks_dir=Path(rulebooks),
        recognition=RecognitionOptions(model="scripted"),
    )
    night = Night(manifest=manifest, settings=settings, transcriber=FACTORY)
    interrupt = Interrupt()
    with listening(interrupt):
        return run_night(night, open_store(url), Spoken(), interrupt).exit_code


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
