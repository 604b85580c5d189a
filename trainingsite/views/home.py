"""The employee's home: how much is left, one button, and the list."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from people.http import StaffRequest
from trainingsite.home import done, greeting, how_many, to_do


@require_safe
def home(request: StaffRequest) -> HttpResponse:
    now = timezone.now()
    local = timezone.localtime(now)
    finished = done(request.user)
    tasks = to_do(request.user, now=now, today=local.date(), done=finished)
    begun = [task for task in tasks if task.progress]
    context = {
        "today": local.date(),
        "greeting": greeting(request.user, local=local),
        "how_many": how_many(len(tasks)),
        "tasks": tasks,
        "next": next(iter(begun or tasks), None),
        "done": finished,
    }
    return render(request, "home.html", context)
