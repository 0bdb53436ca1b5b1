"""The tables of settings.toml, each key with its range and its default."""

from datetime import time
from enum import StrEnum
from pathlib import Path
from typing import Literal, Self

from pydantic import (
    ConfigDict,
    Field,
    SecretStr,
    ValidationInfo,
    field_validator,
    model_validator,
)
from sqlalchemy.engine import make_url

from monitor.catalogues import load_catalogue
from monitor.domain.dossier import ApplicantKind, Status
from monitor.domain.hosts import is_loopback
from monitor.domain.letter_choices import Issuing, Numbering
from monitor.domain.notice import NoticeKind
from monitor.domain.period import MonthBegins
from monitor.domain.return_path import MAILBOX_OCTETS
from monitor.settings.faults import Fault, fault
from monitor.settings.fields import (
    POSTGRESQL,
    Clock,
    Code,
    Line,
    Mailbox,
    Name,
    Place,
    Port,
    Seconds,
    Share,
    StoreUrl,
    Switch,
    Table,
    Whole,
    not_empty,
)
from monitor.settings.rules import Rules
from monitor.settings.watch import Watch


class ChannelName(StrEnum):
    """Where mails go."""

    FOLDER = "folder"
    SMTP = "smtp"


class Tls(StrEnum):
    """How the way to the mail server is closed to others' eyes."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"  # this very machine only


class StoreTable(Table):
    """Where the database is; a password comes from the environment alone.

    Checked again where the whole table is left out: its path starts from the file's
    folder, too.
    """

    model_config = ConfigDict(revalidate_instances="always")

    url: StoreUrl = "sqlite:///var/monitor.db"
    password: SecretStr = SecretStr("")
    connections: Whole = Field(default=5, ge=1, le=100)

    @property
    def is_served(self) -> bool:
        """Tell whether the database lies on a server, not in a file."""
        return self.url.startswith(POSTGRESQL)

    @property
    def address(self) -> str:
        """Return the URL with its password: what the driver is given, and nobody is shown."""
        password = self.password.get_secret_value()
        if not password:
            return self.url
        return make_url(self.url).set(password=password).render_as_string(hide_password=False)


class Paths(Table):
    """Files and folders, from the settings file's own folder on."""

    var: Place = Path("var")
    templates: Place = Path("templates")
    calendar: Place = Path("calendar.toml")
    units: Place
    officials: Place
    procedures: Place


class SourceTable(Table):
    """One drop folder of one system.

    `kind` is None where each file's headers tell. `headers` maps a field to more
    names of its column, the other tables map words of the export to ours.
    """

    system: Code
    name: Name
    folder: Place
    move_done: Switch
    kind: Literal["ledger", "list", "national"] | None = None
    not_covered: tuple[Name, ...] = ()
    headers: dict[str, tuple[Name, ...]] = Field(default_factory=dict)
    statuses: dict[str, Status] = Field(default_factory=dict)
    applicant_kinds: dict[str, ApplicantKind] = Field(default_factory=dict)

    @field_validator("headers")
    @classmethod
    def _known_fields(cls, headers: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
        known = load_catalogue("headers")["dossiers"]
        if strange := [name for name in headers if name not in known]:
            raise fault(Fault.HEADERS, strange=", ".join(strange), known=", ".join(known))
        return headers


class Mail(Table):
    """How mail leaves the building. The password comes from the environment alone."""

    channel: ChannelName = ChannelName.FOLDER
    folder: Place = Path("var/mail")
    sender: Mailbox
    sender_name: Name
    return_path: Mailbox | Literal[""] = ""
    bounces: Place | None = None
    host: Line = ""
    port: Port = 587
    tls: Tls = Tls.STARTTLS
    username: Line = ""
    password: SecretStr = SecretStr("")
    ca_file: Place | None = None
    connections: Whole = Field(default=3, ge=1, le=4)
    timeout_seconds: Seconds = 60
    per_minute: Whole = Field(default=0, ge=0)
    per_domain: Whole = Field(default=0, ge=0)
    hold_uncertain: tuple[NoticeKind, ...] = ()

    @field_validator("return_path")
    @classmethod
    def _has_room_for_a_token(cls, return_path: str) -> str:
        if len(return_path.rpartition("@")[0]) > MAILBOX_OCTETS:
            raise fault(Fault.RETURN_PATH, most=MAILBOX_OCTETS)
        return return_path

    @field_validator("host")
    @classmethod
    def _server_is_named(cls, host: str, info: ValidationInfo) -> str:
        if not host and info.data.get("channel") is ChannelName.SMTP:
            raise fault(Fault.SMTP_HOST)
        return host

    @field_validator("tls")
    @classmethod
    def _nothing_in_the_clear(cls, tls: Tls, info: ValidationInfo) -> Tls:
        host = info.data.get("host")
        if tls is Tls.NONE and host and not is_loopback(host):
            raise fault(Fault.CLEAR_TEXT)
        return tls


class Imports(Table):
    """When an export is not to be trusted as a whole."""

    max_reject_share: Share = 0.2


class Notify(Table):
    """When and how people are told."""

    operator: Mailbox
    morning_latest: Clock = time(8, 30)
    afternoon: Clock = time(13, 45)
    form_of_address: Name = "Đồng chí"
    max_share: Share = 0.5
    max_named_share: Share = 0.75
    few: Whole = Field(default=20, ge=0, le=1_000)

    @field_validator("afternoon")
    @classmethod
    def _after_the_morning(cls, afternoon: time, info: ValidationInfo) -> time:
        morning = info.data.get("morning_latest")
        if morning is not None and afternoon <= morning:
            raise fault(Fault.SLOTS, morning=f"{morning:%H:%M}")
        return afternoon


class ReportTable(Table):
    """The monthly report: made on the first working day after its month."""

    month_begins: MonthBegins = 1
    due_hour: Clock = time(7, 30)
    attach_mb: Whole = Field(default=10, ge=1, le=25)


class WorkbookTable(Table):
    """Where the units' workbooks are laid down, and where they come back.

    Checked again where the whole table is left out, as the store's is.
    """

    model_config = ConfigDict(revalidate_instances="always")

    folder: Place = Path("var/so-viec")
    drop: Place = Path("var/so-viec-tra-loi")

    @field_validator("drop")
    @classmethod
    def _a_folder_of_its_own(cls, drop: Path, info: ValidationInfo) -> Path:
        if drop == info.data.get("folder"):
            raise fault(Fault.WORKBOOK_FOLDERS)
        return drop


class LettersTable(Table):
    """The form of letters, who numbers them, who signs. The secret is in the environment.

    Checked again where the whole table is left out, as the store's is.
    """

    model_config = ConfigDict(revalidate_instances="always")

    form: Literal["form04", "phieu_a4", "phieu_a5"] = "form04"
    qr: Switch = False
    numbering: Numbering = Numbering.VAN_THU
    numbering_decision: Line = ""
    issue: Issuing = Issuing.AFTER_APPROVAL
    issue_decision: Line = ""
    signatures: Whole = Field(default=2, ge=1, le=5)
    trust_roots: tuple[Place, ...] = ()
    certificate: Place | None = None
    certificate_password: SecretStr = SecretStr("")
    workers: Whole = Field(default=2, ge=1, le=16)

    @model_validator(mode="after")
    def _decided(self) -> Self:
        """Refuse what an office may do only where it has decided so, and citing it."""
        if self.numbering is Numbering.OWN and not self.numbering_decision:
            raise fault(Fault.NUMBERING_DECISION)
        if self.issue is Issuing.AUTOMATIC and not self.issue_decision:
            raise fault(Fault.ISSUE_DECISION)
        if self.issue is Issuing.AUTOMATIC and self.numbering is not Numbering.OWN:
            raise fault(Fault.ISSUE_NUMBERING)
        if self.certificate is not None and self.issue is not Issuing.AUTOMATIC:
            raise fault(Fault.NEEDLESS_CERTIFICATE)
        return self


class BackupTable(Table):
    """Where backups lie, and how many; without a folder none is made by itself."""

    folder: Place | None = None
    keep: Whole = Field(default=14, ge=1, le=1_000)
    hour: Clock = time(2, 30)


class Retention(Table):
    """How long personal data outlast their dossier; 0: for ever."""

    months: Whole = Field(default=0, ge=0, le=600)


class DispatcherName(StrEnum):
    """Who calls the flows: one process by itself, or workers on many machines."""

    EMBEDDED = "embedded"
    CLUSTER = "cluster"


class Run(Table):
    """How often the daemon looks, and how long a silence means that it hangs."""

    dispatcher: DispatcherName = DispatcherName.EMBEDDED
    tick_seconds: Seconds = 60
    deliver_seconds: Seconds = 10
    watchdog_seconds: Whole = Field(default=900, ge=60, le=86_400)


class Workers(Table):
    """How many jobs of a queue one process of a cluster runs at once."""

    scan: Whole = Field(default=1, ge=1, le=16)
    pdf: Whole = Field(default=1, ge=1, le=16)
    mail: Whole = Field(default=1, ge=1, le=16)


class Settings(Table):
    """All of settings.toml."""

    store: StoreTable = StoreTable()
    paths: Paths
    sources: tuple[SourceTable, ...]
    mail: Mail
    rules: Rules = Rules()
    imports: Imports = Imports()
    notify: Notify
    report: ReportTable = ReportTable()
    workbook: WorkbookTable = WorkbookTable()
    letters: LettersTable = LettersTable()
    run: Run = Run()
    workers: Workers = Workers()
    backup: BackupTable = BackupTable()
    retention: Retention = Retention()
    watch: Watch = Watch()

    @field_validator("sources")
    @classmethod
    def _told_apart(cls, sources: tuple[SourceTable, ...]) -> tuple[SourceTable, ...]:
        names: dict[str, str] = {}
        folders: set[Path] = set()
        for source in not_empty(sources):
            if source.folder in folders:
                raise fault(Fault.SAME_FOLDER, system=source.system)
            if names.setdefault(source.system, source.name) != source.name:
                raise fault(Fault.TWO_NAMES, system=source.system)
            folders.add(source.folder)
        return sources

    @field_validator("run")
    @classmethod
    def _on_a_server(cls, run: Run, info: ValidationInfo) -> Run:
        store = info.data.get("store")
        is_file = store is not None and not store.is_served
        if run.dispatcher is DispatcherName.CLUSTER and is_file:
            raise fault(Fault.CLUSTER_STORE)
        return run
