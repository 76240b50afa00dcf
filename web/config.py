"""Configuration: every setting of an installation, read once from environment variables.

A default is safe in production; a secret has none. docs/operating.md describes each setting, and a test
holds the two together.
"""

import base64
import binascii
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Final, TypeVar

from web.mail_server import MailServer, UnusableError, mail_server_from_url
from web.refusals import CannotStartError

_T = TypeVar("_T")


class ConfigError(CannotStartError):
    """A setting is missing or cannot be used; the message names it and says what it takes."""


@dataclass(frozen=True, slots=True)
class Config:
    """What the web and worker processes are told. Secrets do not show when it is printed."""

    database_app_url: str = field(repr=False)
    secret_key: str = field(repr=False)
    key_encryption_key: bytes = field(repr=False)
    public_address: str
    mail_server: MailServer | None = field(repr=False)
    mail_from: str
    proxies: int
    session_minutes: int
    insecure_cookies: bool
    demonstration: bool


# The variable of each setting, in the order of docs/operating.md.
SETTINGS: Final[dict[str, str]] = {
    "DATABASE_URL": "the owner's database; read by migrate and by nothing else",
    "DATABASE_APP_URL": "the database as the web and worker processes see it",
    "SECRET_KEY": "signs sessions and forms",
    "KEY_ENCRYPTION_KEY": "wraps the key of each case",
    "PUBLIC_ADDRESS": "the address in links, such as https://review-desk.example.invalid",
    "MAIL_SERVER": "where notices are handed in, such as smtp+starttls://user:password@host:587",
    "MAIL_FROM": "the sender of notices",
    "PROXIES": "how many proxies of ours stand in front",
    "SESSION_MINUTES": "how long a person may do nothing before signing in again",
    "INSECURE_COOKIES": "1 lets cookies travel without TLS; for one's own machine only",
    "DEMONSTRATION": "1 opens the outbox and the clock to visitors; make run sets it",
    "LISTEN": "the address that `review-desk serve` listens on",
    "WEB_PROCESSES": "how many web processes `review-desk serve` runs",
    "REVIEW_DESK_VAR": "where make run keeps its database and keys",
    "PORT": "the port of make run",
}


def config_from(environment: Mapping[str, str]) -> Config:
    """Return the configuration, or raise ConfigError at the first setting that cannot be used."""
    return Config(
        database_app_url=_required(environment, "DATABASE_APP_URL", str),
        secret_key=_required(environment, "SECRET_KEY", _long_enough),
        key_encryption_key=_required(environment, "KEY_ENCRYPTION_KEY", _thirty_two_bytes),
        public_address=_required(environment, "PUBLIC_ADDRESS", _web_address),
        mail_server=_optional(environment, "MAIL_SERVER", mail_server_from_url, None),
        mail_from=_optional(environment, "MAIL_FROM", str, "review-desk@example.invalid"),
        proxies=_optional(environment, "PROXIES", _number, 0),
        session_minutes=_optional(environment, "SESSION_MINUTES", _minutes, 60),
        insecure_cookies=_optional(environment, "INSECURE_COOKIES", _switch, False),
        demonstration=_optional(environment, "DEMONSTRATION", _switch, False),
    )


def owner_url_from(environment: Mapping[str, str]) -> str:
    """Return the owner's database URL, which `review-desk migrate` alone reads."""
    return _required(environment, "DATABASE_URL", str)


def _required(environment: Mapping[str, str], name: str, read: Callable[[str], _T]) -> _T:
    text = environment.get(name, "").strip()
    if not text:
        raise ConfigError(f"{name} is not set: {SETTINGS[name]}. See docs/operating.md.")
    return _read(name, text, read)


def _optional(
    environment: Mapping[str, str], name: str, read: Callable[[str], _T], default: _T
) -> _T:
    text = environment.get(name, "").strip()
    return _read(name, text, read) if text else default


def _read(name: str, text: str, read: Callable[[str], _T]) -> _T:
    try:
        return read(text)
    except UnusableError as error:
        reason = str(error)
    # Raised outside the handler: the value may be a secret, and no error of ours carries one.
    raise ConfigError(f"{name} cannot be used: {reason}. See docs/operating.md.")


def _long_enough(text: str) -> str:
    if len(text) < 32:
        raise UnusableError("it needs 32 characters or more, drawn at random")
    return text


def _thirty_two_bytes(text: str) -> bytes:
    try:
        key = base64.b64decode(text, validate=True)
    except binascii.Error:
        key = b""
    if len(key) != 32:
        raise UnusableError("it needs 32 random bytes, written in base64")
    return key


def _web_address(text: str) -> str:
    if not text.startswith(("https://", "http://")):
        raise UnusableError("it needs to begin with https://")
    return text.rstrip("/")


def _number(text: str) -> int:
    if not text.isdecimal():
        raise UnusableError("it is a whole number")
    return int(text)


def _minutes(text: str) -> int:
    minutes = _number(text)
    if not 5 <= minutes <= 720:
        raise UnusableError("it needs to lie between 5 and 720")
    return minutes


def _switch(text: str) -> bool:
    if text not in ("0", "1"):
        raise UnusableError("it is either 0 or 1")
    return text == "1"
