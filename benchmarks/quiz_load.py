"""The learners of `bin/bench quiz`: each with a session, an open attempt and a connection of its own."""

import http.client
import json
import random
import statistics
import threading
import time
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.core.management import call_command
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.test.utils import override_settings
from django.utils import timezone
from django.utils.crypto import get_random_string

from benchmarks.page_requests import session_of
from courses.kinds import kind_of
from courses.models import Answer, AnswerKey
from courses.selectors.attempts import paper
from courses.selectors.outline import outline_of
from courses.services.attempts import start_attempt
from courses.services.learning import start_course
from tests.factories import make_employee
from tests.support.all_kinds import course_of_kinds, partial_answer, right_answer, wrong_answer
from tests.support.courses import publish_course

SLICE = 2.0
AT_ONCE = 16
HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # nobody signs in by password here
PAUSE = (0.5, 1.5)


@dataclass
class Learner:
    """`fields`: by place, the forms that can be sent there. `seen`: by place, what was stored last."""

    attempt: int
    path: str
    session: str
    fields: dict[int, list[dict[str, list[str]]]]
    questions: dict[int, int]
    seen: dict[int, int] = field(default_factory=dict)
    sent: dict[int, dict[str, list[str]]] = field(default_factory=dict)
    times: list[float] = field(default_factory=list)
    failed: int = 0
    connection: http.client.HTTPConnection | None = None

    def save(self, rng: random.Random) -> None:
        place = rng.choice(list(self.fields))
        fields = rng.choice(self.fields[place])
        body = urlencode([*((name, value) for name, values in fields.items() for value in values)])
        answer = self._post(self.path.replace("/0/", f"/{place}/"), f"{body}&revision={self.seen.get(place, 0)}")
        if answer is None or "revision" not in (said := json.loads(answer)):
            self.failed += 1
            return
        self.seen[place], self.sent[place] = said["revision"], fields

    def write(self, rng: random.Random) -> None:
        if self._post("/write/", "answer=a") is None:
            self.failed += 1

    def connect(self, port: int) -> None:
        if self.connection is not None:
            self.connection.close()
        self.connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)

    def _post(self, path: str, body: str) -> bytes | None:
        """What was answered with 200; None for anything else."""
        assert self.connection is not None
        token = get_random_string(CSRF_SECRET_LENGTH, CSRF_ALLOWED_CHARS)
        headers = {
            "Cookie": f"session={self.session}; csrf={token}",
            "X-CSRFToken": token,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        started = time.perf_counter()
        self.connection.request("POST", path, body, headers)
        response = self.connection.getresponse()
        answer = response.read()
        self.times.append(time.perf_counter() - started)
        return answer if response.status == 200 else None


def prepare(count: int) -> list[Learner]:
    """Tables, a course with every kind of question, and learners in the middle of its practice."""
    call_command("migrate", verbosity=0)
    version = publish_course(course_of_kinds(), now=timezone.now())
    practice = outline_of(version).steps[0]
    keys = dict(AnswerKey.objects.filter(question__step=practice.pk).values_list("question_id", "body"))
    learners = []
    with override_settings(PASSWORD_HASHERS=HASHERS):
        for number in range(count):
            person = make_employee(f"Person {number}")
            attempt = start_attempt(
                start_course(version.course, employee=person, now=timezone.now()), practice, now=timezone.now()
            )
            questions = paper(practice, attempt.seed)
            fields = {
                one.place: [
                    how(one.kind, one.body, keys[one.pk]) for how in (right_answer, wrong_answer, partial_answer)
                ]
                for one in questions
            }
            path = f"/courses/attempts/{attempt.uuid}/0/save/"
            places = {one.place: one.pk for one in questions}
            learners.append(Learner(attempt.pk, path, session_of(person), fields, places))
    return learners


def rates(learners: list[Learner], ours: int, bare: int, *, pairs: int, seed: int) -> dict[str, Any]:
    """Saves a second and the 95th percentile beside the bare view, both by turns of two seconds at the same load."""
    rng = random.Random(seed)
    found: dict[str, list[tuple[float, float]]] = {"save": [], "bare": []}
    for turn in range(pairs + 1):
        for name in rng.sample(["save", "bare"], 2):
            measured = _slice(learners[:AT_ONCE], name, ours if name == "save" else bare, rng.randrange(10**9))
            if turn:  # the first turn fills what a running site has filled
                found[name].append(measured)
    pairs_of = list(zip(found["save"], found["bare"], strict=True))
    return {
        "saves_a_second": round(statistics.median(one[0] for one in found["save"]), 1),
        "bare_a_second": round(statistics.median(one[0] for one in found["bare"]), 1),
        "ratio": round(statistics.median(save[0] / bare[0] for save, bare in pairs_of), 3),
        "p95_ms": round(1000 * statistics.median(one[1] for one in found["save"]), 1),
        "bare_p95_ms": round(1000 * statistics.median(one[1] for one in found["bare"]), 1),
        "p95_ratio": round(statistics.median(save[1] / bare[1] for save, bare in pairs_of), 3),
        "failed": sum(learner.failed for learner in learners),
    }


def _slice(learners: list[Learner], act: str, port: int, seed: int) -> tuple[float, float]:
    """How many a second, and the 95th percentile in seconds."""
    for learner in learners:
        learner.connect(port)
        learner.times.clear()
    until = time.monotonic() + SLICE
    run(learners, "save" if act == "save" else "write", until=until, pause=(0, 0), seed=seed)
    times = sorted(one for learner in learners for one in learner.times)
    return len(times) / SLICE, times[int(0.95 * len(times))]


def run(learners: list[Learner], act: str, *, until: float, pause: tuple[float, float], seed: int) -> None:
    def answer(learner: Learner, rng: random.Random) -> None:
        time.sleep(rng.uniform(*pause))
        while time.monotonic() < until:
            getattr(learner, act)(rng)
            time.sleep(rng.uniform(*pause))

    threads = [
        threading.Thread(target=answer, args=(learner, random.Random(f"{seed}:{number}")))
        for number, learner in enumerate(learners)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def answering(learners: list[Learner], port: int, *, seconds: float, seed: int) -> dict[str, Any]:
    """All learners answer for so long. What the database holds is compared with what each was told is saved."""
    for learner in learners:
        learner.connect(port)
        learner.times.clear()
        learner.failed = 0
    run(learners, "save", until=time.monotonic() + seconds, pause=PAUSE, seed=seed)
    times = sorted(one for learner in learners for one in learner.times)
    return {
        "learners": len(learners),
        "seconds": seconds,
        "saves": len(times),
        "p95_ms": round(1000 * times[int(0.95 * len(times))], 1),
        "failed": sum(learner.failed for learner in learners),
        "lost": lost(learners),
    }


def lost(learners: list[Learner]) -> int:
    """Answers that are not there, or are not the ones that were called saved last."""
    rows = Answer.objects.filter(attempt__in=[learner.attempt for learner in learners])
    stored = {(row.attempt_id, row.question_id): row for row in rows.select_related("question")}
    missing = 0
    for learner in learners:
        for place, revision in learner.seen.items():
            row = stored.get((learner.attempt, learner.questions[place]))
            if row is None or row.revision != revision or row.given != _given(row, learner.sent[place]):
                missing += 1
    return missing


def _given(row: Answer, fields: dict[str, list[str]]) -> Any:
    return kind_of(row.question.kind).clean(fields, row.question.body)
