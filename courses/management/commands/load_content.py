"""Loads a content pack: all of its policies and courses, or nothing and a list of every mistake."""

from argparse import ArgumentParser, ArgumentTypeError
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from courses.packs import Pack, PackProblems, read_pack
from courses.services.authoring import load_course, publish_version
from courses.services.storing import store_files
from policies.services.loading import load_policy
from toolkit.errors import DomainError


class Command(BaseCommand):
    help = "Loads the policies and courses of a content pack. Loading the same pack again changes nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", metavar="DIR", type=_folder, help="the folder that holds pack.yaml")
        parser.add_argument("--publish", action="store_true", help="publish what is a draft afterwards")
        parser.add_argument("--check", action="store_true", help="look for mistakes only and load nothing")

    def handle(self, *, folder: Path, publish: bool, check: bool, **options: Any) -> None:
        try:
            pack = read_pack(folder)
        except PackProblems as error:
            for problem in error.problems:
                self.stderr.write(str(problem))
            if error.more:
                self.stderr.write(f"and {error.more:,} more")
            count = len(error.problems) + error.more
            self.stderr.write(f"Nothing was loaded: {count:,} {'mistake' if count == 1 else 'mistakes'}.")
            raise SystemExit(1) from None
        if check:
            self.stdout.write(
                f"{pack.name}: no mistakes. Policies: {len(pack.policies)}, courses: {len(pack.courses)}."
            )
            return
        try:
            lines = _load(pack, publish=publish)
        except DomainError as refusal:
            raise CommandError(f"{refusal} Nothing was loaded.") from refusal
        for line in lines:
            self.stdout.write(line)


def _folder(given: str) -> Path:
    if not given:  # a variable of a script that is not set would mean the current folder
        raise ArgumentTypeError("no folder is named; write . for the current one")
    return Path(given)


@transaction.atomic
def _load(pack: Pack, *, publish: bool) -> list[str]:
    """One transaction for the pack: what is in it fits together, or nothing is there. Courses name policies."""
    now = timezone.now()
    lines = []
    for policy in pack.policies:
        for done in load_policy(policy, now=now, publishes=publish):
            said = f"{done.outcome}, published" if done.is_published_now else str(done.outcome)
            lines.append(f"policy {policy.slug}, version {done.number}: {said}")
    store_files(pack.files)
    for content in pack.courses:
        loaded = load_course(content, now=now)
        version = loaded.version
        said = str(loaded.outcome)
        if publish and not version.is_published:
            publish_version(version, by=None, now=now)
            said += ", published"
        lines.append(f"{content.slug} ({content.language}), version {version.number}: {said}")
    return lines
