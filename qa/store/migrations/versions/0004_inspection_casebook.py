"""Claims, drafts, evaluations, remarks, appeals, the casebook, and the order of the queue."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

BIG_ID = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
INSTANT = sa.DateTime(timezone=True)
PENDING, DONE = sa.text("done_at IS NULL"), sa.text("done_at IS NOT NULL")

URGENCY = """
UPDATE reviews SET urgency = COALESCE((
    SELECT MAX(CASE reason
        WHEN 'fatal' THEN 100 WHEN 'complaint' THEN 90 WHEN 'dissatisfied' THEN 80
        WHEN 'predicted_dissatisfied' THEN 70 WHEN 'failed' THEN 60 WHEN 'no_speech' THEN 50
        WHEN 'long' THEN 40 WHEN 'short' THEN 30 WHEN 'night_shift' THEN 20
        WHEN 'new_agent' THEN 15 ELSE 0 END)
        + CASE WHEN COUNT(*) > 5 THEN 4 ELSE COUNT(*) - 1 END
    FROM review_reasons WHERE review_reasons.call = reviews.call
    HAVING COUNT(*) > 0), 0)
"""

# The shipped tree: code, Chinese, English, and what lies under it.
CATEGORIES = [
    ("attitude", "服务态度", "Attitude", [
        ("attitude.warmth", "热情与礼貌", "Warmth and courtesy"),
        ("attitude.patience", "耐心倾听", "Patience and listening"),
        ("attitude.impatience", "不耐烦、反问、推诿", "Impatience, retorts, passing the buck"),
    ]),
    ("initiative", "主动服务", "Initiative", [
        ("initiative.need", "主动了解需求", "Finding out what is needed"),
        ("initiative.solution", "主动提供方案", "Offering a way out"),
        ("initiative.reminder", "主动提示风险与时限", "Reminding of risks and deadlines"),
    ]),
    ("communication", "沟通技巧", "Communication", [
        ("communication.clarity", "表达清晰、有条理", "Clear and in order"),
        ("communication.pace", "语速、语调与停顿", "Pace, tone and pauses"),
        ("communication.interruption", "抢话与冷场", "Interrupting and dead air"),
        ("communication.emotion", "安抚情绪", "Calming down"),
    ]),
    ("knowledge", "业务知识", "Business knowledge", [
        ("knowledge.account", "账户与开销户", "Accounts, opening and closing"),
        ("knowledge.trading", "交易规则与权限", "Trading rules and permissions"),
        ("knowledge.funds", "银证转账与资金", "Bank transfers and funds"),
        ("knowledge.products", "理财产品与适当性", "Products and suitability"),
        ("knowledge.software", "交易软件与故障", "Trading software and faults"),
    ]),
    ("process", "业务流程", "Process", [
        ("process.identity", "身份核验", "Identity checks"),
        ("process.handover", "转接与工单", "Transfers and tickets"),
        ("process.follow_up", "承诺与跟进", "Promises kept"),
    ]),
    ("compliance", "合规", "Compliance", [
        ("compliance.promise", "承诺收益、荐股", "Promised returns, stock tips"),
        ("compliance.privacy", "索要密码、泄露信息", "Asking for passwords, leaking data"),
        ("compliance.disclosure", "风险揭示不到位", "Risks not disclosed"),
        ("compliance.words", "禁语", "Forbidden words"),
    ]),
    ("complaint", "投诉处理", "Complaint handling", [
        ("complaint.reception", "受理与安抚", "Taking it up and calming down"),
        ("complaint.escalation", "升级与监管投诉", "Escalation and regulators"),
        ("complaint.closing", "处理结果与回复", "Outcome and reply"),
    ]),
    ("callback", "回访话术", "Call-back script", [
        ("callback.purpose", "表明身份与来意", "Who calls and why"),
        ("callback.questions", "必问内容", "Questions that must be asked"),
        ("callback.confirmation", "客户确认", "The customer's confirmation"),
    ]),
    ("offsite", "非现场见证", "Off-site witness", [
        ("offsite.identity", "身份与影像核对", "Identity and picture"),
        ("offsite.will", "本人意愿确认", "The customer's own will"),
        ("offsite.risk", "风险提示与禁止诱导", "Risk notice, no leading on"),
    ]),
]


def upgrade() -> None:
    _queue()
    _evaluations()
    _remarks()
    _appeals()
    _casebook()
    _ship(op.get_bind())


def _key(
    name: str, table: str, target: str = "calls", *, ondelete: str | None = "CASCADE"
) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        [name],
        [f"{target}.id"],
        name=op.f(f"fk_{table}_{name}_{target}"),
        ondelete=ondelete,
    )


def _index(table: str, *columns: str) -> None:
    op.create_index(op.f(f"ix_{table}_{'_'.join(columns)}"), table, list(columns))


def _queue() -> None:
    op.add_column(
        "reviews", sa.Column("urgency", sa.Integer(), nullable=False, server_default="0")
    )
    op.add_column("reviews", sa.Column("done_at", INSTANT, nullable=True))
    op.add_column("reviews", sa.Column("done_by", sa.String(), nullable=True))
    op.execute(URGENCY)
    for name, columns, where in (
        ("ix_reviews_pending", ["urgency", "day", "call"], PENDING),
        ("ix_reviews_pending_kind", ["kind", "urgency", "day", "call"], PENDING),
        ("ix_reviews_done", ["kind", "done_by", "done_at"], DONE),
    ):
        op.create_index(name, "reviews", columns, sqlite_where=where, postgresql_where=where)
    _index("results", "score_total", "call")
    _index("results", "duration_s")
    _index("calls", "team", "id")


def _evaluations() -> None:
    op.create_table(
        "claims",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("person", sa.String(), nullable=False),
        sa.Column("claimed_at", INSTANT, nullable=False),
        sa.Column("renewed_at", INSTANT, nullable=False),
        _key("call", "claims"),
        sa.PrimaryKeyConstraint("call", name=op.f("pk_claims")),
    )
    _index("claims", "person", "renewed_at")
    op.create_table(
        "drafts",
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("evaluator", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("saved_at", INSTANT, nullable=False),
        _key("call", "drafts"),
        sa.PrimaryKeyConstraint("call", "evaluator", name=op.f("pk_drafts")),
    )
    op.create_table(
        "scorecards",
        sa.Column("identity", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("identity", name=op.f("pk_scorecards")),
    )
    op.create_table(
        "evaluations",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("why", sa.Text(), nullable=False),
        sa.Column("total", sa.Float(), nullable=True),
        sa.Column("fatal", sa.Boolean(), nullable=False),
        sa.Column("body", sa.LargeBinary(), nullable=False),
        sa.Column("published_at", INSTANT, nullable=True),
        sa.Column("published_by", sa.String(), nullable=True),
        sa.Column("acknowledged_at", INSTANT, nullable=True),
        sa.Column("acknowledged_by", sa.String(), nullable=True),
        _key("call", "evaluations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evaluations")),
        sa.UniqueConstraint("call", "version", name=op.f("uq_evaluations_call_version")),
    )
    _index("evaluations", "made_at")
    _index("evaluations", "made_by", "made_at")
    _index("evaluations", "published_at")


def _remarks() -> None:
    op.create_table(
        "annotations",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("role", sa.String(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("tags", sa.Text(), nullable=False),
        sa.Column("quality", sa.String(), nullable=True),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("replaces", BIG_ID, nullable=True),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        _key("call", "annotations"),
        _key("replaces", "annotations", "annotations", ondelete=None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_annotations")),
    )
    _index("annotations", "call", "retired_at")
    op.create_table(
        "corrections",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("call", BIG_ID, nullable=False),
        sa.Column("turn", sa.Integer(), nullable=False),
        sa.Column("start_char", sa.Integer(), nullable=False),
        sa.Column("end_char", sa.Integer(), nullable=False),
        sa.Column("original", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("turn_text", sa.Text(), nullable=False),
        sa.Column("turn_start_s", sa.Float(), nullable=False),
        sa.Column("turn_end_s", sa.Float(), nullable=False),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        sa.Column("retired_by", sa.String(), nullable=True),
        _key("call", "corrections"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_corrections")),
    )
    _index("corrections", "call", "retired_at")


def _appeals() -> None:
    op.create_table(
        "appeals",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("evaluation", BIG_ID, nullable=False),
        sa.Column("subject", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.String(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        _key("evaluation", "appeals", "evaluations"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeals")),
    )
    _index("appeals", "state", "made_at")
    _index("appeals", "evaluation")
    op.create_table(
        "appeal_events",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("appeal", BIG_ID, nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("by", sa.String(), nullable=False),
        sa.Column("at", INSTANT, nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        _key("appeal", "appeal_events", "appeals"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal_events")),
    )
    _index("appeal_events", "appeal")


def _casebook() -> None:
    op.create_table(
        "case_categories",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("parent", BIG_ID, nullable=True),
        sa.Column("code", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("name_en", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        _key("parent", "case_categories", "case_categories", ondelete=None),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_categories")),
        sa.UniqueConstraint("code", name=op.f("uq_case_categories_code")),
    )
    _index("case_categories", "parent")
    op.create_table(
        "cases",
        sa.Column("id", BIG_ID, nullable=False),
        sa.Column("call", BIG_ID, nullable=True),
        sa.Column("call_id", sa.String(), nullable=False),
        sa.Column("business_line", sa.String(), nullable=False),
        sa.Column("agent_id", sa.String(), nullable=False),
        sa.Column("agent_name", sa.String(), nullable=True),
        sa.Column("team", sa.String(), nullable=True),
        sa.Column("start_s", sa.Float(), nullable=False),
        sa.Column("end_s", sa.Float(), nullable=False),
        sa.Column("quality", sa.String(), nullable=False),
        sa.Column("category", BIG_ID, nullable=False),
        sa.Column("lesson", sa.Text(), nullable=False),
        sa.Column("better", sa.Text(), nullable=False),
        sa.Column("excerpt", sa.Text(), nullable=False),
        sa.Column("annotation", BIG_ID, nullable=True),
        sa.Column("filed_by", sa.String(), nullable=False),
        sa.Column("filed_at", INSTANT, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("retired_at", INSTANT, nullable=True),
        _key("call", "cases", ondelete="SET NULL"),
        _key("category", "cases", "case_categories", ondelete=None),
        _key("annotation", "cases", "annotations", ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_cases")),
    )
    _index("cases", "call")
    _index("cases", "category")
    _index("cases", "retired_at", "filed_at")
    for table, column in (("case_tags", "tag"), ("case_rules", "code")):
        op.create_table(
            table,
            sa.Column("case_id", BIG_ID, nullable=False),
            sa.Column(column, sa.String(), nullable=False),
            _key("case_id", table, "cases"),
            sa.PrimaryKeyConstraint("case_id", column, name=op.f(f"pk_{table}")),
        )
        _index(table, column)
    op.create_table(
        "case_versions",
        sa.Column("case_id", BIG_ID, nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("made_by", sa.String(), nullable=False),
        sa.Column("made_at", INSTANT, nullable=False),
        sa.Column("what", sa.String(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        _key("case_id", "case_versions", "cases"),
        sa.PrimaryKeyConstraint("case_id", "revision", name=op.f("pk_case_versions")),
    )


def _ship(connection: sa.Connection) -> None:
    names = ("id", "parent", "code", "name", "name_en", "position")
    table = sa.table("case_categories", *map(sa.column, names))

    def add(parent: int | None, code: str, name: str, name_en: str, position: int) -> int:
        row = {"parent": parent, "code": code, "name": name, "name_en": name_en}
        added = sa.insert(table).values(**row, position=position).returning(table.c.id)
        key: int = connection.execute(added).scalar_one()
        return key

    for place, (code, name, name_en, below) in enumerate(CATEGORIES):
        parent = add(None, code, name, name_en, place)
        for inner, child in enumerate(below):
            add(parent, *child, inner)


def downgrade() -> None:
    for table in ("case_versions", "case_rules", "case_tags", "cases", "case_categories"):
        op.drop_table(table)
    for table in ("appeal_events", "appeals", "corrections", "annotations"):
        op.drop_table(table)
    for table in ("evaluations", "scorecards", "drafts", "claims"):
        op.drop_table(table)
    for index in ("ix_results_duration_s", "ix_results_score_total_call"):
        op.drop_index(op.f(index), table_name="results")
    op.drop_index(op.f("ix_calls_team_id"), table_name="calls")
    for index in ("ix_reviews_done", "ix_reviews_pending_kind", "ix_reviews_pending"):
        op.drop_index(index, table_name="reviews")
    for column in ("done_by", "done_at", "urgency"):
        op.drop_column("reviews", column)
