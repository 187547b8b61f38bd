"""All tables, as statements use them; importing this fills the metadata."""

from qa.store.tables import calls as _calls
from qa.store.tables import decisions as _decisions
from qa.store.tables import results as _results
from qa.store.tables import reviews as _reviews
from qa.store.tables import rulebooks as _rulebooks
from qa.store.tables import runs as _runs
from qa.store.tables.base import Base

metadata = Base.metadata

calls = metadata.tables[_calls.CallRow.__tablename__]
work = metadata.tables[_calls.WorkRow.__tablename__]
results = metadata.tables[_results.ResultRow.__tablename__]
transcripts = metadata.tables[_results.TranscriptRow.__tablename__]
verdicts = metadata.tables[_results.VerdictRow.__tablename__]
flags = metadata.tables[_results.FlagRow.__tablename__]
reviews = metadata.tables[_reviews.ReviewRow.__tablename__]
review_reasons = metadata.tables[_reviews.ReviewReasonRow.__tablename__]
rulebook_versions = metadata.tables[_rulebooks.RulebookVersionRow.__tablename__]
rulebook_publications = metadata.tables[_rulebooks.RulebookPublicationRow.__tablename__]
decisions = metadata.tables[_decisions.DecisionRow.__tablename__]
runs = metadata.tables[_runs.RunRow.__tablename__]

__all__ = [
    "calls",
    "decisions",
    "flags",
    "metadata",
    "results",
    "review_reasons",
    "reviews",
    "rulebook_publications",
    "rulebook_versions",
    "runs",
    "transcripts",
    "verdicts",
    "work",
]
