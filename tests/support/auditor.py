"""An auditor's machine: Python and cryptography, and nothing else that could be imported."""

import subprocess
import sys
from pathlib import Path


def run_alone(program: Path, pack: Path) -> "subprocess.CompletedProcess[str]":
    """As an auditor runs it: in a Python that can import cryptography and nothing else of ours."""
    site = next(Path(path) for path in sys.path if (Path(path) / "cryptography").is_dir())
    away = program.parent / "auditor"
    away.mkdir()
    for name in ("cryptography", "cffi", "_cffi_backend*", "pycparser"):
        for found in site.glob(name):
            (away / found.name).symlink_to(found)
    code = (
        "import runpy, sys; sys.path = [p for p in sys.path if 'site-packages' not in p] + [sys.argv[1]];"
        "sys.argv = sys.argv[2:]; runpy.run_path(sys.argv[0], run_name='__main__')"
    )
    command = [sys.executable, "-I", "-c", code, str(away), str(program), str(pack)]
    return subprocess.run(command, cwd=program.parent, capture_output=True, text=True, env={"PATH": "/usr/bin"})
