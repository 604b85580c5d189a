"""An auditor's machine: a Python environment that holds cryptography and what that needs, and nothing of ours."""

import subprocess
import sys
import venv
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

# cryptography, and what it imports on the Python that we support.
NEEDED = ("cryptography", "cffi", "pycparser")
MODULES = {"cryptography", "cffi", "_cffi_backend", "pycparser"}

# What can be imported beside Python's own library.
LIST = """
import pkgutil, sysconfig
own = {sysconfig.get_path("stdlib"), sysconfig.get_path("stdlib") + "/lib-dynload"}
print(*sorted(found.name for found in pkgutil.iter_modules() if found.module_finder.path not in own))
"""


@dataclass(frozen=True)
class Auditor:
    """`home` is the environment's folder."""

    home: Path

    @classmethod
    def prepare(cls, home: Path) -> "Auditor":
        """Make the environment, from what is installed here and without a network."""
        venv.EnvBuilder(with_pip=False, symlinks=True).create(home)
        version = f"python{sys.version_info.major}.{sys.version_info.minor}"
        packages = home / "lib" / version / "site-packages"
        for name in NEEDED:
            installed = distribution(name)
            for top in {file.parts[0] for file in installed.files or () if file.parts[0] != ".."}:
                (packages / top).symlink_to(Path(str(installed.locate_file(top))))
        return cls(home)

    def check(self, program: Path, *arguments: "str | Path") -> "subprocess.CompletedProcess[str]":
        """Run the pack's program as an auditor does."""
        return self._run(str(program), *map(str, arguments))

    def modules(self) -> set[str]:
        """What this machine can import beside Python's own library."""
        return set(self._run("-I", "-c", LIST).stdout.split())

    def imports(self, name: str) -> bool:
        return self._run("-I", "-c", f"import {name}").returncode == 0

    def _run(self, *arguments: str) -> "subprocess.CompletedProcess[str]":
        command = [str(self.home / "bin" / "python"), *arguments]
        # Away from the folder of this product, which would otherwise be the first place to import from.
        return subprocess.run(command, cwd=self.home, capture_output=True, text=True, env={"PATH": "/usr/bin"})
