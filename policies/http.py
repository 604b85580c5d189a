"""What signing takes from the request: the address, what was shown, whether the person has just confirmed who they are;
and the scan of a paper or an attachment as an answer."""

import logging
from datetime import datetime, timedelta
from io import BytesIO
from typing import Any
from urllib.parse import urlencode

from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from people.http import StaffRequest
from policies.errors import NotWhatWasShown, ShownLongAgo
from policies.models import Attachment, Attestation, PaperSignature
from policies.scans import content_type_of
from policies.shown import Showing, read_token
from toolkit.heartbeats import beat
from toolkit.stored import bytes_of

logger = logging.getLogger(__name__)

TOO_FEW_PROXIES = "too-few-proxies"  # when a request last came through fewer than are trusted; the health page reads it

# Long enough to read the check page and to type a name, too short to leave the desk.
CONFIRMED_LASTS = timedelta(minutes=10)


def showing_of(request: StaffRequest, token: str, *, now: datetime) -> Showing:
    """What this reader was shown. Raises NotWhatWasShown, and ShownLongAgo for what has to be read again."""
    showing = read_token(token, reader=request.user.uuid)
    if showing is None:
        raise NotWhatWasShown
    if showing.is_over(now):
        raise ShownLongAgo
    return showing


def network_address(request: HttpRequest, *, now: datetime) -> str | None:
    """The address that the request came from, behind the proxies that are trusted; None where there is none.

    None too for a request that came through fewer proxies than are trusted: any address in it may be made up. Nobody
    who signs can help that, so they sign, and the health page says what is wrong.
    """
    try:
        address: str = get_adapter(request).get_client_ip(request)
    except PermissionDenied:  # behind a socket, nobody has an address
        return None
    except ImproperlyConfigured:
        logger.error("A request came through fewer proxies than TRUSTED_PROXIES says: its address is not recorded.")
        beat(TOO_FEW_PROXIES, now=now)
        return None
    return address


def say_if_signed_before(request: HttpRequest, signature: Attestation, *, now: datetime) -> None:
    """Somebody who signs again sees the record that there is; without a word they would take it for a new one."""
    if signature.signed_at != now:
        words = _("You signed this on %(day)s. Nothing new was recorded.")
        messages.info(request, words % {"day": date_format(signature.signed_on)})


def confirm_first(request: HttpRequest, *, since: datetime, then: str, now: datetime) -> HttpResponse | None:
    """To where people confirm their sign-in and come back to `then`, if that is asked for and was not just done.

    It counts when it was done `since` and within the last CONFIRMED_LASTS.
    """
    if not settings.SIGNING_CONFIRMS_SIGN_IN or _has_confirmed(request, since=max(since, now - CONFIRMED_LASTS)):
        return None
    return redirect(f"{reverse('account_reauthenticate')}?{urlencode({'next': then})}")


def method_of_signing() -> Attestation.Method:
    """How a signature on this site is made now; whoever gets as far as signing has done what `confirm_first` asks."""
    is_confirmed = settings.SIGNING_CONFIRMS_SIGN_IN
    return Attestation.Method.SITE_CONFIRMED if is_confirmed else Attestation.Method.SITE


def _has_confirmed(request: HttpRequest, *, since: datetime) -> bool:
    records: list[dict[str, Any]] = request.session.get(AUTHENTICATION_METHODS_SESSION_KEY, [])
    return any(record.get("at", 0) >= since.timestamp() for record in records)


def back_to_check(request: HttpRequest, token: str) -> str:
    """The address of the check page that shows this again, after a POST too."""
    return f"{request.path}?{urlencode({'shown': token})}"


def in_language(address: str, request: HttpRequest) -> str:
    """The address, with the language that the reader chose, if they chose one."""
    language = request.GET.get("language")
    return f"{address}?{urlencode({'language': language})}" if language else address


def scan_download(paper: PaperSignature) -> FileResponse:
    """The scan as a file to keep, never as a page of this site. Raises FileNotFoundError and NotWhatWasStored."""
    name = paper.scan.name or ""
    data = bytes_of(name, sha256=paper.scan_sha256, size=paper.scan_size)
    filename = f"paper-{paper.employee.number}-{paper.signed_on}.{name.rpartition('.')[2]}"
    return _to_keep(data, filename, content_type_of(name))


def attachment_download(attachment: Attachment, filename: str) -> FileResponse:
    """The file, to be kept and not to be run in the browser. Raises FileNotFoundError and NotWhatWasStored."""
    data = bytes_of(attachment.file.name or "", sha256=attachment.sha256, size=attachment.size)
    return _to_keep(data, filename, "application/octet-stream")


def _to_keep(data: bytes, filename: str, content_type: str) -> FileResponse:
    download = FileResponse(BytesIO(data), as_attachment=True, filename=filename, content_type=content_type)
    download["X-Content-Type-Options"] = "nosniff"
    return download
