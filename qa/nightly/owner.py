"""Who holds a lease: a name for one live run, from which its death can be told.

`host/namespace:pid:start`: the host with its process namespace (containers may share a host
name, but not their process numbers), the process number, and when that process started, for
process numbers are used again.
"""

import os
import socket
import subprocess
from collections.abc import Iterable
from pathlib import Path


def this_run() -> str:
    """The owner name of the current process."""
    pid = os.getpid()
    return f"{_host()}:{pid}:{_started(pid)}"


def dead(owners: Iterable[str]) -> set[str]:
    """Those owners that ran on this host and run no more.

    Nothing is known of other hosts: their leases end when they are no longer renewed.
    """
    return {owner for owner in owners if _is_dead(owner)}


def _is_dead(owner: str) -> bool:
    host, _, process = owner.rpartition(":")[0].rpartition(":")
    started = owner.rpartition(":")[2]
    return host == _host() and process.isdecimal() and _started(int(process)) != started


def _host() -> str:
    try:
        namespace = str(Path("/proc/self/ns/pid").readlink()).strip("pid:[]")
    except OSError:
        namespace = "-"
    return f"{socket.gethostname()}/{namespace}"


def _started(pid: int) -> str:
    """When a process started, in clock ticks since boot (elsewhere than on Linux: in words of
    `ps`); empty when there is no such process, or it is dead and only not yet buried."""
    stat = Path(f"/proc/{pid}/stat")
    if Path("/proc/self/stat").exists():
        try:
            # The command name, in brackets, may itself hold brackets and blanks.
            fields = stat.read_text(errors="replace").rpartition(")")[2].split()
        except OSError:
            return ""
        return "" if fields[0] in "ZX" else fields[19]
    found = subprocess.run(
        ["ps", "-o", "lstart=", "-p", str(pid)], capture_output=True, text=True, check=False
    )
    return "-".join(found.stdout.replace(":", ".").split())
