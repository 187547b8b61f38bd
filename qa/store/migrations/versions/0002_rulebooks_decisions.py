"""Versions of rulebooks, their publications, decisions on verdicts, and what a fail costs."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "rulebook_versions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("line", sa.String(), nullable=False),
        sa.Column("content_sha256", sa.String(length=64), nullable=False),
        sa.Column("files", sa.LargeBinary(), nullable=False),
        sa.Column("first_used_at", INSTANT, nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_versions")),
        sa.UniqueConstraint(
            "line", "content_sha256", name=op.f("uq_rulebook_versions_line_content_sha256")
        ),
    )
    op.create_table(
        "rulebook_publications",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("version", BIG_ID, nullable=False),
        sa.Column("published_at", INSTANT, nullable=False),
        sa.Column("published_by", sa.String(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version"],
            ["rulebook_versions.id"],
            name=op.f("fk_rulebook_publications_version_rulebook_versions"),
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rulebook_publications")),
    )
    op.create_index(
        op.f("ix_rulebook_publications_version"), "rulebook_publications", ["version"]
    )
    op.create_table(
        "decisions",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("outcome", sa.String(), nullable=False),
        sa.Column("machine_state", sa.String(), nullable=False),
        sa.Column("rulebook", sa.String(), nullable=False),
        sa.Column("true_state", sa.String(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reviewer", sa.String(), nullable=False),
        sa.Column("decided_at", INSTANT, nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["calls.id"], name=op.f("fk_decisions_call_calls"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decisions")),
    )
    op.create_index(
        op.f("ix_decisions_call_code_decided_at"), "decisions", ["call", "code", "decided_at"]
    )
    op.create_index(op.f("ix_results_rulebook_status"), "results", ["rulebook", "status"])
    op.add_column("verdicts", sa.Column("cost", sa.Float(), nullable=True))


def downgrade() -> None:
    op.drop_column("verdicts", "cost")
    op.drop_index(op.f("ix_results_rulebook_status"), table_name="results")
    op.drop_table("decisions")
    op.drop_table("rulebook_publications")
    op.drop_table("rulebook_versions")
