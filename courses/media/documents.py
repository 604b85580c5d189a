"""Documents to download: that each is what its ending says, holds no macros, and unpacks into its own folder only."""

from courses.media.flaws import Flaw
from courses.media.kinds import FileKind
from toolkit.archives import acting_part, parts_of

_FOLDERS = {"docx": "word/", "xlsx": "xl/", "pptx": "ppt/"}  # what the parts of each kind lie in
MOST_PARTS = 10_000


def check_document(data: bytes, kind: FileKind) -> None:
    """Raises Flaw. Nothing is unpacked: only the list of an archive is read."""
    if kind.ending == "pdf":
        is_right = data.startswith(b"%PDF-")
    elif kind.ending in ("txt", "csv"):
        is_right = _is_text(data)
    else:
        is_right = _is_archive(data, kind)
    if not is_right:
        raise Flaw("The file is not what its ending says.", f"a {kind.name} file")


def _is_text(data: bytes) -> bool:
    try:
        return bool(data) and "\x00" not in data.decode()
    except UnicodeDecodeError:
        return False


def _is_archive(data: bytes, kind: FileKind) -> bool:
    names = parts_of(data)
    if names is None:
        return False
    if len(names) > MOST_PARTS:
        raise Flaw(f"The archive holds {len(names):,} files.", f"at most {MOST_PARTS:,}")
    for name in names:
        if name.startswith("/") or "\\" in name or ":" in name or ".." in name.split("/"):
            raise Flaw("The archive holds a name that leads out of it.", "names of files and folders inside of it")
    folder = _FOLDERS.get(kind.ending)
    if folder and acting_part(names):
        raise Flaw("The file holds macros.", "the file saved without them, or as PDF")
    return not folder or ("[Content_Types].xml" in names and any(name.startswith(folder) for name in names))
