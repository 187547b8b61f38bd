"""All tables, as statements use them; importing this fills the metadata."""

from qa.store.tables import accounts as _accounts
from qa.store.tables import audit as _audit
from qa.store.tables import calls as _calls
from qa.store.tables import decisions as _decisions
from qa.store.tables import peaks as _peaks
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
users = metadata.tables[_accounts.UserRow.__tablename__]
sessions = metadata.tables[_accounts.SessionRow.__tablename__]
sign_in_attempts = metadata.tables[_accounts.SignInAttemptRow.__tablename__]
setup_tokens = metadata.tables[_accounts.SetupTokenRow.__tablename__]
keys = metadata.tables[_accounts.KeyRow.__tablename__]
audit = metadata.tables[_audit.AuditRow.__tablename__]
peaks = metadata.tables[_peaks.PeaksRow.__tablename__]

__all__ = [
    "audit",
    "calls",
    "decisions",
    "flags",
    "keys",
    "metadata",
    "peaks",
    "results",
    "review_reasons",
    "reviews",
    "rulebook_publications",
    "rulebook_versions",
    "runs",
    "sessions",
    "setup_tokens",
    "sign_in_attempts",
    "transcripts",
    "users",
    "verdicts",
    "work",
]
