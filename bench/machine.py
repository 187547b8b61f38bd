"""What the figures were measured on."""

import os
import platform
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import psutil

_PACKAGES = ("earmark", "faster-whisper", "ctranslate2")


def describe() -> dict[str, str]:
    """Machine, load before the start, versions, date."""
    load = " ".join(f"{each:.1f}" for each in os.getloadavg())
    return {
        "measured": datetime.now(UTC).strftime("%Y-%m-%d %H:%M UTC"),
        "processor": _processor(),
        "cores": str(_cores()),
        "memory": f"{psutil.virtual_memory().total / 1e9:.0f} GB",
        "load before the start (1, 5, 15 min)": load,
        "system": platform.platform(terse=True),
        "python": platform.python_version(),
        **{package: version(package) for package in _PACKAGES},
    }


def _cores() -> int | None:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count()


def _processor() -> str:
    info = Path("/proc/cpuinfo")
    if info.exists():
        for line in info.read_text().splitlines():
            if line.startswith("model name"):
                return line.partition(":")[2].strip()
    return platform.processor() or platform.machine()
