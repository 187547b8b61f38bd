"""The manifest: rows that people write, turned into calls or into problems they can mend."""

from qa.ingest.manifest import Manifest, read_manifest

__all__ = ["Manifest", "read_manifest"]
