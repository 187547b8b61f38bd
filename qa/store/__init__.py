"""Tables, engine, migrations, repositories: the only place that knows SQL."""

from qa.store.schema import schema_state, upgrade
from qa.store.store import Store, open_store
from qa.store.values import (
    CallFilter,
    CandidateRow,
    Decided,
    DecisionTally,
    DueCall,
    Ingested,
    KnownRecording,
    Publication,
    Refused,
    SchemaState,
    SearchHit,
    Status,
    VerdictTally,
    VersionHistory,
)

__all__ = [
    "CallFilter",
    "CandidateRow",
    "Decided",
    "DecisionTally",
    "DueCall",
    "Ingested",
    "KnownRecording",
    "Publication",
    "Refused",
    "SchemaState",
    "SearchHit",
    "Status",
    "Store",
    "VerdictTally",
    "VersionHistory",
    "open_store",
    "schema_state",
    "upgrade",
]
