"""The process that serves: its socket, its note in the data folder, and its end.

The note, `server.json`, is how other commands find the server that owns the folder; it is there exactly while the
server listens.
"""

import errno
import json
import logging
import os
import signal
import socket
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import FrameType

import uvicorn
from fastapi import FastAPI

from assistant.settings import Settings
from assistant.web.guard import check_access
from ingestion.errors import BylineError

log = logging.getLogger(__name__)

NOTE = "server.json"
GRACE = 5  # seconds that open connections get at the end; a chat page holds one open for as long as it is shown


def run(build: Callable[[], FastAPI], *, home: Path, settings: Settings) -> None:
    """Serve what `build` makes until SIGINT or SIGTERM. Raises BylineError where the address can't be used."""
    check_access(settings)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    logging.getLogger("assistant").setLevel(logging.INFO)
    # uvicorn gives a signal back when it has stopped, and the default for SIGTERM would end us before the note is gone
    signal.signal(signal.SIGTERM, _stop)
    with _listening(settings.host, settings.port) as listener, suppress(KeyboardInterrupt):
        url = _url(listener)
        server = uvicorn.Server(
            uvicorn.Config(
                build(),
                log_config=None,
                access_log=False,
                server_header=False,
                timeout_graceful_shutdown=GRACE,
            )
        )
        with _note(home / NOTE, url):
            log.info("the chat and the API are at %s; Ctrl-C stops them", url)
            server.run(sockets=[listener])


def _stop(signum: int, frame: FrameType | None) -> None:
    sys.exit(0)


@contextmanager
def _listening(host: str, port: int) -> Iterator[socket.socket]:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(
            host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )[0]
    except socket.gaierror as error:
        raise BylineError(f"{host!r} is no address of this machine; leave --host out for 127.0.0.1") from error
    with socket.socket(family, kind, protocol) as listener:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            listener.bind(address)
            listener.listen(128)
        except OSError as error:
            raise BylineError(_why_not(host, port, error)) from error
        yield listener


def _why_not(host: str, port: int, error: OSError) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is taken; name another with --port, or 0 for a free one"
    if error.errno == errno.EACCES:
        return f"port {port} needs rights that this user lacks; name one above 1023 with --port"
    return f"can't serve on {host} port {port}: {error.strerror}; leave --host out for 127.0.0.1"


def _url(listener: socket.socket) -> str:
    """The address for a client on this machine."""
    host, port = listener.getsockname()[:2]
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)  # noqa: S104 (compared, not bound)
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


@contextmanager
def _note(path: Path, url: str) -> Iterator[None]:
    """`server.json`, readable by its owner only, whole or absent."""
    descriptor, draft = tempfile.mkstemp(dir=path.parent, prefix=path.name)  # made with mode 0600
    with open(descriptor, "w") as file:  # noqa: PTH123 (a descriptor)
        json.dump({"url": url, "pid": os.getpid()}, file)
    Path(draft).replace(path)
    try:
        yield
    finally:
        path.unlink(missing_ok=True)
