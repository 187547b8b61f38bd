"""Tables, engine, migrations, repositories: the only place that knows SQL."""

from qa.store.schema import schema_state, upgrade
from qa.store.store import Store, open_store
from qa.store.values import (
    CallFilter,
    CandidateRow,
    DueCall,
    Ingested,
    KnownRecording,
    Publication,
    SchemaState,
    SearchHit,
    Status,
    VersionHistory,
)

__all__ = [
    "CallFilter",
    "CandidateRow",
    "DueCall",
    "Ingested",
    "KnownRecording",
    "Publication",
    "SchemaState",
    "SearchHit",
    "Status",
    "Store",
    "VersionHistory",
    "open_store",
    "schema_state",
    "upgrade",
]
