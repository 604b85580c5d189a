"""From a kind's words to a whole message: layout, headers and addresses."""

import re
from email.utils import parseaddr, quote

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string
from django.utils.encoding import punycode
from django.utils.translation import get_language, get_language_bidi

from notices.kinds import Mail, NoticeFacts

# Control characters and line breaks of any kind: in a header they would begin another one.
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def compose(notice: NoticeFacts, mail: Mail) -> EmailMultiAlternatives:
    """The message for this notice. The same notice gives the same Message-ID, by which receivers drop a second copy."""
    context = {
        "organization_name": settings.ORGANIZATION_NAME,
        "site_url": settings.SITE_URL,
        "language": get_language(),
        "direction": "rtl" if get_language_bidi() else "ltr",
        "subject": one_line(mail.subject),
        "text": mail.text.strip(),
        "html": mail.html,
        "reason": notice.reason,
    }
    message = EmailMultiAlternatives(
        subject=context["subject"],
        body=render_to_string("notices/email/layout.txt", context).strip() + "\n",
        from_email=_sender(),
        to=[address_of(notice.recipient_name, notice.address)],
        headers={
            "Message-ID": f"<{notice.uuid}@{_host()}>",
            # RFC 3834: answering machines stay silent, those of Exchange too.
            "Auto-Submitted": "auto-generated",
            "X-Auto-Response-Suppress": "All",
        },
    )
    message.attach_alternative(render_to_string("notices/email/layout.html", context), "text/html")
    return message


def one_line(text: str) -> str:
    """The text as one line that can stand in a header."""
    return " ".join(_CONTROL.sub(" ", text).split())


def address_of(name: str, address: str) -> str:
    """`"Name" <address>`, quoted; the bare address when there is no name."""
    shown = one_line(name)
    return f'"{quote(shown)}" <{address}>' if shown else address


def _sender() -> str:
    name, address = parseaddr(settings.DEFAULT_FROM_EMAIL)
    return address_of(name or settings.ORGANIZATION_NAME, address)


def _host() -> str:
    return "localhost" if ":" in settings.SITE_HOST else punycode(settings.SITE_HOST)
