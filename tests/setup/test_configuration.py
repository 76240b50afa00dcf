"""Configuration is read once, refuses what cannot be used, and never shows a secret."""

import base64

import pytest

from web.config import ConfigError, config_from
from web.mail_server import UnusableError, mail_server_from_url

KEY = base64.b64encode(bytes(range(32))).decode()
COMPLETE = {
    "DATABASE_APP_URL": "postgresql+psycopg://review_desk_app:hidden-word@/review_desk",
    "SECRET_KEY": "hidden-word-" * 4,
    "KEY_ENCRYPTION_KEY": KEY,
    "PUBLIC_ADDRESS": "https://review-desk.example.invalid/",
}


def test_a_complete_environment_is_read():
    config = config_from({**COMPLETE, "PROXIES": "1", "SESSION_MINUTES": "30"})

    assert config.key_encryption_key == bytes(range(32))
    assert config.public_address == "https://review-desk.example.invalid"
    assert (config.proxies, config.session_minutes) == (1, 30)


def test_defaults_are_safe_in_production():
    config = config_from(COMPLETE)

    assert not config.insecure_cookies
    assert not config.demonstration
    assert config.proxies == 0


@pytest.mark.parametrize("name", sorted(COMPLETE))
def test_a_missing_setting_is_named(name):
    environment = {key: value for key, value in COMPLETE.items() if key != name}

    with pytest.raises(ConfigError, match=f"{name} is not set"):
        config_from(environment)


@pytest.mark.parametrize(
    ("name", "value", "takes"),
    [
        ("SECRET_KEY", "short-hidden-word", "32 characters or more"),
        ("KEY_ENCRYPTION_KEY", "hidden-word", "32 random bytes"),
        ("KEY_ENCRYPTION_KEY", base64.b64encode(b"hidden-word").decode(), "32 random bytes"),
        ("PUBLIC_ADDRESS", "ftp://hidden-word", "begin with https://"),
        ("PROXIES", "hidden-word", "whole number"),
        ("SESSION_MINUTES", "1", "between 5 and 720"),
        ("INSECURE_COOKIES", "hidden-word", "either 0 or 1"),
        ("MAIL_SERVER", "mail.example.invalid:hidden-word", "is written as smtp"),
    ],
)
def test_an_unusable_setting_is_refused_without_repeating_it(name, value, takes):
    with pytest.raises(ConfigError, match=takes) as refusal:
        config_from({**COMPLETE, name: value})

    assert name in str(refusal.value)
    assert "hidden-word" not in str(refusal.value)
    assert refusal.value.__context__ is None


def test_printing_the_configuration_shows_no_secret():
    mail = {"MAIL_SERVER": "smtp+starttls://someone:hidden-word@mail.example.invalid"}

    shown = repr(config_from({**COMPLETE, **mail}))

    assert "hidden-word" not in shown
    assert KEY not in shown
    assert repr(bytes(range(32))) not in shown


def test_a_mail_server_is_read_from_its_address():
    server = mail_server_from_url("smtp+starttls://some%40one:p%3Aw@mail.example.invalid")

    assert (server.host, server.port, server.scheme) == (
        "mail.example.invalid",
        587,
        "smtp+starttls",
    )
    assert (server.user, server.password) == ("some@one", "p:w")


@pytest.mark.parametrize("url", ["mail.example.invalid", "http://mail.example.invalid", "smtp://"])
def test_an_address_that_is_no_mail_server_is_refused(url):
    with pytest.raises(UnusableError):
        mail_server_from_url(url)
