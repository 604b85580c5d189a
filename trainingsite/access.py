"""The access table: every URL name and who may use it. A name without a row is closed, and fails the tests."""

from django.conf import settings

from people.roles import Role

PUBLIC = frozenset[Role]()  # nobody has to be signed in
SIGNED_IN = frozenset({Role.EMPLOYEE})
HR = frozenset({Role.HR})
HR_OR_COMPLIANCE = frozenset({Role.HR, Role.COMPLIANCE})
MANAGER_OR_HR = frozenset({Role.MANAGER, Role.HR})
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
AUTHOR = frozenset({Role.AUTHOR})
COMPLIANCE = frozenset({Role.COMPLIANCE})
AUTHOR_OR_COMPLIANCE = frozenset({Role.AUTHOR, Role.COMPLIANCE})
COMPLIANCE_OR_AUDITOR = frozenset({Role.COMPLIANCE, Role.AUDITOR})
READS_RECORDS = frozenset({Role.COMPLIANCE, Role.PRIVACY, Role.AUDITOR})
HR_OR_ADMINISTRATOR = frozenset({Role.HR, Role.ADMINISTRATOR})

ACCESS: dict[str, frozenset[Role]] = {
    # trainingsite
    "home": SIGNED_IN,
    "design-catalog": SIGNED_IN,
    "health": ADMINISTRATOR,
    "health-live": PUBLIC,
    "health-ready": PUBLIC,
    "job-retry": ADMINISTRATOR,
    "compliance-ledger": COMPLIANCE_OR_AUDITOR,
    "compliance-ledger-add": COMPLIANCE,
    "compliance-ledger-end": COMPLIANCE,
    "outbox": ADMINISTRATOR,
    "outbox-mail": ADMINISTRATOR,
    # courses
    "courses:catalog": SIGNED_IN,
    "courses:overview": SIGNED_IN,
    "courses:start": SIGNED_IN,
    "courses:step": SIGNED_IN,
    "courses:file": SIGNED_IN,
    "courses:finish": SIGNED_IN,
    "courses:place": SIGNED_IN,
    "courses:sign-check": SIGNED_IN,
    "courses:quiz-start": SIGNED_IN,
    "courses:question": SIGNED_IN,
    "courses:save": SIGNED_IN,
    "courses:quiz-check": SIGNED_IN,
    "courses:quiz-submit": SIGNED_IN,
    "courses:quiz-result": SIGNED_IN,
    "courses:done": SIGNED_IN,
    "courses:sources": SIGNED_IN,
    # courses, for those who write them
    "courses:drafts": AUTHOR,
    "courses:draft-new": AUTHOR,
    "courses:draft-start": AUTHOR,
    "courses:export": AUTHOR,
    "courses:compare": AUTHOR,
    "courses:draft": AUTHOR,
    "courses:draft-discard": AUTHOR,
    "courses:draft-publish": AUTHOR,
    "courses:draft-module-new": AUTHOR,
    "courses:draft-files": AUTHOR,
    "courses:draft-file": AUTHOR,
    "courses:draft-part": AUTHOR,
    "courses:draft-preview": AUTHOR,
    "courses:draft-step-new": AUTHOR,
    "courses:draft-move": AUTHOR,
    "courses:draft-order": AUTHOR,
    "courses:draft-duplicate": AUTHOR,
    "courses:draft-remove": AUTHOR,
    "courses:draft-file-remove": AUTHOR,
    "courses:draft-questions": AUTHOR,
    "courses:draft-exchange": AUTHOR,
    "courses:draft-gift": AUTHOR,
    "courses:draft-question-choose": AUTHOR,
    "courses:draft-question-new": AUTHOR,
    "courses:draft-question": AUTHOR,
    "courses:draft-try": AUTHOR,
    "courses:draft-try-question": AUTHOR,
    "courses:draft-try-result": AUTHOR,
    # policies
    "policies:library": SIGNED_IN,
    "policies:policy": SIGNED_IN,
    "policies:versions": SIGNED_IN,
    "policies:version": SIGNED_IN,
    "policies:changes": SIGNED_IN,
    "policies:pdf": SIGNED_IN,
    "policies:pdf-prepare": SIGNED_IN,
    "policies:attachment": SIGNED_IN,
    "policies:sign": SIGNED_IN,
    "policies:sign-check": SIGNED_IN,
    "policies:signed": SIGNED_IN,
    "policies:signature": SIGNED_IN,
    "policies:signature-scan": SIGNED_IN,
    "policies:receipt": SIGNED_IN,
    "policies:ask": SIGNED_IN,
    "policies:enquiries": SIGNED_IN,
    "policies:enquiry": SIGNED_IN,
    "policies:paper": HR_OR_COMPLIANCE,
    "policies:paper-new": HR,
    "policies:paper-one": HR_OR_COMPLIANCE,
    "policies:paper-scan": HR_OR_COMPLIANCE,
    # policies, for those who write and approve them. An owner needs no role, so some pages ask for the object: who has
    # no business there finds nothing.
    "policies:drafts": SIGNED_IN,
    "policies:draft-new": AUTHOR,
    "policies:draft-start": AUTHOR,
    "policies:draft-import": AUTHOR,
    "policies:draft-imported": AUTHOR,
    "policies:draft": SIGNED_IN,
    "policies:house": SIGNED_IN,
    "policies:draft-discard": AUTHOR,
    "policies:draft-language": AUTHOR,
    "policies:draft-text": AUTHOR,
    "policies:draft-preview": AUTHOR,
    "policies:draft-text-remove": AUTHOR,
    "policies:draft-changes": SIGNED_IN,
    "policies:draft-attachments": SIGNED_IN,
    "policies:draft-attachment-remove": AUTHOR,
    "policies:draft-attachment": SIGNED_IN,
    "policies:draft-submit": AUTHOR,
    "policies:draft-review": SIGNED_IN,
    "policies:draft-publish": SIGNED_IN,
    "policies:draft-withdraw": SIGNED_IN,
    # certificates
    "certificates:mine": SIGNED_IN,
    "certificates:file": SIGNED_IN,
    "certificates:receipt": SIGNED_IN,
    "certificates:verify": PUBLIC,
    "certificates:verify-number": PUBLIC,
    # ledger
    "ledger:checkpoint": PUBLIC,
    "ledger:key": PUBLIC,
    "ledger:keys": PUBLIC,
    # people
    "people:directory": HR_OR_ADMINISTRATOR,  # whom an administrator sees in the Django admin too
    "people:add": HR_OR_ADMINISTRATOR,  # somebody has to add the first person of HR
    "people:person": HR_OR_ADMINISTRATOR,
    "people:invite": HR,
    "people:place": HR,
    "people:depart": HR,
    "people:invitation": PUBLIC,
    "people:account": SIGNED_IN,
    # assignments
    "assignments:campaigns": HR,
    "assignments:new": HR,
    "assignments:preview": HR,
    "assignments:campaign": HR,
    "assignments:grant-attempt": MANAGER_OR_HR,
    "assignments:accommodation": HR,  # it points to somebody's health
    # reports
    "reports:tracking": HR,
    "reports:rows": HR,
    "reports:rows-csv": HR,
    "reports:figures": frozenset({Role.AUTHOR, Role.COMPLIANCE, Role.HR}),  # HR is offered courses only
    "reports:figures-course": frozenset({Role.AUTHOR, Role.COMPLIANCE, Role.HR}),
    "reports:figures-questions": AUTHOR_OR_COMPLIANCE,
    "reports:figures-question": AUTHOR_OR_COMPLIANCE,
    "reports:figures-policy": AUTHOR_OR_COMPLIANCE,
    "reports:figures-clause": AUTHOR_OR_COMPLIANCE,
    "reports:team": frozenset({Role.MANAGER}),
    "reports:compliance": READS_RECORDS,
    "reports:attestations": READS_RECORDS,
    "reports:attestations-export": COMPLIANCE,
    "reports:person-records": READS_RECORDS,  # the view lets only compliance ask for the file
    "reports:evidence": COMPLIANCE_OR_AUDITOR,  # the view lets only compliance ask for a pack
    "reports:exports": READS_RECORDS,
    "reports:export": SIGNED_IN,  # whose it is, and whether they still may, is for `reports.access`
    "reports:export-file": SIGNED_IN,
    "reports:correct": COMPLIANCE,
    "reports:my-file": SIGNED_IN,
    # notices
    "notices:mail": HR,
    "notices:send-again": HR,
    # sign-in (allauth)
    "account_login": PUBLIC,
    "account_logout": PUBLIC,
    "account_inactive": PUBLIC,
    "account_reset_password": PUBLIC,
    "account_reset_password_done": PUBLIC,
    "account_reset_password_from_key": PUBLIC,
    "account_reset_password_from_key_done": PUBLIC,
    "account_confirm_email": PUBLIC,
    "account_email_verification_sent": PUBLIC,
    "account_reauthenticate": SIGNED_IN,
    "account_email": SIGNED_IN,
    "account_change_password": SIGNED_IN,
    "account_set_password": SIGNED_IN,
    "mfa_authenticate": PUBLIC,
    "mfa_login_webauthn": PUBLIC,
    "mfa_index": SIGNED_IN,
    "mfa_reauthenticate": SIGNED_IN,
    "mfa_view_recovery_codes": SIGNED_IN,
    "mfa_generate_recovery_codes": SIGNED_IN,
    "mfa_download_recovery_codes": SIGNED_IN,
    "mfa_activate_totp": SIGNED_IN,
    "mfa_deactivate_totp": SIGNED_IN,
    "mfa_list_webauthn": SIGNED_IN,
    "mfa_add_webauthn": SIGNED_IN,
    "mfa_reauthenticate_webauthn": SIGNED_IN,
    "mfa_remove_webauthn": SIGNED_IN,
    "mfa_edit_webauthn": SIGNED_IN,
    "usersessions_list": SIGNED_IN,
    # the Django admin, by namespace
    "admin:*": ADMINISTRATOR,
}

# Addresses that a library brings and that nobody may use: people are invited and do not sign up, and a mailed code is
# no second way in.
CLOSED = frozenset({"account_signup", "account_confirm_login_code"})

# In the demo nobody gets real mail: an invited person has to find the invitation before they can sign in.
OPEN_IN_THE_DEMO = frozenset({"outbox", "outbox-mail"})


def roles_for(view_name: str) -> frozenset[Role] | None:
    """The roles that may use this URL name; None if the table has no row for it, which closes it."""
    if settings.DEMO and view_name in OPEN_IN_THE_DEMO:
        return PUBLIC
    if view_name in ACCESS:
        return ACCESS[view_name]
    namespace, _, name = view_name.rpartition(":")
    return ACCESS.get(f"{namespace}:*") if name and namespace else None
