"""The mail server that notices are handed to, and handing one over."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}
_SECONDS_TO_ANSWER = 30


class UnusableError(ValueError):
    """Says in words what a setting takes, without the value that was given."""


@dataclass(frozen=True, slots=True)
class MailServer:
    """Where it is, how the connection is secured, and who signs in."""

    scheme: str
    host: str
    port: int
    user: str | None = None
    password: str | None = field(default=None, repr=False)

    def send(self, message: EmailMessage) -> None:
        """Hand a message over; raises OSError or smtplib.SMTPException where it is not taken."""
        with self._connection() as connection:
            if self.scheme == "smtp+starttls":
                connection.starttls(context=ssl.create_default_context())
            if self.user is not None:
                connection.login(self.user, self.password or "")
            connection.send_message(message)

    def _connection(self) -> smtplib.SMTP:
        # The library's own default would take any certificate.
        if self.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(
                self.host, self.port, timeout=_SECONDS_TO_ANSWER, context=context
            )
        return smtplib.SMTP(self.host, self.port, timeout=_SECONDS_TO_ANSWER)


def mail_server_from_url(url: str) -> MailServer:
    """Read ``smtp+starttls://user:password@host:587``; raise UnusableError otherwise."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise UnusableError("a mail server is written as smtp+starttls://user:password@host:587")
    return MailServer(
        scheme=parts.scheme,
        host=parts.hostname,
        port=parts.port or _PORTS[parts.scheme],
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )
