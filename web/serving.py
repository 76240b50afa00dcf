"""The web server: gunicorn, told here what it is told, in the process that calls it."""

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask
from gunicorn.app.base import BaseApplication

from web.store.database import db

_THREADS_A_PROCESS: Final = 4
_SECONDS_FOR_A_REQUEST: Final = 60
_SECONDS_TO_FINISH: Final = 10
DEFAULT_LISTEN: Final = "127.0.0.1:8000"
DEFAULT_PROCESSES: Final = 2


class _Gunicorn(BaseApplication):
    """Gunicorn with settings of ours and no configuration file."""

    def __init__(self, app: Flask, settings: Mapping[str, Any]) -> None:
        self._app = app
        self._settings = settings
        super().__init__()

    def load_config(self) -> None:
        for name, value in self._settings.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return self._app


def serve(app: Flask, *, listen: str, processes: int) -> None:
    """Serve the application until the process is told to stop; SIGTERM lets requests finish first."""

    def forget_connections(_server: object, _worker: object) -> None:
        # A connection belongs to the process that opened it.
        with app.app_context():
            db.engine.dispose(close=False)

    settings = {
        "bind": listen,
        "workers": processes,
        "threads": _THREADS_A_PROCESS,
        "worker_class": "gthread",
        "timeout": _SECONDS_FOR_A_REQUEST,
        "graceful_timeout": _SECONDS_TO_FINISH,
        # Our own log says what was asked for, without addresses that name a case.
        "accesslog": None,
        "loglevel": "warning",
        # Its door for remote control stays shut: it would stand in the home folder.
        "control_socket_disable": True,
        "post_fork": forget_connections,
    }
    _Gunicorn(app, settings).run()
