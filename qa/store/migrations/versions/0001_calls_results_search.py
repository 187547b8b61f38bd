"""Calls, work, results, the review plan, runs and the search index."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)

SQLITE_SEARCH = """
CREATE VIRTUAL TABLE search_documents USING fts5(
    grams, characters, content='', columnsize=0,
    tokenize="unicode61 remove_diacritics 0 tokenchars '%'"
)
"""
POSTGRESQL_SEARCH = """
CREATE TABLE search_documents (
    id BIGINT NOT NULL CONSTRAINT pk_search_documents PRIMARY KEY,
    call BIGINT NOT NULL CONSTRAINT fk_search_documents_call_results
        REFERENCES results (call) ON DELETE CASCADE,
    grams TSVECTOR NOT NULL
);
CREATE INDEX ix_search_documents_call ON search_documents (call);
CREATE INDEX ix_search_documents_grams ON search_documents USING GIN (grams)
"""


def upgrade() -> None:
    op.create_table(
        "calls",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("call_id", sa.String(length=128), nullable=False),
        sa.Column("recording", sa.Text(), nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("started_offset_s", sa.Integer(), nullable=False),
        sa.Column("business_line", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("agent_name", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("skill_group", sa.String(), nullable=True),
        sa.Column("agent_hired_on", sa.Date(), nullable=True),
        sa.Column("customer_id", sa.String(), nullable=True),
        sa.Column("customer_name", sa.String(), nullable=True),
        sa.Column("customer_tier", sa.String(), nullable=True),
        sa.Column("direction", sa.String(), nullable=True),
        sa.Column("agent_channel", sa.Integer(), nullable=True),
        sa.Column("satisfaction", sa.String(), nullable=False),
        sa.Column("ended_by", sa.String(), nullable=True),
        sa.Column("hold_s", sa.Float(), nullable=True),
        sa.Column("queue_s", sa.Float(), nullable=True),
        sa.Column("attributes", sa.Text(), nullable=False),
        sa.Column("inputs", sa.String(), nullable=False),
        sa.Column("recording_fingerprint", sa.String(), nullable=True),
        sa.Column("recording_sha256", sa.String(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_calls")),
        sa.UniqueConstraint("call_id", name=op.f("uq_calls_call_id")),
    )
    op.create_index(op.f("ix_calls_agent_id_started_at"), "calls", ["agent_id", "started_at"])
    op.create_index(
        op.f("ix_calls_business_line_started_at"), "calls", ["business_line", "started_at"]
    )
    op.create_index(op.f("ix_calls_started_at_call_id"), "calls", ["started_at", "call_id"])
    op.create_table(
        "runs",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("started_at", INSTANT, nullable=False),
        sa.Column("finished_at", INSTANT, nullable=True),
        sa.Column("options", sa.Text(), nullable=False),
        sa.Column("report", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_runs")),
    )
    op.create_index(op.f("ix_runs_started_at"), "runs", ["started_at"])
    op.create_table(
        "results",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        sa.Column("inputs", sa.String(), nullable=False),
        sa.Column("pipeline", sa.String(), nullable=False),
        sa.Column("recogniser", sa.String(), nullable=False),
        sa.Column("rulebook", sa.String(), nullable=False),
        sa.Column("audio_sha256", sa.String(), nullable=True),
        sa.Column("duration_s", sa.Float(), nullable=True),
        sa.Column("measures", sa.Text(), nullable=True),
        sa.Column("score", sa.Text(), nullable=True),
        sa.Column("score_total", sa.Float(), nullable=True),
        sa.Column("satisfaction_risk", sa.Float(), nullable=True),
        sa.Column("failure_kind", sa.String(), nullable=True),
        sa.Column("failure_message", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_results_call_calls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_results")),
    )
    op.create_index(op.f("ix_results_status"), "results", ["status"])
    op.create_table(
        "reviews",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_reviews_call_calls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_reviews")),
    )
    op.create_index(op.f("ix_reviews_day"), "reviews", ["day"])
    op.create_index(op.f("ix_reviews_kind"), "reviews", ["kind"])
    op.create_table(
        "work",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("owner", sa.String(), nullable=True),
        sa.Column("renewed_at", INSTANT, nullable=True),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_work_call_calls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_work")),
    )
    op.create_index(op.f("ix_work_owner"), "work", ["owner"])
    op.create_table(
        "flags",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("flag", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["results.call"], name=op.f("fk_flags_call_results"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", "flag", name=op.f("pk_flags")),
    )
    op.create_index(op.f("ix_flags_flag_call"), "flags", ["flag", "call"])
    op.create_table(
        "review_reasons",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"],
            ["reviews.call"],
            name=op.f("fk_review_reasons_call_reviews"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("call", "position", name=op.f("pk_review_reasons")),
    )
    op.create_index(op.f("ix_review_reasons_reason"), "review_reasons", ["reason"])
    op.create_table(
        "transcripts",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("words", sa.LargeBinary(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["results.call"], name=op.f("fk_transcripts_call_results"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_transcripts")),
    )
    op.create_table(
        "verdicts",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("fatal", sa.Boolean(), nullable=False),
        sa.Column("confidence", sa.Float(), nullable=False),
        sa.Column("evidence", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["results.call"], name=op.f("fk_verdicts_call_results"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", "position", name=op.f("pk_verdicts")),
    )
    op.create_index(op.f("ix_verdicts_code_state_call"), "verdicts", ["code", "state", "call"])
    sqlite = op.get_bind().dialect.name == "sqlite"
    op.execute(SQLITE_SEARCH if sqlite else POSTGRESQL_SEARCH)


def downgrade() -> None:
    op.drop_table("search_documents")
    op.drop_table("verdicts")
    op.drop_table("transcripts")
    op.drop_table("review_reasons")
    op.drop_table("flags")
    op.drop_table("work")
    op.drop_table("reviews")
    op.drop_table("results")
    op.drop_table("runs")
    op.drop_table("calls")
