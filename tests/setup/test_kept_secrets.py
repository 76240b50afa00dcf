"""The secrets of an installation on one machine are drawn once, and are nobody else's to read."""

import base64
import stat
from concurrent.futures import ThreadPoolExecutor

from web.installation import on_one_machine, with_app_url
from web.kept_secrets import kept_secret


def test_a_secret_is_drawn_once_and_kept(tmp_path):
    assert kept_secret(tmp_path, "SECRET_KEY") == kept_secret(tmp_path, "SECRET_KEY")


def test_two_installations_have_different_secrets(tmp_path):
    assert kept_secret(tmp_path / "a", "SECRET_KEY") != kept_secret(tmp_path / "b", "SECRET_KEY")


def test_the_key_that_wraps_keys_has_thirty_two_bytes(tmp_path):
    assert len(base64.b64decode(kept_secret(tmp_path, "KEY_ENCRYPTION_KEY"))) == 32


def test_only_this_account_reads_a_secret(tmp_path):
    kept_secret(tmp_path, "SECRET_KEY")

    assert stat.S_IMODE((tmp_path / "secrets").stat().st_mode) == 0o700
    assert stat.S_IMODE((tmp_path / "secrets" / "secret_key").stat().st_mode) == 0o600


def test_many_that_draw_at_once_keep_one_secret(tmp_path):
    with ThreadPoolExecutor(8) as threads:
        drawn = list(threads.map(lambda _: kept_secret(tmp_path, "SECRET_KEY"), range(40)))

    assert len(set(drawn)) == 1


def test_the_program_gets_a_role_of_its_own_on_the_owners_server(tmp_path):
    environment = {
        "REVIEW_DESK_VAR": str(tmp_path),
        "DATABASE_URL": "postgresql+psycopg://owner:owners@db.example.invalid:5433/review_desk",
    }

    url = with_app_url(environment)["DATABASE_APP_URL"]

    password = kept_secret(tmp_path, "APP_ROLE_PASSWORD")
    assert url == (
        f"postgresql+psycopg://review_desk_app:{password}@db.example.invalid:5433/review_desk"
    )


def test_what_the_environment_says_is_never_replaced(tmp_path):
    given = {
        "REVIEW_DESK_VAR": str(tmp_path),
        "DATABASE_APP_URL": "postgresql+psycopg://given@/given",
        "SECRET_KEY": "given",
        "PUBLIC_ADDRESS": "https://given.example.invalid",
    }

    complete = on_one_machine(given)

    assert {name: complete[name] for name in given} == given
