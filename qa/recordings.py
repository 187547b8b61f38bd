"""Recordings wherever they lie: a local folder, or any store that fsspec reads.

The allowed roots are checked on what a path resolves to: symbolic links and `..` cannot
lead out of them, and where roots are set a URL may neither climb nor chain.
"""

import errno
import hashlib
import os
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from stat import S_ISREG
from typing import IO, Protocol, cast
from urllib.parse import unquote

import fsspec

from qa.errors import RecordingError, RecordingForbidden, RecordingMissing, RecordingUnreadable

CHUNK_BYTES = 1 << 20
LOCAL_SCHEMES = ("file", "local")
VERSION_KEYS = ("ETag", "etag", "checksum", "md5", "mtime", "LastModified", "last_modified")
"""What fsspec's stores tell about a file's version, under their several names."""


@dataclass(frozen=True, slots=True)
class Found:
    """A recording seen from outside, without reading it."""

    size_bytes: int
    fingerprint: str
    """Size and modification time (remote: the store's version mark); changes when the
    content does, and perhaps when it does not."""


class _FileSystem(Protocol):
    """The part of fsspec's file system that is used here."""

    def info(self, path: str) -> Mapping[str, object]: ...

    def open(self, path: str, mode: str) -> IO[bytes]: ...

    def get_file(self, rpath: str, lpath: str) -> None: ...


class Recordings:
    """Opens recordings that lie under the allowed roots; no roots allow everything.

    Every method raises RecordingMissing, RecordingForbidden, or RecordingUnreadable.
    """

    def __init__(self, allowed_roots: Sequence[str] = ()) -> None:
        self._folders = tuple(
            Path(_local_part(root)).resolve() for root in allowed_roots if _is_local(root)
        )
        self._prefixes = tuple(
            root.rstrip("/") + "/" for root in allowed_roots if not _is_local(root)
        )

    def find(self, url: str) -> Found:
        """Size and fingerprint, from one look at the store."""
        with _translated(url):
            if _is_local(url):
                stat = self._file(url).stat()
                return Found(stat.st_size, f"{stat.st_size}-{stat.st_mtime_ns}")
            system, path = self._remote(url)
            info = system.info(path)
            size = cast("int | None", info.get("size")) or 0
            marks = [str(info[key]) for key in VERSION_KEYS if info.get(key)]
            return Found(size, "-".join([str(size), *marks]))

    def fingerprint(self, url: str) -> str:
        """A cheap mark that changes when the recording does."""
        return self.find(url).fingerprint

    def sha256(self, url: str) -> str:
        """The content's SHA-256 in hex, read in chunks of 1 MiB."""
        digest = hashlib.sha256()
        with _translated(url), self._open(url) as stream:
            while chunk := stream.read(CHUNK_BYTES):
                digest.update(chunk)
        return digest.hexdigest()

    @contextmanager
    def local(self, url: str) -> Iterator[Path]:
        """A path to read from: the file itself, or a copy that lives as long as the context."""
        if _is_local(url):
            with _translated(url):
                path = self._file(url)
            yield path
            return
        with tempfile.TemporaryDirectory(prefix="earmark-") as folder:
            with _translated(url):
                system, remote = self._remote(url)
                copy = Path(folder) / ("recording" + Path(remote).suffix)
                system.get_file(remote, str(copy))
            yield copy

    def _open(self, url: str) -> IO[bytes]:
        if _is_local(url):
            return self._file(url).open("rb")
        system, path = self._remote(url)
        return system.open(path, "rb")

    def _file(self, url: str) -> Path:
        """The resolved path of a readable file; where it may lie is checked before whether it
        exists, so that nobody can probe for files outside the roots."""
        path = Path(_local_part(url)).resolve()
        if self._restricted and not any(path.is_relative_to(folder) for folder in self._folders):
            raise _forbidden(url)
        if not S_ISREG(path.stat().st_mode):
            raise RecordingUnreadable(f"{url}: 不是普通文件 / a folder or device, not a file")
        with path.open("rb"):
            return path

    def _remote(self, url: str) -> tuple[_FileSystem, str]:
        if self._restricted:
            climbs = ".." in unquote(url).replace("\\", "/").split("/")
            if climbs or "::" in url or not url.startswith(self._prefixes):
                raise _forbidden(url)
        system, path = fsspec.core.url_to_fs(url)
        return cast(_FileSystem, system), path

    @property
    def _restricted(self) -> bool:
        return bool(self._folders or self._prefixes)


def is_url(location: str) -> bool:
    """Whether this names a place in a store rather than a path on this machine."""
    return "://" in location


def _is_local(url: str) -> bool:
    scheme, found, rest = url.partition("://")
    return not found or (scheme in LOCAL_SCHEMES and "::" not in rest)


def _local_part(url: str) -> str:
    return url.partition("://")[2] if is_url(url) else url


def _forbidden(url: str) -> RecordingForbidden:
    return RecordingForbidden(
        f"{url}: 不在允许的目录之内,请把它的目录加入 allowed_roots"
        " / outside the allowed roots; add its folder to allowed_roots"
    )


@contextmanager
def _translated(url: str) -> Iterator[None]:
    """Turns whatever a store raises into our own errors: every fsspec store has its own tree."""
    try:
        yield
    except RecordingError:
        raise
    except FileNotFoundError as error:
        raise RecordingMissing(
            f"{url}: 找不到录音,请检查清单中的路径 / no such recording; check the manifest's path"
        ) from error
    except PermissionError as error:
        raise RecordingUnreadable(
            f"{url}: 没有读取权限({os.strerror(errno.EACCES)}) / may not be read by this user"
        ) from error
    except ImportError as error:
        raise RecordingMissing(f"{url}: 缺少访问它的软件包 / its store needs: {error}") from error
    except OSError as error:
        if error.errno == errno.ENOSPC:
            raise RecordingUnreadable(
                f"{url}: 临时目录 {tempfile.gettempdir()} 已满,无法取回录音"
                " / no space left to copy it; free some or set TMPDIR"
            ) from error
        raise RecordingUnreadable(f"{url}: 读取失败 / cannot be read: {error}") from error
    except Exception as error:
        raise RecordingMissing(f"{url}: 无法取得 / cannot be fetched: {error}") from error
