"""A version of a rulebook as it is kept: its files, not yet read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class RulebookVersion:
    """The files that a rulebook consists of; their content is its version."""

    line: str
    files: Mapping[str, bytes] = field(repr=False)
    """Name → content, UTF-8; the top file first."""

    @property
    def top(self) -> str:
        """The name of the rulebook's own file among `files`."""
        return next(iter(self.files))

    @property
    def content_sha256(self) -> str:
        """Over the names and bytes of all files, whatever their order."""
        digest = hashlib.sha256()
        for name, content in sorted(self.files.items()):
            digest.update(f"{name}\0{len(content)}\0".encode())
            digest.update(content)
        return digest.hexdigest()

    @property
    def identity(self) -> str:
        """Line and version, as verdicts name it: `inbound@0123456789ab`."""
        return identity_of(self.line, self.content_sha256)


def identity_of(line: str, content_sha256: str) -> str:
    """What verdicts call a version."""
    return f"{line}@{content_sha256[:12]}"
