"""What a dense feature is."""

from collections.abc import Mapping
from dataclasses import dataclass

NAN = float("nan")
"""Unknown. Gradient boosting sends it down a branch of its own choice (scikit-learn's
HistGradientBoosting); linear models get the training mean and a column that says so."""


UNITS_ZH: Mapping[str, str] = {
    "turns": "轮",
    "characters": "字",
    "per 100": "每百字",
    "times": "次",
    "s": "秒",
    "per min": "次每分钟",
    "dB": "分贝",
    "dB per turn": "分贝每轮",
    "st": "半音",
    "st per turn": "半音每轮",
    "0–1": "",
    "yes": "",
    "rules": "条",
}
"""The units there are, and what a person reads after the number. `0–1` is a share, `yes` is 1
for yes and 0 for no."""


@dataclass(frozen=True, slots=True)
class Feature:
    """One number that describes a talk, NaN where it is not known."""

    name: str
    unit: str
    """A key of `UNITS_ZH`."""
    zh: str
    """A noun that a person understands, such as 客户说话字数; of a yes or no, what is so."""
    en: str

    def __post_init__(self) -> None:
        if self.unit not in UNITS_ZH:
            raise ValueError(f"{self.name}: unknown unit {self.unit!r}")
