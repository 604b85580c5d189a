"""The requests behind `bin/bench pages`: who asks for what, and the bare views that they are compared with."""

import contextlib
import io
import random
import statistics
import sys
import time
from collections.abc import Callable
from typing import Any

from allauth.usersessions.models import UserSession
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIHandler
from django.core.management import call_command
from django.http import HttpRequest, HttpResponse
from django.middleware.csrf import CSRF_ALLOWED_CHARS, CSRF_SECRET_LENGTH
from django.test.utils import override_settings
from django.urls import path, reverse
from django.utils import timezone
from django.utils.crypto import get_random_string

from courses.models import Attempt, Course
from courses.selectors.asking import asked_in
from courses.selectors.attempts import paper
from courses.selectors.outline import outline_of
from courses.selectors.progress import progress_of
from courses.services.attempts import start_attempt
from courses.services.learning import finish_lesson, start_course
from people.models import Employee
from people.roles import Role
from toolkit.models import Heartbeat

BARE_MIDDLEWARE = [
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "benchmarks.page_requests.bare_addresses",
]


def bare_read(request: HttpRequest) -> HttpResponse:
    return HttpResponse(f"{request.user.pk} {Course.objects.values_list('slug', flat=True).first()}")


def bare_write(request: HttpRequest) -> HttpResponse:
    Heartbeat.objects.create(name=f"bench-{time.monotonic_ns()}", at=timezone.now())
    return HttpResponse(str(request.user.pk))


urlpatterns = [path("read/", bare_read), path("write/", bare_write)]


def bare_addresses(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    def middleware(request: HttpRequest) -> HttpResponse:
        request.urlconf = "benchmarks.page_requests"
        return get_response(request)

    return middleware


class Caller:
    """Calls a WSGI application with one session, and fails on any answer but the expected one."""

    def __init__(self, application: Callable[..., Any], cookies: str, token: str) -> None:
        self.application = application
        self.cookies = cookies
        self.token = token

    def __call__(self, path: str, body: bytes = b"", *, expect: int) -> float:
        environ = {
            "REQUEST_METHOD": "POST" if body else "GET",
            "PATH_INFO": path,
            "QUERY_STRING": "",
            "SERVER_NAME": "127.0.0.1",
            "SERVER_PORT": "8000",
            "HTTP_HOST": "127.0.0.1:8000",
            "HTTP_COOKIE": self.cookies,
            "HTTP_X_CSRFTOKEN": self.token,
            "CONTENT_TYPE": "application/x-www-form-urlencoded",
            "CONTENT_LENGTH": str(len(body)),
            "REMOTE_ADDR": "127.0.0.1",
            "wsgi.input": io.BytesIO(body),
            "wsgi.errors": sys.stderr,
            "wsgi.url_scheme": "http",
            "wsgi.version": (1, 0),
            "wsgi.multithread": False,
            "wsgi.multiprocess": False,
            "wsgi.run_once": False,
        }
        status = 0

        def start_response(line: str, headers: list[tuple[str, str]], exc_info: object = None) -> None:
            nonlocal status
            status = int(line.split()[0])

        started = time.perf_counter()
        response = self.application(environ, start_response)
        for _chunk in response:
            pass
        response.close()
        took = time.perf_counter() - started
        assert status == expect, f"{path} answered {status}"
        return took


def session_of(person: Employee) -> str:
    """The session key of a signed-in browser."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session[BACKEND_SESSION_KEY] = "people.backends.EmployeeBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    UserSession.objects.create(user=person, session_key=session.session_key, ip="127.0.0.1")
    return str(session.session_key)


def half_way(person: Employee) -> Attempt:
    """Put the person into the middle of the starter course: two lessons read, the practice quiz open."""
    enrollment = start_course(Course.objects.order_by("slug")[0], employee=person, now=timezone.now())
    lessons = [step for step in outline_of(enrollment.version).steps if not step.is_quiz]
    for lesson in lessons[:2]:
        finish_lesson(enrollment, lesson, now=timezone.now())
    quiz = progress_of(enrollment).next_step
    assert quiz is not None
    assert quiz.is_quiz
    return start_attempt(enrollment, quiz, now=timezone.now())


def measure(*, rounds: int, seed: int) -> dict[str, float]:
    """The median seconds of each kind of request, all kinds taking turns in an order drawn from `seed`."""
    with contextlib.redirect_stdout(sys.stderr):  # standard output is for the one line of the result
        call_command("prepare", starter_pack=True, demo=True)
    learner = Employee.objects.get(name="Ada Osei")
    hr = Employee.objects.filter(groups__name=Role.HR.value).order_by("pk")[0]
    attempt = half_way(learner)
    steps = outline_of(attempt.enrollment.version).steps
    quiz = next(step for step in steps if step.pk == attempt.step_id)
    lesson = next(step for step in steps if not step.is_quiz)
    token = get_random_string(CSRF_SECRET_LENGTH, CSRF_ALLOWED_CHARS)
    ours = WSGIHandler()
    as_learner = Caller(ours, f"session={session_of(learner)}; csrf={token}", token)
    as_hr = Caller(ours, f"session={session_of(hr)}; csrf={token}", token)
    with override_settings(MIDDLEWARE=BARE_MIDDLEWARE, SESSION_ENGINE="django.contrib.sessions.backends.db"):
        bare = Caller(WSGIHandler(), as_learner.cookies, token)
    place = next(one.place for one in paper(asked_in(attempt, quiz), attempt.seed) if one.kind == "single")
    question = reverse("courses:question", args=[*quiz.address, attempt.number, place])
    kinds: dict[str, Callable[[], float]] = {
        "bare read": lambda: bare("/read/", expect=200),
        "bare write": lambda: bare("/write/", expect=200),
        "home": lambda: as_learner(reverse("home"), expect=200),
        "step": lambda: as_learner(reverse("courses:step", args=lesson.address), expect=200),
        "quiz save": lambda: as_learner(question, f"answer={random.choice('ab')}".encode(), expect=302),
        "hr": lambda: as_hr(reverse("reports:tracking"), expect=200),
    }
    order = random.Random(seed)
    taken: dict[str, list[float]] = {name: [] for name in kinds}
    for turn in range(rounds + 10):
        for name in order.sample(list(kinds), len(kinds)):
            seconds = kinds[name]()
            if turn >= 10:  # the first ones fill caches that a running site has filled
                taken[name].append(seconds)
    return {name: statistics.median(times) for name, times in taken.items()}
