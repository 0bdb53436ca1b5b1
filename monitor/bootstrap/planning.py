"""What binds a tick, from the settings: sources, slots, clocks."""

from collections.abc import Callable
from datetime import datetime
from hashlib import sha256

from monitor import __version__
from monitor.domain.directory import Level
from monitor.domain.office import Office
from monitor.domain.workbook import slug
from monitor.flows.bounces import ReturnedBox
from monitor.flows.tick import Plan
from monitor.notices.slots import Telling
from monitor.ports.workbooks import DROP
from monitor.rules import RULES, UNIT_RULES
from monitor.settings import (
    Settings,
    SourceTable,
)
from monitor.settings.tables import Mail
from monitor.sources.bounce_folder import BounceFolder
from monitor.sources.inbox import FolderInbox
from monitor.sources.options import SourceOptions, with_settings
from monitor.sources.so_viec_folder import WorkbookFolder


def plan_of(
    settings: Settings,
    office: Office,
    clock: Callable[[], datetime],
    *,
    drop: str,
    report_folder: str,
) -> Plan:
    """Return what binds a tick; `drop` and `report_folder` as people know these places."""
    sources = settings.sources
    return Plan(
        office=office,
        rules=RULES,
        unit_rules=UNIT_RULES,
        inboxes=tuple(
            FolderInbox(
                system=one.system,
                folder=one.folder,
                options=source_options(one),
                kind=one.kind,
                moves=one.move_done,
                clock=clock,
            )
            for one in sources
        ),
        telling=Telling(
            operator_mailbox=settings.notify.operator,
            workbook_drop=drop,
            morning_latest=settings.notify.morning_latest,
            afternoon=settings.notify.afternoon,
            max_share=settings.notify.max_share,
            max_named_share=settings.notify.max_named_share,
            few=settings.notify.few,
            attach_bytes=settings.report.attach_mb << 20,
            report_folder=report_folder,
            system_names={one.system: one.name for one in sources},
            not_covered=tuple(
                dict.fromkeys(text for one in sources for text in one.not_covered)
            ),
        ),
        max_reject_share=settings.imports.max_reject_share,
        report_clock=settings.report.due_hour,
        version=binding_version(settings),
        workbook_inboxes=_workbook_inboxes(settings, office, clock),
        returned=_returned_box(settings.mail, clock),
        backup_clock=settings.backup.hour,
        retention_months=settings.retention.months,
    )


def _returned_box(mail: Mail, clock: Callable[[], datetime]) -> ReturnedBox | None:
    """Return where mail that came back lies; None where the settings do not say."""
    if mail.bounces is None:
        return None
    return ReturnedBox(
        box=BounceFolder(folder=mail.bounces, clock=clock),
        mailbox=mail.return_path or mail.sender,
        is_tagged=bool(mail.return_path),
    )


def _workbook_inboxes(
    settings: Settings, office: Office, clock: Callable[[], datetime]
) -> tuple[WorkbookFolder, ...]:
    """Return the folder for everybody's answered workbooks, and one for each unit's own."""
    drop = settings.workbook.drop
    units = {"": drop} | {
        code: drop / slug(code)
        for code, unit in sorted(office.directory.units.items())
        if unit.level is not Level.OUTSIDE
    }
    options = with_settings(headers={}, statuses={}, applicant_kinds={})
    return tuple(
        WorkbookFolder(
            folder=FolderInbox(system=DROP, folder=folder, options=options, clock=clock),
            unit=code,
        )
        for code, folder in units.items()
    )


def source_options(table: SourceTable) -> SourceOptions:
    """Return how a system's exports are read."""
    return with_settings(
        headers=table.headers,
        statuses={word: status.value for word, status in table.statuses.items()},
        applicant_kinds={word: kind.value for word, kind in table.applicant_kinds.items()},
    )


def binding_version(settings: Settings) -> str:
    """Return a fingerprint of all that judgements rest on beside the dossiers."""
    paths = settings.paths
    digest = sha256(__version__.encode())
    digest.update(settings.rules.model_dump_json().encode())
    for file in (paths.calendar, paths.units, paths.officials, paths.procedures):
        digest.update(file.read_bytes())
    return digest.hexdigest()
