"""Every kind of mail, in the situations an office meets; everybody in them is invented."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from monitor.domain.calendar_spec import DatedDay, DayKind, RowStatus
from monitor.domain.counted import Redated
from monitor.domain.dossier import Channel, Dossier, Promise, PromiseKind, Status
from monitor.domain.figures import Rate, RateDefinition
from monitor.domain.letter import Delivery, Letter, LetterKind, LetterState
from monitor.domain.note import Note, NoteKind
from monitor.domain.notice import Notice, Recipient
from monitor.domain.period import Period
from monitor.domain.since import Since
from monitor.domain.workbook import Line, Part, Workbook
from monitor.notices.baseline import baselines
from monitor.notices.blast import Blast, alarm
from monitor.notices.desk import desks, leaderless
from monitor.notices.digest import digests
from monitor.notices.late import Moved
from monitor.notices.leader import LateBefore, leader_notices
from monitor.notices.letter_mails import (
    agency_slip,
    citizen_letter,
    one_stop_notice,
    recall_notices,
    returned_notice,
)
from monitor.notices.occasion import Matter, Occasion
from monitor.notices.operator import (
    BackupDue,
    Health,
    Imported,
    Mailed,
    WorkbookNews,
    operator_notice,
)
from monitor.notices.report_mails import FileKind, ReportPaper, Revision, report_mails
from monitor.notices.slots import Slot
from monitor.notices.workbook_mail import (
    made_mail,
    reader_of,
    refused_mail,
    returned_mail,
    where_of,
)
from tests.builders import DAYS_2026, a_calendar, a_day_off, a_dossier, a_pause, vn
from tests.notices.doubted import (
    of_a_leader_of_results_never_entered,
    of_a_leader_with_results_to_enter,
    of_results_to_enter,
)
from tests.notices.edited import (
    of_a_head_after_the_leader_was_told,
    of_a_leader_on_edits_alone,
    of_a_leader_on_edits_and_late_ones,
    of_edits_asked,
)
from tests.notices.handled import (
    of_a_head_on_the_ways_of_the_office,
    of_a_leader_on_letters,
    of_a_leader_on_letters_and_late_ones,
    of_dates_to_enter,
)
from tests.notices.hurried import (
    of_a_late_step,
    of_late_receptions,
    one_is_explained,
    one_is_urgent,
    several_are_urgent,
)
from tests.notices.office import (
    COMMUNE,
    COUNTER,
    DIRECTORY,
    DROP,
    EXPORTED,
    HANDLER,
    HEAD_OF_ECONOMY,
    LEADER,
    a_directory,
    a_routing,
    allowance_asked,
    an_occasion,
    an_office,
    due_today_marriage,
    filed,
    late_burial,
    matters,
    soon_allowance,
    soon_disability,
)
from tests.notices.unit_matters import (
    edited,
    gone_silent,
    short_of_everything,
    standing_still,
    unit_matters,
)
from tests.render.sample_letters import AFTER, BEFORE, ORGANISATION, URGING

EXPORT_AT = vn(EXPORTED)
WHERE = where_of("VHXH", DIRECTORY, DROP)


def a_letter_about(dossier: Dossier, state: LetterState, deadline: str) -> Letter:
    """Return a letter that came to its state on 10 November."""
    at = vn("2026-11-10 09:00")
    return Letter(
        dossier=dossier.code,
        deadline=vn(deadline),
        state=state,
        asked_at=at,
        answered_at=at,
        approved_at=at,
        issued_at=at,
        delivered_at=at,
        cause="B2",
        reason="Chưa có kết quả trích đo",
        new_due_at=vn("2026-11-27 17:00"),
        refused_for="chưa nêu số công văn đề nghị trích đo"
        if state is LetterState.REFUSED
        else "",
    )


def survey(
    code: str, promised: str, *, received: str = "2026-10-16 08:00", as_of: str = EXPORTED
) -> Dossier:
    """Return a dossier of the surveyor's, of a procedure whose term the directory lacks."""
    dossier = a_dossier(
        received=received, promised=promised, unit="KT", handler="dung", as_of=as_of
    )
    return filed(code, "khac", dossier)


def land(code: str, promised: str) -> Dossier:
    """Return a dossier that another agency decides."""
    dossier = a_dossier(
        received="2026-10-12 08:00",
        promised=promised,
        unit="KT",
        handler="dung",
        as_of=EXPORTED,
    )
    return filed(code, "dat-dai", dossier)


def moved_survey() -> Dossier:
    """Return a dossier promised for 9 November, then for 27 November."""
    again = Promise(
        promised_at=vn("2026-11-27 17:00"),
        made_at=vn("2026-11-06 09:00"),
        kind=PromiseKind.REAPPOINTMENT,
    )
    dossier = survey("261016-0042", "2026-11-09 17:00")
    return replace(dossier, promises=(*dossier.promises, again))


def to(person: str, notices: tuple[Notice, ...]) -> Notice:
    return next(one for one in notices if one.recipient.person == person)


def of_the_handler() -> Notice:
    occasion = an_occasion()
    dossiers = (late_burial(), due_today_marriage(), soon_allowance(), soon_disability())
    return to("hoa", tuple(digests(matters(occasion, *dossiers), occasion)))


def of_a_head_in_the_afternoon() -> Notice:
    """Return a mail on data of the day before, while the head of economy is away."""
    away = replace(
        HEAD_OF_ECONOMY,
        absent_from=date(2026, 11, 9),
        absent_to=date(2026, 11, 20),
        deputy="ha",
    )
    late = survey("261016-0019", "2026-11-06 17:00", as_of="2026-11-10 16:30")
    drafted = survey("261020-0021", "2026-11-13 17:00", as_of="2026-11-11 16:30")
    refused = survey("261021-0022", "2026-11-16 17:00", as_of="2026-11-11 16:30")
    unasked = replace(soon_allowance(), handler=None, as_of=vn("2026-11-11 16:30"))
    occasion = an_occasion(
        "2026-11-12 13:45",
        slot=Slot.AFTERNOON,
        exported={"test": "2026-11-11 16:30"},
        office=an_office(a_directory(away)),
    )
    letters = (
        a_letter_about(drafted, LetterState.APPROVED, "2026-11-13 17:00"),
        a_letter_about(refused, LetterState.REFUSED, "2026-11-16 17:00"),
    )
    found = matters(occasion, late, drafted, refused, unasked, letters=letters)
    return to("ha", tuple(digests(found, occasion)))


def of_a_deputy() -> Notice:
    """Return one to a deputy of an absent handler, of another unit."""
    away = replace(HANDLER, absent_from=date(2026, 11, 9), deputy="dung")
    occasion = an_occasion(office=an_office(a_directory(away)))
    found = matters(occasion, soon_allowance(), due_today_marriage())
    return to("dung", tuple(digests(found, occasion)))


def of_the_signer() -> Notice:
    drafted = survey("261020-0021", "2026-11-13 17:00")
    approved = survey("261021-0022", "2026-11-16 17:00")
    occasion = an_occasion()
    letters = (
        a_letter_about(drafted, LetterState.DRAFT, "2026-11-13 17:00"),
        a_letter_about(approved, LetterState.APPROVED, "2026-11-16 17:00"),
        allowance_asked(),
    )
    found = matters(occasion, drafted, approved, soon_allowance(), letters=letters)
    return to("phuc", tuple(digests(found, occasion)))


def of_the_counter() -> Notice:
    undated = filed(
        "261109-0101", "khuyet-tat", a_dossier(received="2026-11-09 08:00", as_of=EXPORTED)
    )
    unknown = filed(
        "261109-0102", "khac", a_dossier(received="2026-11-09 08:30", as_of=EXPORTED)
    )
    too_late = filed(
        "261109-0103",
        "khuyet-tat",
        a_dossier(received="2026-11-09 09:00", promised="2026-11-20 17:00", as_of=EXPORTED),
    )
    waiting = filed(
        "261019-0104",
        "khuyet-tat",
        a_dossier(
            received="2026-10-19 09:00",
            promised="2026-10-26 17:00",
            finished="2026-10-26 10:00",
            status=Status.FINISHED,
            as_of=EXPORTED,
        ),
    )
    occasion = an_occasion()
    found = matters(occasion, undated, unknown, too_late, waiting)
    return to("unit:TT", tuple(digests(found, occasion)))


def of_dates_to_check() -> Notice:
    """Return one on every kind of dates that contradict each other."""
    promised = filed(
        "261109-0111",
        "khuyet-tat",
        a_dossier(received="2026-11-09 08:00", promised="2026-11-09 07:30", as_of=EXPORTED),
    )
    ended = filed(
        "261102-0112",
        "khuyet-tat",
        a_dossier(
            received="2026-11-02 09:00",
            promised="2026-11-09 17:00",
            finished="2026-10-30 10:00",
            collected="2026-10-29",
            status=Status.RETURNED,
            as_of=EXPORTED,
        ),
    )
    waited = filed(
        "261102-0113",
        "tro-cap",
        a_dossier(
            promised="2026-11-16 17:00",
            pauses=(
                a_pause("2026-10-28 09:00", "2026-10-30 09:00"),
                a_pause("2026-11-04 10:00", "2026-11-04 09:00"),
                a_pause("2026-11-05 09:00"),
                a_pause("2026-11-09 09:00", "2026-11-10 09:00"),
            ),
            as_of=EXPORTED,
        ),
    )
    online = filed(
        "261109-0114", "khac", a_dossier(received="2026-11-09 08:30", as_of=EXPORTED)
    )
    occasion = an_occasion()
    found = matters(
        occasion,
        promised,
        ended,
        replace(waited, channel=Channel.IN_PERSON),
        replace(online, channel=Channel.ONLINE, submitted_at=vn("2026-11-10 09:00")),
    )
    return to("unit:TT", tuple(digests(found, occasion)))


def of_short_terms_and_old_data() -> Notice:
    """Return one on terms by the hour, old data, a pause, an estimate and a day of rest."""
    hours = filed(
        "261112-0201",
        "chung-thuc",
        a_dossier(
            received="2026-11-11 15:00", promised="2026-11-12 15:00", as_of="2026-11-12 13:30"
        ),
    )
    same_day = filed(
        "261111-0202",
        "sao-y",
        a_dossier(
            received="2026-11-11 15:20", promised="2026-11-12 17:00", as_of="2026-11-12 13:30"
        ),
    )
    unconfirmed = filed(
        "261030-0203",
        "mai-tang",
        a_dossier(
            received="2026-11-04 08:15", promised="2026-11-11 17:00", as_of="2026-11-11 16:50"
        ),
    )
    waited = filed(
        "261026-0204",
        "mai-tang",
        a_dossier(
            received="2026-11-02 08:00",
            promised="2026-11-12 17:00",
            pauses=(a_pause("2026-11-04 09:00", "2026-11-09 09:00"),),
            as_of="2026-11-11 16:50",
        ),
    )
    rolled = filed(
        "261107-0205",
        "ho-kinh-doanh",
        a_dossier(
            received="2026-11-07 08:00", promised="2026-11-14 17:00", as_of="2026-11-11 16:50"
        ),
    )
    feast = DatedDay(
        day=date(2026, 11, 10),
        kind=DayKind.OFF,
        title="Ngày hội xã",
        source="dự thảo thông báo",
        status=RowStatus.ESTIMATED,
    )
    occasion = an_occasion(
        "2026-11-12 13:45",
        slot=Slot.AFTERNOON,
        exported={"test": "2026-11-12 13:30"},
        office=an_office(calendar=a_calendar(*DAYS_2026, feast)),
    )
    found = matters(occasion, hours, same_day, unconfirmed, waited, rolled)
    return to("hoa", tuple(digests(found, occasion)))


def of_the_operator_for_want_of_others() -> Notice:
    """Return one of a dossier whose unit nobody knows."""
    lost = replace(late_burial(), unit="PHONG-CU", handler=None)
    occasion = an_occasion()
    return to("operator", tuple(digests(matters(occasion, lost), occasion)))


def leaders(occasion: Occasion, found: tuple[Matter, ...], *moved: Moved) -> tuple[Notice, ...]:
    opened = dict.fromkeys(desks(occasion.office.directory, occasion.routing), 221)
    return tuple(leader_notices(found, moved, opened, occasion))


def of_the_leader() -> Notice:
    """Return one on two units: without a word, drafted, late again, another agency's."""
    drafted = survey("261016-0019", "2026-11-06 17:00")
    again = replace(
        survey("261016-0020", "2026-10-30 17:00"),
        promises=(
            Promise(promised_at=vn("2026-10-30 17:00"), made_at=vn("2026-10-16 08:00")),
            Promise(
                promised_at=vn("2026-11-11 17:00"),
                made_at=vn("2026-10-29 08:00"),
                kind=PromiseKind.REAPPOINTMENT,
            ),
        ),
    )
    foreign = land("261012-0077", "2026-11-09 17:00")
    unsure = survey("261016-0023", "2026-11-11 17:00", as_of="2026-11-11 16:00")
    moved = moved_survey()
    letters = (
        a_letter_about(drafted, LetterState.DRAFT, "2026-11-06 17:00"),
        replace(
            a_letter_about(again, LetterState.DELIVERED, "2026-10-30 17:00"),
            delivered_at=vn("2026-10-29 10:00"),
            new_due_at=vn("2026-11-11 17:00"),
        ),
        replace(
            a_letter_about(foreign, LetterState.ISSUED, "2026-11-09 17:00"),
            kind=LetterKind.URGING,
        ),
    )
    occasion = an_occasion()
    found = matters(
        occasion,
        late_burial(),
        drafted,
        again,
        foreign,
        unsure,
        due_today_marriage(),
        letters=letters,
        told={drafted.code: frozenset({"thanh"})},
    )
    promised_again = Moved(
        dossier=moved,
        letter=a_letter_about(moved, LetterState.ISSUED, "2026-11-09 17:00"),
    )
    return to("thanh", leaders(occasion, found, promised_again))


def of_the_leader_the_day_after() -> Notice:
    """Return one that compares with the mail before, and shows what was said."""
    occasion = an_occasion()
    notes = (
        Note(
            kind=NoteKind.EXPLAINED,
            by="hoa",
            at=vn("2026-11-11 09:00"),
            text="Chờ kết quả xác minh của UBND xã Phước Hòa Hạ, công văn gửi ngày 05/11",
        ),
        Note(
            kind=NoteKind.ACKNOWLEDGED,
            by="ha",
            at=vn("2026-11-11 15:00"),
            text="Đã phân công",
        ),
    )
    found = tuple(replace(one, notes=notes) for one in matters(occasion, late_burial()))
    opened = dict.fromkeys(desks(occasion.office.directory, occasion.routing), 221)
    before = {"thanh": LateBefore(on=date(2026, 11, 11), late=4)}
    return to("thanh", tuple(leader_notices(found, (), opened, occasion, before=before)))


def of_a_deputy_with_a_long_list() -> Notice:
    """Return one to the deputy of an absent leader, on more than a mail can list."""
    away = replace(LEADER, absent_from=date(2026, 11, 9), deputy="phuc")
    many = tuple(
        replace(late_burial(), code=f"H99.10.27-261102-{number:04}") for number in range(1, 34)
    )
    occasion = an_occasion(
        exported={"test": "2026-11-10 16:50"}, office=an_office(a_directory(away))
    )
    seen = tuple(replace(one, as_of=vn("2026-11-10 16:50")) for one in many)
    return to("phuc", leaders(occasion, matters(occasion, *seen)))


def of_a_first_import() -> Notice:
    occasion = an_occasion()
    dossiers = (late_burial(), due_today_marriage(), soon_allowance(), soon_disability())
    found = matters(occasion, *dossiers, baseline=frozenset(one.code for one in dossiers))
    return to("ha", tuple(baselines(["test"], found, occasion)))


WELL = Health(
    since=vn("2026-11-11"),
    imported=Imported(taken=2, records=1_434, rejected=3),
    mailed=Mailed(sent=12, waiting=4),
    unknown=(("due_soon", 6), ("overdue", 6)),
)
LAST_MAIL = vn("2026-11-11 07:40")
LONG_CALENDAR = a_calendar(*DAYS_2026, last_year=2027)


def of_a_good_day() -> Notice:
    occasion = an_occasion(office=an_office(calendar=LONG_CALENDAR))
    told = (of_the_handler(), of_the_leader())
    news = WorkbookNews(since=LAST_MAIL, made=3, answers=12)
    return operator_notice(replace(WELL, workbooks=news), told, (), occasion)


DAY_OFF, THE_NEXT = vn("2026-11-24 17:00"), vn("2026-11-25 17:00")


def of_a_bad_day() -> Notice:
    estimated = a_day_off("2026-12-31", status=RowStatus.ESTIMATED)
    directory = a_directory(
        replace(HANDLER, mailbox="hoa"),
        replace(COUNTER, mailbox=""),
        without=frozenset({"kien", "thanh", "phuc"}),
    )
    office = an_office(directory, calendar=a_calendar(*DAYS_2026, estimated))
    occasion = an_occasion(office=office, exported={"test": "2026-11-10 16:50"})
    undated = filed("261109-0101", "khac", a_dossier(as_of="2026-11-10 16:50"))
    lost = replace(late_burial(), unit="PHONG-CU", handler=None)
    found = matters(
        occasion,
        late_burial(),
        soon_allowance(),
        undated,
        lost,
        survey("1", "2026-11-06 17:00"),
        letters=(allowance_asked(),),
    )
    told = tuple(digests(found, occasion))
    lacks = occasion.routing.lacks | leaderless(found, (), directory)
    health = Health(
        since=vn("2026-11-11"),
        imported=Imported(
            taken=1,
            records=40,
            rejected=12,
            rejects=("so-theo-doi.xlsx, dòng 9, cột “Nhận hồ sơ”: Không đọc được ngày.",),
        ),
        mailed=Mailed(parked=2, waiting=1, waiting_since=vn("2026-11-11 21:05")),
        backup=BackupDue(days=11),
        unknown=(("calendar", 3), ("luat_moi", 1)),
        failing=("H99.10.27-261102-0009",),
        faults=(
            "Tệp danh-sach.csv thiếu cột “Mã hồ sơ”; đề nghị kết xuất lại.",
            "Tệp trong thư mục của Phòng Kinh tế: tệp có mật khẩu; đề nghị bỏ mật khẩu.",
        ),
        workbooks=WorkbookNews(since=LAST_MAIL, refused=1),
        moved=tuple(
            Redated(
                dossier=f"H99.10.27-261102-{number:04d}",
                unit="KT",
                before=(DAY_OFF, DAY_OFF),
                after=(None if number == 3 else THE_NEXT, DAY_OFF if number % 2 else THE_NEXT),
            )
            for number in range(22)
        ),
    )
    return operator_notice(health, told, lacks, occasion)


def of_held_mail() -> Notice:
    return alarm(
        Blast(mails=37, named=172, late=150, open=221, most=110, most_named=165),
        an_occasion(),
        name="morning",
    )


SIGNED = b"%PDF-1.7 signed"


def to_a_citizen() -> Notice:
    letter = replace(BEFORE, number="118", dated_on=date(2026, 10, 9))
    return citizen_letter(letter, SIGNED, key="letter/1/citizen")


def to_a_citizen_anew() -> Notice:
    letter = replace(
        BEFORE,
        number="119",
        dated_on=date(2026, 10, 12),
        replaces="118/UBND-KT",
        replaces_on=date(2026, 10, 9),
    )
    return citizen_letter(letter, SIGNED, key="letter/1/2/citizen")


def to_an_organisation() -> Notice:
    after = replace(
        AFTER,
        applicant=ORGANISATION.applicant,
        number="121",
        dated_on=date(2026, 10, 14),
    )
    reachable = replace(after.applicant, mailbox="htx@nguoidan.example")
    return citizen_letter(replace(after, applicant=reachable), SIGNED, key="letter/2/citizen")


def to_the_counter() -> Notice:
    letter = replace(BEFORE, number="118", dated_on=date(2026, 10, 9))
    return one_stop_notice(letter, SIGNED, COUNTER, key="letter/1/one-stop")


def of_a_letter_that_came_back() -> Notice:
    letter = replace(BEFORE, number="118", dated_on=date(2026, 10, 9))
    return returned_notice(letter, SIGNED, COUNTER, key="letter/1")


def to_an_agency() -> Notice:
    agency = replace(DIRECTORY.units["VPDK"], mailbox="vanthu@vpdk.example")
    slip = replace(URGING, number="12", dated_on=date(2026, 10, 14))
    return agency_slip(slip, agency, SIGNED, key="letter/3/citizen")


def of_a_recall(*, had_by: Delivery = Delivery.MAIL) -> tuple[Notice, ...]:
    letter = replace(BEFORE, number="118", dated_on=date(2026, 10, 9))
    why = "ghi nhầm thủ tục."
    return recall_notices(letter, COUNTER, why=why, had_by=had_by, key="letter/1")


def a_paper(
    period: Period, *, on_time: int = 1_661, of: int = 1_688, late: int = 27
) -> ReportPaper:
    return ReportPaper(
        unit="XA",
        unit_name="UBND xã Tân Bình An",
        period=period,
        exported_at=vn("2026-12-01 07:10"),
        on_time=Rate(definition=RateDefinition.DUE, numerator=on_time, denominator=of),
        late=late,
        files={
            FileKind.PDF: b"%PDF-1.7 report",
            FileKind.COVER: b"PK cover",
            FileKind.XLSX: b"PK report",
        },
    )


def of_a_month() -> Notice:
    return report_mails(a_paper(Period.month("2026-11")), DIRECTORY, a_routing())[0]


def of_a_revision() -> Notice:
    """Return one on a revision whose workbook is too large for a mail."""
    paper = a_paper(Period.month("2026-11"))
    revision = Revision(
        number=2,
        replaced_at=vn("2026-12-01 13:45"),
        moved=14,
        since=Since(imports=3, imported_at=vn("2026-12-04 07:10"), figures=2, notes=1),
        has_other_calendar=True,
        has_other_program=True,
    )
    files = {kind: paper.files[kind] for kind in (FileKind.PDF, FileKind.COVER)}
    revised = replace(paper, files=files, folder="var/reports", revision=revision)
    return report_mails(revised, DIRECTORY, a_routing())[0]


def of_an_empty_period() -> Notice:
    period = Period(first=date(2026, 10, 15), last=date(2026, 11, 14))
    paper = replace(a_paper(period, on_time=0, of=0, late=0), exported_at=None)
    return report_mails(paper, DIRECTORY, a_routing())[0]


def of_a_head_for_one_without_a_mailbox() -> Notice:
    occasion = an_occasion(office=an_office(a_directory(replace(HANDLER, mailbox=""))))
    about = matters(occasion, late_burial(), soon_allowance())
    return to("ha", tuple(digests(about, occasion)))


def of_a_head_whose_unit_misses_its_targets() -> Notice:
    found = (*short_of_everything(), *standing_still(), *edited())
    occasion = an_occasion()
    about = matters(occasion, survey("261016-0019", "2026-11-06 17:00"))
    return to("kien", tuple(digests(about, occasion, unit_matters(found))))


def of_a_unit_alone() -> Notice:
    """Return one to the commune's own mailbox, on the evening data of three days ago."""
    occasion = an_occasion(exported={"test": "2026-11-09 07:00"})
    found = unit_matters(gone_silent())
    return to("unit:XA", tuple(digests((), occasion, found)))


def of_a_leader_on_units() -> Notice:
    occasion = an_occasion()
    (desk,) = desks(DIRECTORY, a_routing())
    found = matters(occasion, late_burial())
    units = unit_matters((*short_of_everything(COMMUNE), *short_of_everything()))
    notices = leader_notices(found, (), {desk: 221}, occasion, units=units)
    return to("thanh", tuple(notices))


def of_an_operator_on_old_sources() -> Notice:
    occasion = an_occasion(exported={"test": "2026-11-09 07:00"})
    health = Health(
        since=vn("2026-11-11"),
        imported=Imported(),
        mailed=Mailed(),
        unknown_units=(("online_share_low", 4), ("unit_rate_low", 4)),
        failing_units=("KT",),
    )
    found = unit_matters((*gone_silent(), *standing_still()))
    return operator_notice(health, (), (), occasion, found)


def a_workbook(*parts: Part) -> Workbook:
    """Return the morning's workbook of a unit, with a line of each of these parts."""
    return Workbook(
        id="VHXH-20261112-0123abcd",
        unit="VHXH",
        unit_name="Phòng Văn hóa - Xã hội",
        day=date(2026, 11, 12),
        made_at=vn("2026-11-12 07:40"),
        lines=tuple(Line(part=part, target=f"{at}") for at, part in enumerate(parts)),
    )


def a_desk() -> Recipient:
    return reader_of("VHXH", DIRECTORY, a_routing())


def of_a_workbook() -> Notice:
    parts = (*[Part.ANSWERS] * 4, Part.LETTERS, *[Part.FINDINGS] * 2, *[Part.FIGURES] * 11)
    return made_mail(a_workbook(*parts), b"PK", a_desk(), WHERE)


def of_a_workbook_with_late_ones() -> Notice:
    workbook = a_workbook(Part.ANSWERS, Part.LETTERS)
    late = Line(part=Part.ANSWERS, target="H1", facts={"late": "đã quá hạn"})
    return made_mail(replace(workbook, lines=(late, *workbook.lines)), b"PK", a_desk(), WHERE)


def of_a_workbook_of_figures() -> Notice:
    return made_mail(a_workbook(*[Part.FIGURES] * 11), b"PK", a_desk(), WHERE)


def of_a_workbook_of_issued_letters() -> Notice:
    return made_mail(a_workbook(*[Part.ISSUED] * 2), b"PK", a_desk(), WHERE)


def of_a_workbook_sent_back() -> Notice:
    return returned_mail(a_workbook(), b"PK", (3, 2, 1), a_desk(), WHERE, digest="0123")


def of_a_workbook_not_read() -> Notice:
    why = "tra-loi.xlsx: tệp có mật khẩu nên không đọc được; đề nghị bỏ mật khẩu rồi lưu lại."
    on = date(2026, 11, 12)
    return refused_mail("Phòng Văn hóa - Xã hội", why, a_desk(), WHERE, digest="0123", on=on)


SCENES: Mapping[str, Notice] = {
    "urgent": one_is_urgent(),
    "urgent-explained": one_is_explained(),
    "urgent-several": several_are_urgent(),
    "digest-step": of_a_late_step(),
    "digest-receptions": of_late_receptions(),
    "digest-handler": of_the_handler(),
    "digest-head-afternoon": of_a_head_in_the_afternoon(),
    "digest-no-mailbox": of_a_head_for_one_without_a_mailbox(),
    "digest-deputy": of_a_deputy(),
    "digest-signer": of_the_signer(),
    "digest-counter": of_the_counter(),
    "digest-dates": of_dates_to_check(),
    "digest-short-terms": of_short_terms_and_old_data(),
    "digest-operator": of_the_operator_for_want_of_others(),
    "digest-edits": of_edits_asked(),
    "digest-edits-told": of_a_head_after_the_leader_was_told(),
    "digest-dates-to-enter": of_dates_to_enter(),
    "digest-handled": of_a_head_on_the_ways_of_the_office(),
    "leader": of_the_leader(),
    "leader-letters": of_a_leader_on_letters(),
    "leader-letters-and-late": of_a_leader_on_letters_and_late_ones(),
    "leader-edits": of_a_leader_on_edits_alone(),
    "leader-edits-and-late": of_a_leader_on_edits_and_late_ones(),
    "leader-day-after": of_the_leader_the_day_after(),
    "leader-deputy": of_a_deputy_with_a_long_list(),
    "digest-units": of_a_head_whose_unit_misses_its_targets(),
    "digest-units-alone": of_a_unit_alone(),
    "leader-units": of_a_leader_on_units(),
    "operator-units": of_an_operator_on_old_sources(),
    "baseline": of_a_first_import(),
    "operator-well": of_a_good_day(),
    "operator-trouble": of_a_bad_day(),
    "alarm": of_held_mail(),
    "citizen-letter": to_a_citizen(),
    "citizen-letter-organisation": to_an_organisation(),
    "one-stop-notice": to_the_counter(),
    "citizen-letter-anew": to_a_citizen_anew(),
    "agency-slip": to_an_agency(),
    "letter-returned": of_a_letter_that_came_back(),
    "letter-recalled": of_a_recall()[0],
    "letter-recalled-counter": of_a_recall()[1],
    "letter-recalled-paper": of_a_recall(had_by=Delivery.PRINT)[0],
    "digest-results-to-enter": of_results_to_enter("hoa"),
    "digest-results-to-enter-counter": of_results_to_enter("unit:TT"),
    "leader-results-to-enter": of_a_leader_with_results_to_enter(),
    "leader-results-never-entered": of_a_leader_of_results_never_entered(),
    "report-month": of_a_month(),
    "report-empty": of_an_empty_period(),
    "report-revised": of_a_revision(),
    "workbook": of_a_workbook(),
    "workbook-late": of_a_workbook_with_late_ones(),
    "workbook-figures": of_a_workbook_of_figures(),
    "workbook-issued": of_a_workbook_of_issued_letters(),
    "workbook-back": of_a_workbook_sent_back(),
    "workbook-refused": of_a_workbook_not_read(),
}
"""Each scene's golden text lies in `tests/golden/mails/` under its name."""
