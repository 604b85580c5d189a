"""Every page and state that somebody can come to: who sees it, at which address, and which URL name it shows.

Addresses are filled in with what `stage.set_stage` found.
"""

from playwright.sync_api import Page

from tests.journeys.course_draft_places import COURSE_DRAFTS, NO_PAGE_OF_COURSE_DRAFTS
from tests.journeys.desk_places import DESK, NO_PAGE_AT_DESK
from tests.journeys.figure_places import FIGURES
from tests.journeys.kinds_places import KIND_PLACES
from tests.journeys.place import NOBODY, Place, open_all, submit, submit_empty
from tests.journeys.timed_places import TIMED_PLACES


def add_no_address(page: Page) -> None:
    """The last form of the page about the ledger, sent empty."""
    page.eval_on_selector_all("main form", "forms => forms.forEach(form => form.noValidate = true)")
    page.get_by_role("button", name="Send every night").click()
    page.wait_for_load_state()


def see_password_fields(page: Page) -> None:
    """A link that is over shows a page of its own, as sound as this one: only the fields tell them apart."""
    page.locator("main input[type=password]").first.wait_for()


def submit_cleared(page: Page) -> None:
    """For forms that come filled in: as if everything had been taken out."""
    page.eval_on_selector_all(
        "main form :is(input:not([type=hidden]), select)", "fields => fields.forEach(field => { field.value = '' })"
    )
    submit_empty(page)


def sign_in_wrongly(page: Page) -> None:
    page.get_by_label("E-mail or employee number").fill("nobody@example.org")
    page.get_by_label("Password").fill("not the password")
    submit(page)


def open_menu(page: Page) -> None:
    page.locator("summary.person-name").click()


def name_people(page: Page) -> None:
    """The preview of people who are named one by one: some join, some have it, one is unknown."""
    page.get_by_label("Course").select_option(index=1)
    page.get_by_label("People whom you name").check()
    page.get_by_label("People", exact=True).fill("R-9001\nR-9002\nR-9003\nR-9010\nR-9011\nR-0000")
    page.locator("input[type=date]").fill("2099-01-01")
    submit(page)
    open_all(page)


def go_on_to_sign(page: Page) -> None:
    page.get_by_role("button", name="Continue to sign").click()
    page.wait_for_load_state()


def sign_nameless(page: Page) -> None:
    go_on_to_sign(page)
    submit_empty(page)


def ask_for_nobody(page: Page) -> None:
    """An evidence pack about a number that nobody has."""
    page.get_by_label("Employee number").fill("X-0000")
    submit(page)


SIGNED_OUT = (
    Place("sign-in", NOBODY, "/accounts/login/", "account_login"),
    Place("sign-in-refused", NOBODY, "/accounts/login/", "account_login", 422, act=sign_in_wrongly),
    Place("reset-password", NOBODY, "/accounts/password/reset/", "account_reset_password"),
    Place(
        "reset-password-refused", NOBODY, "/accounts/password/reset/", "account_reset_password", 422, act=submit_empty
    ),
    Place("reset-mail-sent", NOBODY, "/accounts/password/reset/done/", "account_reset_password_done"),
    Place(
        "reset-new-password",
        NOBODY,
        "/accounts/password/reset/key/{reset}/",
        "account_reset_password_from_key",
        act=see_password_fields,
    ),
    Place(
        "reset-new-password-refused",
        NOBODY,
        "/accounts/password/reset/key/{reset}/",
        "account_reset_password_from_key",
        422,
        act=submit_empty,
    ),
    Place("reset-link-over", NOBODY, "/accounts/password/reset/key/65-abc-def/", "account_reset_password_from_key"),
    Place("reset-done", NOBODY, "/accounts/password/reset/key/done/", "account_reset_password_from_key_done"),
    Place("account-inactive", NOBODY, "/accounts/inactive/", "account_inactive"),
    Place("email-mail-sent", NOBODY, "/accounts/confirm-email/", "account_email_verification_sent"),
    Place("email-confirm", NOBODY, "/accounts/confirm-email/{confirm}/", "account_confirm_email"),
    Place("email-confirm-over", NOBODY, "/accounts/confirm-email/nothing/", "account_confirm_email"),
    Place("invitation", NOBODY, "/accounts/invitation/{invitation}/", "people:invitation"),
    Place(
        "invitation-refused", NOBODY, "/accounts/invitation/{invitation}/", "people:invitation", 422, act=submit_empty
    ),
    Place("invitation-over", NOBODY, "/accounts/invitation/{old_invitation}/", "people:invitation", 410),
    Place("verify", NOBODY, "/verify/", "certificates:verify"),
    Place("verify-refused", NOBODY, "/verify/?number=12", "certificates:verify", 422),
    Place("verified", NOBODY, "/verify/{certificate}/", "certificates:verify-number"),
    Place("verify-not-found", NOBODY, "/verify/0000000000000000A/", "certificates:verify-number", 404),
    Place("not-found", NOBODY, "/nowhere/", "", 404),
    Place("outbox", NOBODY, "/outbox/", "outbox"),
)

LEARNER = (
    Place("home", "employee", "/", "home"),
    Place("home-menu", "employee", "/", "home", act=open_menu),
    Place("home-nothing-to-do", "newcomer", "/", "home"),
    Place("home-done", "graduate", "/", "home"),
    Place("courses", "learner", "/courses/", "courses:catalog"),
    Place("course-not-started", "newcomer", "/courses/{course}/", "courses:overview"),
    Place("course-under-way", "learner", "/courses/{course}/", "courses:overview"),
    Place("course-finished", "graduate", "/courses/{course}/", "courses:overview"),
    Place("lesson", "learner", "/courses/{lesson}/", "courses:step", act=open_all),
    Place("lesson-finished", "graduate", "/courses/{lesson}/", "courses:step"),
    Place("quiz", "learner", "/courses/{check}/", "courses:step"),
    Place("quiz-attempts-used", "stuck", "/courses/{check}/", "courses:step"),
    Place("quiz-passed", "graduate", "/courses/{check}/", "courses:step"),
    Place("question", "learner", "/courses/{check}/2/1/", "courses:question"),
    Place("question-later", "learner", "/courses/{check}/2/5/", "courses:question"),
    Place("check-answers", "learner", "/courses/{check}/2/check/", "courses:quiz-check"),
    Place("check-answers-refused", "learner", "/courses/{check}/2/check/", "courses:quiz-check", 422, act=submit_empty),
    Place("result-failed", "learner", "/courses/{check}/1/", "courses:quiz-result"),
    Place("result-passed", "graduate", "/courses/{check}/2/", "courses:quiz-result"),
    Place("result-practice", "graduate", "/courses/{practice}/1/", "courses:quiz-result"),
    Place("result-last-failed", "stuck", "/courses/{check}/5/", "courses:quiz-result"),
    Place("course-done", "graduate", "/courses/{course}/done/", "courses:done"),
    Place("course-sources", "learner", "/courses/{course}/sources/", "courses:sources"),
    Place("course-sources-before", "newcomer", "/courses/{course}/sources/", "courses:sources"),
    Place("certificates", "graduate", "/certificates/", "certificates:mine"),
    Place("certificates-none", "newcomer", "/certificates/", "certificates:mine"),
    Place("certificate-being-made", "hr", "/certificates/{unrendered}.pdf", "certificates:file", 202),
    Place("no-such-course", "employee", "/courses/none/", "", 404),
    Place("forbidden", "employee", "/hr/", "", 403),
)

POLICIES = (
    Place("policies", "employee", "/policies/", "policies:library"),
    Place("policies-found", "employee", "/policies/?q=photos", "policies:library"),
    Place("policies-none-found", "employee", "/policies/?q=zebra", "policies:library"),
    Place("policy", "employee", "/policies/social-media-use/", "policies:policy", act=open_all),
    Place("policy-versions", "employee", "/policies/social-media-use/versions/", "policies:versions"),
    Place("policy-replaced", "employee", "/policies/social-media-use/v1/", "policies:version"),
    Place("policy-changes", "employee", "/policies/social-media-use/changes/1/2/", "policies:changes", act=open_all),
)

SIGNING = "/policies/social-media-use/sign/"
SIGNATURES = (
    Place("policy-sign", "keyboard", SIGNING, "policies:sign"),
    Place("policy-sign-changes", "newcomer", SIGNING, "policies:sign", act=open_all),
    Place("policy-sign-done", "graduate", SIGNING, "policies:sign"),
    Place("policy-sign-refused", "keyboard", SIGNING + "check/?shown=x", "policies:sign-check", 422),
    Place("policy-sign-nothing", "keyboard", "/policies/{withdrawn}/sign/", "policies:sign"),
    Place("policy-check", "keyboard", SIGNING, "policies:sign-check", act=go_on_to_sign),
    Place("policy-check-refused", "keyboard", SIGNING, "policies:sign-check", 422, act=sign_nameless),
    Place("signed", "graduate", "/policies/signed/", "policies:signed"),
    Place("signed-nothing", "keyboard", "/policies/signed/", "policies:signed"),
    Place("signature", "graduate", "/policies/signed/{signature}/", "policies:signature", act=open_all),
    Place("step-sign", "signer", "/courses/{sign}/", "courses:step"),
    Place("step-sign-locked", "learner", "/courses/{sign}/", "courses:step"),
    Place("step-signed", "graduate", "/courses/{sign}/", "courses:step"),
    Place("step-check", "signer", "/courses/{sign}/", "courses:sign-check", act=go_on_to_sign),
    Place("step-check-refused", "signer", "/courses/{sign}/", "courses:sign-check", 422, act=sign_nameless),
    Place("ask", "newcomer", "/policies/social-media-use/ask/?kind=refusal", "policies:ask"),
    Place("ask-refused", "newcomer", "/policies/social-media-use/ask/", "policies:ask", 422, act=submit_empty),
    Place("enquiries", "compliance", "/policies/enquiries/", "policies:enquiries"),
    Place("enquiries-none", "keyboard", "/policies/enquiries/?state=open", "policies:enquiries"),
    Place("enquiry", "compliance", "/policies/enquiries/{refusal}/", "policies:enquiry"),
    Place("enquiry-refused", "compliance", "/policies/enquiries/{refusal}/", "policies:enquiry", 422, act=submit_empty),
    Place("enquiry-answered", "compliance", "/policies/enquiries/{answered}/", "policies:enquiry"),
    Place("papers", "hr", "/hr/paper/", "policies:paper"),
    Place("paper-new", "hr", "/hr/paper/new/", "policies:paper-new"),
    Place("paper-new-refused", "hr", "/hr/paper/new/", "policies:paper-new", 422, act=submit_empty),
    Place("paper", "compliance", "/hr/paper/{paper}/", "policies:paper-one"),
    Place("paper-own", "hr", "/hr/paper/{paper}/", "policies:paper-one"),
)

ACCOUNT = (
    Place("account", "employee", "/account/", "people:account"),
    Place("sign-out", "employee", "/accounts/logout/", "account_logout"),
    Place("reauthenticate", "employee", "/accounts/reauthenticate/", "account_reauthenticate"),
    Place(
        "reauthenticate-refused",
        "employee",
        "/accounts/reauthenticate/",
        "account_reauthenticate",
        422,
        act=submit_empty,
    ),
    Place("email", "employee", "/accounts/email/", "account_email"),
    Place("email-waiting", "newcomer", "/accounts/email/", "account_email"),
    Place("change-password", "employee", "/accounts/password/change/", "account_change_password"),
    Place(
        "change-password-refused",
        "employee",
        "/accounts/password/change/",
        "account_change_password",
        422,
        act=submit_empty,
    ),
    Place("set-password", "passwordless", "/accounts/password/set/", "account_set_password"),
    Place("sessions", "employee", "/accounts/sessions/", "usersessions_list"),
    Place("second-step", "employee", "/accounts/2fa/", "mfa_index"),
    Place("second-step-on", "careful", "/accounts/2fa/", "mfa_index"),
    Place("app-set-up", "employee", "/accounts/2fa/totp/activate/", "mfa_activate_totp"),
    Place(
        "app-set-up-refused",
        "employee",
        "/accounts/2fa/totp/activate/",
        "mfa_activate_totp",
        422,
        act=submit_empty,
    ),
    Place("app-turn-off", "careful", "/accounts/2fa/totp/deactivate/", "mfa_deactivate_totp"),
    Place("recovery-codes", "careful", "/accounts/2fa/recovery-codes/", "mfa_view_recovery_codes"),
    Place("recovery-codes-new", "careful", "/accounts/2fa/recovery-codes/generate/", "mfa_generate_recovery_codes"),
    Place("second-step-again", "careful", "/accounts/2fa/reauthenticate/", "mfa_reauthenticate"),
    Place("passkeys-none", "employee", "/accounts/2fa/webauthn/", "mfa_list_webauthn"),
    Place("passkeys", "careful", "/accounts/2fa/webauthn/", "mfa_list_webauthn"),
    Place("passkey-add", "careful", "/accounts/2fa/webauthn/add/", "mfa_add_webauthn"),
    Place("passkey-again", "careful", "/accounts/2fa/webauthn/reauthenticate/", "mfa_reauthenticate_webauthn"),
    Place("passkey-rename", "careful", "/accounts/2fa/webauthn/keys/{passkey}/edit/", "mfa_edit_webauthn"),
    Place("passkey-remove", "careful", "/accounts/2fa/webauthn/keys/{passkey}/remove/", "mfa_remove_webauthn"),
)

PREVIEW = "/hr/campaigns/preview/?course={course}&audience=department&department={nursing}&due_on={due_on}"

HR = (
    Place("tracking", "hr", "/hr/", "reports:tracking"),
    Place("tracking-department", "hr", "/hr/?department={nursing}", "reports:tracking", act=open_all),
    Place("rows", "hr", "/hr/assignments/", "reports:rows", act=open_all),
    Place("rows-late", "hr", "/hr/assignments/?state=late&sort=due", "reports:rows"),
    Place("rows-done", "hr", "/hr/assignments/?state=done", "reports:rows"),
    Place("rows-none", "hr", "/hr/assignments/?q=nobody+at+all", "reports:rows"),
    Place("campaigns", "hr", "/hr/campaigns/", "assignments:campaigns"),
    Place("campaign", "hr", "/hr/campaigns/{campaign}/", "assignments:campaign"),
    Place("campaign-new", "hr", "/hr/campaigns/new/", "assignments:new"),
    Place("campaign-new-refused", "hr", "/hr/campaigns/new/", "assignments:new", 422, act=submit_empty),
    Place("campaign-preview", "hr", PREVIEW, "assignments:preview", act=open_all),
    Place("campaign-preview-named", "hr", "/hr/campaigns/new/", "assignments:new", act=name_people),
    Place("people", "hr", "/hr/people/", "people:directory"),
    Place("people-none", "hr", "/hr/people/?q=nobody+at+all", "people:directory"),
    Place("person-add", "hr", "/hr/people/new/", "people:add"),
    Place("person-add-refused", "hr", "/hr/people/new/", "people:add", 422, act=submit_empty),
    Place("person", "hr", "/hr/people/{ada_uuid}/", "people:person"),
    Place("person-invited", "hr", "/hr/people/{invited_uuid}/", "people:person"),
    Place("person-left", "hr", "/hr/people/{leaver_uuid}/", "people:person"),
    Place("person-hand-over", "hr", "/hr/people/{addressless_uuid}/", "people:person", act=submit),
    Place("person-place", "hr", "/hr/people/{ada_uuid}/place/", "people:place"),
    Place("person-place-refused", "hr", "/hr/people/{ada_uuid}/place/", "people:place", 422, act=submit_cleared),
    Place("person-depart", "hr", "/hr/people/{boris_uuid}/depart/", "people:depart", act=open_all),
    Place("person-depart-refused", "hr", "/hr/people/{boris_uuid}/depart/", "people:depart", 422, act=submit_cleared),
    Place("person-time", "hr", "/hr/people/{ada_uuid}/time/", "assignments:accommodation"),
    Place("person-time-refused", "hr", "/hr/people/{ada_uuid}/time/", "assignments:accommodation", 422, submit_empty),
    Place("mail", "hr", "/hr/mail/", "notices:mail"),
    Place("mail-none", "hr", "/hr/mail/?q=nobody+at+all", "notices:mail"),
)

MANAGER = (
    Place("team", "manager", "/team/", "reports:team"),
    Place("grant-attempt", "manager", "/team/attempts/{grant}/", "assignments:grant-attempt"),
    Place(
        "grant-attempt-refused",
        "manager",
        "/team/attempts/{grant}/",
        "assignments:grant-attempt",
        422,
        act=submit_empty,
    ),
)

RECORDS = (
    Place("compliance", "compliance", "/compliance/", "reports:compliance"),
    Place("attestations", "compliance", "/compliance/attestations/", "reports:attestations", act=open_all),
    Place("attestations-none", "compliance", "/compliance/attestations/?person=nobody+at+all", "reports:attestations"),
    Place(
        "attestations-refused",
        "compliance",
        "/compliance/attestations/?version=1",
        "reports:attestations",
        422,
        open_all,
    ),
    Place("person-records", "compliance", "/compliance/people/{ada_uuid}/", "reports:person-records"),
    Place(
        "person-records-refused",
        "compliance",
        "/compliance/people/{ada_uuid}/",
        "reports:person-records",
        422,
        act=submit_empty,
    ),
    Place("evidence", "compliance", "/compliance/evidence/", "reports:evidence"),
    Place("evidence-refused", "compliance", "/compliance/evidence/", "reports:evidence", 422, act=ask_for_nobody),
    Place("exports", "compliance", "/compliance/exports/", "reports:exports"),
    Place("export", "graduate", "/exports/{export}/", "reports:export"),
    Place("correct", "compliance", "/compliance/corrections/{signature}/", "reports:correct"),
    Place(
        "correct-refused",
        "compliance",
        "/compliance/corrections/{signature}/",
        "reports:correct",
        422,
        act=submit_empty,
    ),
    Place("my-file", "graduate", "/my-file/", "reports:my-file"),
    Place("my-file-nothing", "newcomer", "/my-file/", "reports:my-file"),
)

ADMINISTRATOR = (
    Place("health", "admin", "/health/", "health"),
    Place("outbox-mail", "admin", "/outbox/{mail}/", "outbox-mail"),
    Place("admin", "admin", "/admin/", "admin:index"),
    Place("admin-people", "admin", "/admin/people/employee/", "admin:people_employee_changelist"),
    Place("admin-person", "admin", "/admin/people/employee/{ada_pk}/change/", "admin:people_employee_change"),
    Place("admin-person-history", "admin", "/admin/people/employee/{ada_pk}/history/", "admin:people_employee_history"),
    Place("admin-department-add", "admin", "/admin/people/department/add/", "admin:people_department_add"),
    Place("admin-course", "admin", "/admin/courses/course/{course_pk}/change/", "admin:courses_course_change"),
    Place("admin-policies", "admin", "/admin/policies/policy/", "admin:policies_policy_changelist"),
    Place(
        "admin-certificates", "admin", "/admin/certificates/certificate/", "admin:certificates_certificate_changelist"
    ),
)

COMPLIANCE = (
    Place("ledger", "compliance", "/compliance/ledger/", "compliance-ledger"),
    Place("ledger-refused", "compliance", "/compliance/ledger/", "compliance-ledger-add", 422, act=add_no_address),
)

CATALOG = (Place("design", "employee", "/design/", "design-catalog", act=open_all),)

PLACES = (
    SIGNED_OUT
    + LEARNER
    + KIND_PLACES
    + TIMED_PLACES
    + POLICIES
    + SIGNATURES
    + DESK
    + COURSE_DRAFTS
    + ACCOUNT
    + HR
    + MANAGER
    + ADMINISTRATOR
    + COMPLIANCE
    + RECORDS
    + FIGURES
    + CATALOG
)

# URL names that show no page of their own, and why.
NO_PAGE = {
    "health-live": "plain text for machines",
    "health-ready": "plain text for machines",
    "job-retry": "takes POST only",
    "courses:start": "takes POST only",
    "courses:finish": "takes POST only",
    "courses:file": "a file, seen on lesson",
    "courses:place": "takes POST only, from a script",
    "courses:save": "takes POST only, from a script",
    "courses:quiz-start": "takes POST only",
    "courses:quiz-submit": "takes POST only, and shows check-answers-refused",
    "policies:pdf": "a file, of which tests of its own look at the two pages that stand in for it",
    "policies:pdf-prepare": "takes POST only",
    "policies:attachment": "a file",
    **NO_PAGE_AT_DESK,
    **NO_PAGE_OF_COURSE_DRAFTS,
    "policies:receipt": "a file, or a page that asks for a moment",
    "policies:paper-scan": "a file",
    "policies:signature-scan": "a file",
    "people:invite": "takes POST only, and shows person-hand-over",
    "notices:send-again": "takes POST only",
    "reports:rows-csv": "a file",
    "reports:export-file": "a file",
    "reports:attestations-export": "takes POST only, and leads to export",
    "certificates:receipt": "a file; while it is made, a page like certificate-being-made",
    "ledger:checkpoint": "plain text for tools",
    "ledger:key": "plain text for tools",
    "ledger:keys": "data for tools",
    "compliance-ledger-end": "takes POST only",
    "mfa_download_recovery_codes": "a file",
    "mfa_login_webauthn": "data for the script of the sign-in page",
    "mfa_authenticate": "stands between password and code, where a test of its own goes",
}
