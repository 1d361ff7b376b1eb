"""A PostgreSQL server of the tests' own, where PostgreSQL is installed."""

import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine, text

OLDEST = 15
HOW = (
    "PostgreSQL tests need PostgreSQL 15 or later on this machine (sudo apt-get install postgresql;"
    " they start a server of their own), or TRACKER_TEST_POSTGRES="
    "postgresql+psycopg://USER:PASSWORD@HOST/NAME, an empty database that they may overwrite."
)


@dataclass(frozen=True)
class Server:
    """A server in a folder of its own, reached through a socket there and by nobody else."""

    programs: Path
    folder: Path
    account: dict[str, Any]

    @property
    def options(self) -> str:
        """No fsync, no network: the socket in its folder is the only way in."""
        return f"-F -c listen_addresses='' -c unix_socket_directories={self.folder}"

    def url(self, role: str) -> str:
        return f"postgresql+psycopg://{role}:unused@/diary?host={self.folder}"

    def run(self, program: str, *words: str | Path) -> None:
        done = subprocess.run(
            [self.programs / program, *words],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
            cwd=self.folder,
            **self.account,
        )
        assert done.returncode == 0, done.stderr

    def control(self, action: str, *words: str) -> None:
        """Start, stop or restart; returns when that is done."""
        log = self.folder / "log"
        self.run("pg_ctl", action, "-w", "-s", "-D", self.folder / "data", "-l", log, *words)


def programs_of_postgres() -> Path | None:
    """The folder of the newest PostgreSQL that is new enough; Debian keeps it off the path."""
    folders = [*Path("/usr/lib/postgresql").glob("*/bin")]
    if on_path := shutil.which("initdb"):
        folders.append(Path(on_path).resolve().parent)
    versions = {_version(folder): folder for folder in folders if (folder / "initdb").exists()}
    newest = max(versions, default=0)
    return versions[newest] if newest >= OLDEST else None


def _version(folder: Path) -> int:
    answer = subprocess.run([folder / "initdb", "--version"], capture_output=True, text=True)
    number = re.search(r"\d+", answer.stdout)
    return int(number[0]) if number else 0


def unprivileged_account() -> dict[str, Any]:
    """Whom the server runs as: PostgreSQL refuses to run as root, as tests in a container do."""
    if os.geteuid() != 0:
        return {}
    names = {entry.pw_name for entry in pwd.getpwall()}
    user = pwd.getpwnam("postgres" if "postgres" in names else "nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def execute(url: str, statements: Sequence[str]) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        for statement in statements:
            connection.execute(text(statement))
    engine.dispose()


@pytest.fixture(scope="session")
def server() -> Iterator[Server]:
    """A running server whose role ``clinic`` owns the empty database ``diary``."""
    programs = programs_of_postgres()
    if programs is None:
        (pytest.fail if os.environ.get("CI") else pytest.skip)(HOW)
    # A socket's path may be about a hundred letters long: pytest's own folders are too deep.
    folder = Path(tempfile.mkdtemp(prefix="tracker-postgres-"))
    account = unprivileged_account()
    if account:
        os.chown(folder, account["user"], account["group"])
    made = Server(programs, folder, account)
    try:
        data = ("-D", folder / "data")
        made.run("initdb", *data, "-U", "root", "-A", "trust", "-E", "UTF8", "--no-locale", "-N")
        made.control(
            "start", "-o", f"-F -c listen_addresses='' -c unix_socket_directories={folder}"
        )
        try:
            owner = ["CREATE ROLE clinic LOGIN", "CREATE DATABASE diary OWNER clinic"]
            execute(made.url("root").replace("/diary", "/postgres"), owner)
            yield made
        finally:
            made.control("stop", "-m", "immediate")
    finally:
        shutil.rmtree(folder)


@pytest.fixture
def url(request) -> str:
    """An empty database: the one named in the environment, else one of the tests' own server."""
    named = os.environ.get("TRACKER_TEST_POSTGRES")
    address = named or request.getfixturevalue("server").url("clinic")
    empty = ["DROP SCHEMA IF EXISTS public CASCADE", "CREATE SCHEMA public"]
    execute(address, [*empty, "GRANT USAGE ON SCHEMA public TO PUBLIC"])
    return address
