"""Risks of calls by learned models and by the cold start, and room for them in the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")


def upgrade() -> None:
    op.create_table(
        "risks",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("target", sa.String(), nullable=False),
        sa.Column("model", sa.String(), nullable=False),
        sa.Column("calibrated", sa.Boolean(), nullable=False),
        sa.Column("probability", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("scored_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["call"], ["results.call"], name=op.f("fk_risks_call_results"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("call", "target", name=op.f("pk_risks")),
    )
    op.execute("UPDATE reviews SET urgency = urgency * 100")


def downgrade() -> None:
    op.drop_table("risks")
    op.execute("UPDATE reviews SET urgency = urgency / 100")
