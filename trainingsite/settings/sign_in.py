"""People and how they sign in: Django's and allauth's settings."""

from trainingsite.settings import env
from trainingsite.settings.place import DEMO, IS_HTTPS, IS_LOOPBACK, ORGANIZATION_NAME, TRUSTED_PROXIES

AUTH_USER_MODEL = "people.Employee"
AUTHENTICATION_BACKENDS = ["people.backends.EmployeeBackend"]
PASSWORD_HASHERS = ["people.backends.Argon2idHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ["name", "number", "email"]},
    },
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 60 * 60 * 4
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "people.adapters.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "number"
ACCOUNT_LOGIN_METHODS = {"email", "username"}
ACCOUNT_SIGNUP_FIELDS = ["email", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"  # the organization vouches for the address; changes on the site are confirmed
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False  # nobody can make this site write to an address that it does not know
ACCOUNT_EMAIL_NOTIFICATIONS = True  # a changed password, address or second step is told to its owner
ACCOUNT_FORMS = {
    "login": "people.sign_in_forms.SignInForm",
    "set_password": "people.sign_in_forms.FirstPasswordForm",
    "change_password": "people.sign_in_forms.OtherPasswordForm",
    "reset_password": "people.sign_in_forms.ForgottenPasswordForm",
    "reset_password_from_key": "people.sign_in_forms.PasswordAfterResetForm",
    "reauthenticate": "people.sign_in_forms.PasswordAgainForm",
}
ACCOUNT_USER_DISPLAY = "people.adapters.display_name"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_SESSION_REMEMBER = None
# A hospital signs in from one address, so few tries are given a person and many an address. The person's limit stands
# first: tries that it refuses do not use up what everybody else behind the address has.
ACCOUNT_RATE_LIMITS = {
    "login": "300/m/ip",
    "login_failed": "5/5m/key,200/m/ip",
    "reset_password": "5/m/key,100/m/ip",
    "reset_password_from_key": "100/m/ip",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 60 * 15
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if IS_HTTPS else "http"
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES
MFA_ADAPTER = "people.adapters.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_ALLOW_UNVERIFIED_EMAIL = True  # nobody signs up here: who has an account was let in by the organization
MFA_TOTP_ISSUER = ORGANIZATION_NAME
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = IS_LOOPBACK
USERSESSIONS_TRACK_ACTIVITY = False
REQUIRE_SECOND_FACTOR = not DEMO
SIGNING_CONFIRMS_SIGN_IN = env.boolean(
    "SIGNING_CONFIRMS_SIGN_IN",
    default=False,
    meaning="Ask for the password, or the second step, once more before somebody signs a policy: after they read it, "
    "and within ten minutes of signing.",
)
