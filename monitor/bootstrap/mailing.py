"""The way to the mail server."""

from datetime import datetime, timedelta

from monitor.channels.probes.mail_server import probe
from monitor.channels.smtp import MailServer, Security
from monitor.domain.return_path import ReturnPath
from monitor.settings.tables import Mail


def mail_server(mail: Mail, *, returns: ReturnPath | None = None) -> MailServer:
    """Return the server that the settings name; `returns`: where reports of failure go."""
    return MailServer(
        host=mail.host,
        port=mail.port,
        sender=mail.sender,
        returns=returns,
        security=Security(mail.tls.value),
        username=mail.username,
        password=mail.password.get_secret_value(),
        ca_file=mail.ca_file,
        connections=mail.connections,
        timeout=timedelta(seconds=mail.timeout_seconds),
    )


async def probe_mail(mail: Mail) -> datetime | None:
    """Try the way to the mail server, and return when its certificate ends, if it shows one.

    Raises:
        MailServerError: no mail would get through.
    """
    return await probe(mail_server(mail))
