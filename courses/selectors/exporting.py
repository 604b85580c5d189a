"""The source files of a version, handed out only when reading them again gives the very same version."""

from courses.content import digest
from courses.errors import CannotBeWritten
from courses.models import CourseVersion
from courses.models.content import content_of
from courses.packs import PackProblems
from courses.packs.sources import Sources, read_source_files
from courses.packs.writing import LICENSE, sources_of


def exported(version: CourseVersion, *, license_name: str = LICENSE) -> Sources:
    """The files of a version, draft or published. Raises CannotBeWritten rather than hand out something else."""
    content = content_of(version)
    sources = sources_of(content, license_name=license_name)
    try:
        read = read_source_files(sources).courses
    except (PackProblems, FileNotFoundError) as error:
        raise CannotBeWritten(str(version)) from error
    if [digest(course) for course in read] != [digest(content)]:
        raise CannotBeWritten(str(version))
    return sources
