"""Writes a version of a course as a folder that `load_content` takes: loaded again, it is the same version."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from courses.models import CourseVersion
from courses.packs.transport import FolderNotEmpty, write_folder
from courses.packs.writing import LICENSE
from courses.selectors.exporting import exported
from toolkit.errors import DomainError


class Command(BaseCommand):
    help = "Writes a version of a course as a folder of text files. The same version gives the same bytes each time."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="the course's name in its address")
        parser.add_argument("--out", metavar="FOLDER", type=Path, required=True, help="a folder that is new or empty")
        parser.add_argument("--version-number", metavar="N", type=int, help="which version; without it, the newest")
        parser.add_argument("--language", default="en-US", help="the language of the version (en-US)")
        parser.add_argument(
            "--license", dest="license_name", default=LICENSE, help=f"what pack.yaml says of the license ({LICENSE})"
        )

    def handle(
        self, *, slug: str, out: Path, version_number: int | None, language: str, license_name: str, **options: Any
    ) -> None:
        versions = CourseVersion.objects.filter(course__slug=slug, language=language).order_by("-number")
        if version_number is not None:
            versions = versions.filter(number=version_number)
        version = versions.select_related("course").first()
        if version is None:
            raise CommandError(f"There is no such version of a course: {slug}. Nothing was written.")
        try:
            sources = exported(version, license_name=license_name)
            write_folder(sources, out)
        except DomainError as refusal:
            raise CommandError(str(refusal)) from refusal
        except FolderNotEmpty as refusal:
            raise CommandError(f"{out} is not an empty folder. Nothing was written.") from refusal
        except OSError as error:
            raise CommandError(f"The files cannot be written to {out}: {error.strerror}.") from error
        self.stdout.write(f"{slug} ({language}), version {version.number}: {len(sources.paths)} files in {out}")
