"""All tables, as statements use them; importing this fills the metadata."""

from qa.store.tables import accounts as _accounts
from qa.store.tables import appeals as _appeals
from qa.store.tables import audit as _audit
from qa.store.tables import calls as _calls
from qa.store.tables import casebook as _casebook
from qa.store.tables import decisions as _decisions
from qa.store.tables import evaluations as _evaluations
from qa.store.tables import peaks as _peaks
from qa.store.tables import remarks as _remarks
from qa.store.tables import results as _results
from qa.store.tables import reviews as _reviews
from qa.store.tables import risks as _risks
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
risks = metadata.tables[_risks.RiskRow.__tablename__]
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
claims = metadata.tables[_evaluations.ClaimRow.__tablename__]
drafts = metadata.tables[_evaluations.DraftRow.__tablename__]
scorecards = metadata.tables[_evaluations.ScorecardRow.__tablename__]
evaluations = metadata.tables[_evaluations.EvaluationRow.__tablename__]
annotations = metadata.tables[_remarks.AnnotationRow.__tablename__]
corrections = metadata.tables[_remarks.CorrectionRow.__tablename__]
appeals = metadata.tables[_appeals.AppealRow.__tablename__]
appeal_events = metadata.tables[_appeals.AppealEventRow.__tablename__]
case_categories = metadata.tables[_casebook.CategoryRow.__tablename__]
cases = metadata.tables[_casebook.CaseRow.__tablename__]
case_tags = metadata.tables[_casebook.CaseTagRow.__tablename__]
case_rules = metadata.tables[_casebook.CaseRuleRow.__tablename__]
case_versions = metadata.tables[_casebook.CaseVersionRow.__tablename__]

__all__ = [
    "annotations",
    "appeal_events",
    "appeals",
    "audit",
    "calls",
    "case_categories",
    "case_rules",
    "case_tags",
    "case_versions",
    "cases",
    "claims",
    "corrections",
    "decisions",
    "drafts",
    "evaluations",
    "flags",
    "keys",
    "metadata",
    "peaks",
    "results",
    "review_reasons",
    "reviews",
    "risks",
    "rulebook_publications",
    "rulebook_versions",
    "runs",
    "scorecards",
    "sessions",
    "setup_tokens",
    "sign_in_attempts",
    "transcripts",
    "users",
    "verdicts",
    "work",
]
