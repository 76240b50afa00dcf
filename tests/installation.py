"""The configuration of an installation of a test."""

from web.config import Config


def config_for(url: str) -> Config:
    """Return the configuration of an installation like `make run` on a database."""
    return Config(
        database_app_url=url,
        secret_key="not-secret-in-a-test-" * 2,
        key_encryption_key=bytes(range(32)),
        public_address="http://localhost",
        mail_server=None,
        mail_from="review-desk@example.invalid",
        proxies=0,
        session_minutes=60,
        insecure_cookies=True,
        demonstration=True,
    )
