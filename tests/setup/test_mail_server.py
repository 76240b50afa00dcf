"""Notices are handed to a mail server as mails, and a server that will not take one is heard."""

import smtplib
import socket
import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from web.mail_server import MailServer, mail_server_from_url


class Letterbox(Message):
    """Keeps what arrives, but for one recipient whom it does not know."""

    def __init__(self) -> None:
        super().__init__()
        self.arrived: list[object] = []

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):  # noqa: N802
        if address.startswith("unknown@"):
            return "550 No such person"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    def handle_message(self, message) -> None:
        self.arrived.append(message)


@pytest.fixture
def letterbox() -> Letterbox:
    return Letterbox()


@contextmanager
def serving(letterbox: Letterbox, **options: object) -> Iterator[MailServer]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(letterbox, hostname="127.0.0.1", port=port, **options)
    controller.start()
    yield mail_server_from_url(f"smtp://127.0.0.1:{port}")
    controller.stop()


@pytest.fixture
def server(letterbox) -> Iterator[MailServer]:
    with serving(letterbox) as running:
        yield running


def mail_to(recipient: str) -> EmailMessage:
    message = EmailMessage()
    message["From"] = "review-desk@example.invalid"
    message["To"] = recipient
    message["Subject"] = "A task waits for you: SI-2026-0042"
    message.set_content("Sign in to see it.")
    return message


def test_a_mail_arrives_as_it_was_written(server, letterbox):
    server.send(mail_to("bea@example.invalid"))

    [arrived] = letterbox.arrived
    assert arrived["Subject"] == "A task waits for you: SI-2026-0042"
    assert arrived.get_payload().strip() == "Sign in to see it."


def test_a_mail_that_is_not_taken_is_an_error(server, letterbox):
    with pytest.raises(smtplib.SMTPRecipientsRefused):
        server.send(mail_to("unknown@example.invalid"))

    assert letterbox.arrived == []


def test_a_server_that_does_not_offer_tls_is_not_talked_to_where_tls_is_asked(server, letterbox):
    secured = MailServer("smtp+starttls", server.host, server.port, "someone", "a password")

    with pytest.raises(smtplib.SMTPNotSupportedError):
        secured.send(mail_to("bea@example.invalid"))

    assert letterbox.arrived == []


def test_a_server_whose_certificate_nobody_vouches_for_gets_no_mail(letterbox, tmp_path):
    with serving(letterbox, tls_context=self_signed(tmp_path)) as server:
        secured = MailServer("smtp+starttls", server.host, server.port, "someone", "a password")

        with pytest.raises(ssl.SSLCertVerificationError):
            secured.send(mail_to("bea@example.invalid"))

    assert letterbox.arrived == []


def self_signed(folder: Path) -> ssl.SSLContext:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=1))
        .sign(key, SHA256())
    )
    both = folder / "both.pem"
    both.write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
        + certificate.public_bytes(Encoding.PEM)
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(both)
    return context
