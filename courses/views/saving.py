"""Answers that a quiz page saves while somebody answers, and once more when it is connected again."""

from uuid import UUID

from django.http import Http404, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST

from courses import access, kinds
from courses.errors import AnsweredElsewhere
from courses.forms import SaveForm
from courses.selectors.attempts import question_at
from courses.services import attempts as services
from people.http import StaffRequest
from toolkit.errors import DomainError

CLOSED = 410


@require_POST
def save(request: StaffRequest, attempt: UUID, place: int) -> HttpResponse:
    """200 with the new revision, or with words while the answer is not complete, which is no failure here.

    409 answered elsewhere, 410 the attempt takes no more answers. Without a revision only the place is kept.
    """
    mine, step = access.own_attempt_or_404(request.user, attempt)
    question, now = question_at(step, mine.seed, place), timezone.now()
    form = SaveForm(request.POST)
    if question is None or not form.is_valid():
        raise Http404
    seen = form.cleaned_data["revision"]
    try:
        if seen is None:
            services.keep_place(mine, place, now=now)
            return HttpResponse(status=204)
        saved = services.save_answer(mine, question, dict(request.POST.lists()), now=now, seen=seen)
    except kinds.Refused as refusal:
        return JsonResponse({"words": str(refusal)})
    except AnsweredElsewhere as refusal:
        told = question.told(refusal.given)
        return JsonResponse({"words": str(refusal), "revision": refusal.revision, "told": told}, status=409)
    except DomainError as refusal:
        return JsonResponse({"words": str(refusal)}, status=CLOSED)
    return JsonResponse({"revision": saved.revision})
