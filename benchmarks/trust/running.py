"""A running kit, started as a person does, in a home folder of its own."""

import http.client
import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Kit:
    """Where it answers, and what lets one in."""

    port: int
    token: str
    process: "subprocess.Popen[str]"

    def ask(
        self, path: str, *, method: str = "GET", token: str = "", host: str = ""
    ) -> tuple[int, dict[str, str], bytes]:
        """Send the path as it stands: the status, the headers by lower-case name, and the body."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {"Host": host or f"127.0.0.1:{self.port}"}
        if token:
            headers["Authorization"] = f"token {token}"
        try:
            connection.request(method, path, headers=headers)
            answer = connection.getresponse()
            named = {name.lower(): value for name, value in answer.getheaders()}
            return answer.status, named, answer.read()
        finally:
            connection.close()


def home(folder: Path) -> dict[str, str]:
    """Give the variables under which everything the kit writes lies in this folder."""
    temporary = folder / "tmp"
    temporary.mkdir(parents=True, exist_ok=True)
    # The tilde, Jupyter, IPython, matplotlib and tempfile all follow these.
    return os.environ | {"HOME": str(folder), "TMPDIR": str(temporary)}


@contextmanager
def running(
    folder: Path, diary: Path, *, number: int = signal.SIGINT, program: tuple[str, ...] = ()
) -> Iterator[Kit]:
    """Run the kit on the diary while in the block; then it gets this signal."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    command = [sys.executable, *(program or ("-m", "tracker.cli.main")), "--diary", str(diary)]
    process = subprocess.Popen(
        [*command, "start", "--port", str(port), "--no-browser"],
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        env=home(folder),
        cwd=folder,
    )
    assert process.stdout is not None
    token = ""
    try:
        for line in process.stdout:
            if found := re.search(r"today\.ipynb\?token=(\S+)", line):
                token = found[1]
            if "Ctrl-C" in line:
                break
        if not token:
            raise RuntimeError("the kit did not start")
        yield Kit(port, token, process)
    finally:
        process.send_signal(number)
        process.communicate()
