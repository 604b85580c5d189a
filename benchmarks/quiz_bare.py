"""What saving is compared with: a view that reads the session and inserts one row, and nothing else around it."""

import uuid

from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.core.handlers.wsgi import WSGIHandler
from django.core.wsgi import get_wsgi_application
from django.http import HttpRequest, HttpResponse
from django.urls import path
from django.utils import timezone

get_wsgi_application()  # sets Django up; its middleware is not ours

from toolkit.models import Heartbeat  # noqa: E402 - models can be imported only now


def write(request: HttpRequest) -> HttpResponse:
    person = request.session[SESSION_KEY]
    Heartbeat.objects.create(name=f"bench-{uuid.uuid4()}", at=timezone.now())
    return HttpResponse(person)


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("write/", write), path("health/live", live)]
settings.ROOT_URLCONF = "benchmarks.quiz_bare"
# Django's own sessions: the site's come with more.
settings.SESSION_ENGINE = "django.contrib.sessions.backends.db"
settings.MIDDLEWARE = ["django.contrib.sessions.middleware.SessionMiddleware"]
application = WSGIHandler()
