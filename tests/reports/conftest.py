"""Results of any kind come from the tests of the store."""

import sys
from pathlib import Path

sys.path.append(str(Path(__file__).parents[1] / "store"))
