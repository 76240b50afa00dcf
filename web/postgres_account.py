"""The operating system's account that the embedded PostgreSQL runs as.

PostgreSQL refuses to run as root. Where this program does, the server gets an unprivileged account, and the
folders on the way to its files become passable to it (passable only: not readable).
"""

import os
import pwd
import stat
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TypedDict

_ACCOUNT_BESIDE_ROOT = "pgserver"


class ProcessArguments(TypedDict, total=False):
    """What `subprocess` is told so that a process runs as the account."""

    user: int
    group: int
    extra_groups: list[int]


@dataclass(frozen=True, slots=True)
class ServerAccount:
    """An account by number, or nothing where the server runs as whoever runs the program."""

    user: int | None
    group: int | None

    def process_arguments(self) -> ProcessArguments:
        """Return the arguments of `subprocess.Popen` that run a process as this account."""
        if self.user is None or self.group is None:
            return {}
        return {"user": self.user, "group": self.group, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Make the account the owner of a file or folder."""
        if self.user is not None and self.group is not None:
            os.chown(path, self.user, self.group)


def account_for(binaries: Path, folder: Path) -> ServerAccount:
    """Return the account that may run the server, after making sure that it reaches both folders."""
    if os.geteuid() != 0:
        return ServerAccount(None, None)
    entry = _existing_or_new_account()
    _let_pass(folder)
    _let_pass(binaries)
    if not os.stat(binaries / "postgres").st_mode & stat.S_IXOTH:
        _let_read(binaries.parent)
    return ServerAccount(entry.pw_uid, entry.pw_gid)


def _let_pass(path: Path) -> None:
    for part in (path, *path.parents):
        mode = part.stat().st_mode
        if not mode & stat.S_IXOTH:
            part.chmod(mode | stat.S_IXOTH)


def _let_read(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            mode = path.stat().st_mode
            passable = stat.S_IXOTH if mode & stat.S_IXUSR else 0
            path.chmod(mode | stat.S_IROTH | passable)


def _existing_or_new_account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam(_ACCOUNT_BESIDE_ROOT)
    except KeyError:
        subprocess.run(
            ["useradd", "--system", "--shell", "/usr/sbin/nologin", _ACCOUNT_BESIDE_ROOT],
            check=True,
            capture_output=True,
        )
        return pwd.getpwnam(_ACCOUNT_BESIDE_ROOT)
