"""Reports in revisions, with what they rest on; their workbooks lie on the shelf alone."""

from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"


def upgrade() -> None:
    """Keep of each workbook its code and its size; what a report rested on nobody knows."""
    with op.batch_alter_table("reports") as batch:
        batch.add_column(
            sa.Column("revision", sa.Integer(), nullable=False, server_default="1")
        )
        batch.add_column(
            sa.Column("basis", sa.LargeBinary(), nullable=False, server_default="{}")
        )
        batch.add_column(
            sa.Column(
                "workbook_sha256", sa.String(length=64), nullable=False, server_default=""
            )
        )
        batch.add_column(
            sa.Column("workbook_size", sa.Integer(), nullable=False, server_default="0")
        )
        batch.add_column(
            sa.Column("pending", sa.LargeBinary(), nullable=False, server_default="")
        )
        batch.add_column(sa.Column("cover", sa.LargeBinary()))
        batch.drop_constraint("uq_reports_unit", type_="unique")
        batch.create_unique_constraint(
            "uq_reports_unit", ["unit", "first_on", "last_on", "revision"]
        )
    _measure_workbooks()
    with op.batch_alter_table("reports") as batch:
        batch.drop_column("xlsx")
        for name in ("revision", "basis", "workbook_sha256", "workbook_size", "pending"):
            batch.alter_column(name, server_default=None)
    op.create_table(
        "report_annexes",
        sa.Column("report_id", sa.Integer(), sa.ForeignKey("reports.id"), primary_key=True),
        sa.Column("number", sa.Integer(), primary_key=True),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
    )


def _measure_workbooks() -> None:
    reports = sa.table(
        "reports",
        sa.column("id", sa.Integer()),
        sa.column("xlsx", sa.LargeBinary()),
        sa.column("basis", sa.LargeBinary()),
        sa.column("workbook_sha256", sa.String()),
        sa.column("workbook_size", sa.Integer()),
    )
    connection = op.get_bind()
    for report in connection.scalars(sa.select(reports.c.id)).all():
        is_it = reports.c.id == report
        xlsx = connection.scalars(sa.select(reports.c.xlsx).where(is_it)).one()
        connection.execute(
            reports.update()
            .where(is_it)
            .values(
                basis=b"{}",
                workbook_sha256=sha256(xlsx).hexdigest(),
                workbook_size=len(xlsx),
            )
        )
