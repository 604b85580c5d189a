"""bin/test: every check, then the tests on SQLite and on PostgreSQL.

With pytest arguments it leaves the checks out and runs only the tests that they name, on both databases.
"""

import os
import subprocess
import sys
import tempfile
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

from tests.support.postgres import NoPostgres, private_postgres

HOME = Path(__file__).resolve().parents[2]
BIN = Path(sys.executable).parent
NO_TESTS = 5


@dataclass(frozen=True)
class Result:
    database: str
    code: int
    passed: int
    failed: int
    skipped: int

    def __str__(self) -> str:
        parts = [f"{self.passed} passed"]
        parts += [f"{self.failed} failed"] if self.failed else []
        parts += [f"{self.skipped} skipped"] if self.skipped else []
        return f"{self.database}: {', '.join(parts)}"


def say(text: str) -> None:
    sys.stdout.write(f"\n=== {text}\n")
    sys.stdout.flush()


def checks(scratch: Path) -> list[tuple[str, list[str], dict[str, str]]]:
    """What is checked before any test runs: a name, a command, and what it finds in its environment."""
    manage = [sys.executable, "manage.py"]
    testing = {"DJANGO_SETTINGS_MODULE": "trainingsite.settings.test", "DATA_DIR": str(scratch)}
    production = {
        "DJANGO_SETTINGS_MODULE": "trainingsite.settings.production",
        "DATA_DIR": str(scratch),
        "SITE_URL": "https://training.example.org",
        "SECRET_KEY": os.urandom(40).hex(),
    }
    return [
        ("format", [str(BIN / "ruff"), "format", "--check", "."], {}),
        ("lint", [str(BIN / "ruff"), "check", "."], {}),
        ("types", [str(BIN / "mypy"), "."], testing),
        ("import contracts", [str(BIN / "lint-imports")], testing),
        ("missing migrations", [*manage, "makemigrations", "--check", "--dry-run"], testing),
        ("production settings", [*manage, "check", "--deploy", "--fail-level", "WARNING"], production),
    ]


def run_checks(environment: dict[str, str]) -> list[str]:
    """Run all of them, the later ones too when an earlier one fails; returns the names of those that failed."""
    failed = []
    with tempfile.TemporaryDirectory(prefix="check-") as scratch:
        for name, command, extra in checks(Path(scratch)):
            say(name)
            if subprocess.run(command, cwd=HOME, env={**environment, **extra}, check=False).returncode:
                failed.append(name)
    return failed


def run_tests(database: str, arguments: list[str], environment: dict[str, str]) -> Result:
    say(f"tests on {database}")
    with tempfile.TemporaryDirectory(prefix="suite-") as scratch:
        report = Path(scratch) / "report.xml"
        pytest = [sys.executable, "-m", "pytest", "-q", "-n", "2", "--dist", "loadgroup"]
        command = [*pytest, f"--junit-xml={report}", *arguments]
        extra = {"DJANGO_SETTINGS_MODULE": "trainingsite.settings.test", "DATA_DIR": scratch}
        code = subprocess.run(command, cwd=HOME, env={**environment, **extra}, check=False).returncode
        return _result(database, code, report)


def _result(database: str, code: int, report: Path) -> Result:
    if not report.exists():
        return Result(database, code or 1, 0, 0, 0)
    suite = ElementTree.parse(report).getroot().find("testsuite")  # noqa: S314 - we made it a moment ago
    assert suite is not None
    total, failures, errors, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
    return Result(database, code, total - failures - errors - skipped, failures + errors, skipped)


def main(argv: list[str]) -> int:
    """Exit code 0 only if every check and test passed and tests did run."""
    started = time.monotonic()
    is_all = "--all" in argv
    arguments = [argument for argument in argv if argument != "--all"]
    # What is set for a site on this machine must not reach the tests.
    ours = {"DATABASE_URL", "REDIS_URL", "EMAIL_URL", "SITE_URL", "DEMO", "DATA_DIR", "SECRET_KEY"}
    environment = {name: value for name, value in os.environ.items() if name not in ours}
    failed = [] if arguments else run_checks(environment)
    quick = [] if is_all else ["-m", "not long"]
    once = ["-m", "not browser" if is_all else "not browser and not long"]
    results = [run_tests("SQLite", [*quick, *arguments], environment)]
    with ExitStack() as stack:
        try:
            url = os.environ.get("DATABASE_URL") or stack.enter_context(private_postgres())
        except NoPostgres as problem:
            say(str(problem))
            failed.append("PostgreSQL")
        else:
            results.append(run_tests("PostgreSQL", [*once, *arguments], {**environment, "DATABASE_URL": url}))
    failed += [result.database for result in results if result.code not in {0, NO_TESTS}]
    if not any(result.passed for result in results):
        failed.append("no test ran")
    say(f"{time.monotonic() - started:.0f} s")
    sys.stdout.write("; ".join(map(str, reversed(results))) + "\n")
    if failed:
        sys.stdout.write(f"Failed: {', '.join(failed)}\n")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
