"""Who answers for a policy and how often it is reviewed: changed by those who decide on it, with a note of who did."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from people.http import StaffRequest, posted
from policies import access
from policies.desk_forms import ChangeHouseForm
from policies.errors import ChangedMeanwhile
from policies.models import Policy
from policies.selectors.desk import title_of
from policies.selectors.house import house_changes, house_digest
from policies.services.owning import change_house


@require_http_methods(["GET", "HEAD", "POST"])
def house(request: StaffRequest, slug: str) -> HttpResponse:
    policy = access.policy_to_decide_or_404(request.user, slug)
    form = ChangeHouseForm(posted(request), initial=_initial(policy))
    if not form.is_valid():
        return _page(request, policy, form, status=422 if form.errors else 200)
    try:
        change_house(policy, **form.cleaned_data, by=request.user, now=timezone.now())
    except ChangedMeanwhile:
        # What was typed stays; what the other one did stands below it, and sending it again writes over that.
        policy.refresh_from_db()
        data = {name: form.data[name] for name in form.fields if name in form.data} | {"seen": house_digest(policy)}
        words = _("Somebody else changed this meanwhile. Nothing was saved. Look below, then save again.")
        return _page(request, policy, ChangeHouseForm(data), refusal=words, status=422)
    messages.success(request, _("It is saved."))
    policy.refresh_from_db()
    still = access.decides_on(request.user, policy)
    return redirect("policies:house", slug) if still else redirect("policies:drafts")


def _initial(policy: Policy) -> dict[str, object]:
    owner = policy.owner
    return {
        "owner": (owner.number or owner.email) if owner else "",
        "owner_title": policy.owner_title,
        "review_months": policy.review_months,
        "seen": house_digest(policy),
    }


def _page(
    request: StaffRequest, policy: Policy, form: ChangeHouseForm, *, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "policy": policy,
        "title": title_of(policy),
        "newest": policy.versions.order_by("-number").first(),
        "form": form,
        "refusal": refusal,
        "has_errors": bool(refusal),
        "changes": house_changes(policy),
    }
    return render(request, "policies/house.html", context, status=status)
