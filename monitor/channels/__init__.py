"""The ways out, one a file; settings choose by name."""

from monitor.channels.folder import FolderChannel
from monitor.channels.smtp import SmtpChannel

__all__ = ["CHANNELS", "FolderChannel", "SmtpChannel"]

CHANNELS: dict[str, type[FolderChannel | SmtpChannel]] = {
    "folder": FolderChannel,
    "smtp": SmtpChannel,
}
