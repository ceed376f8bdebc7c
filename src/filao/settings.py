"""Settings of both lives: a laptop (no variable needed) and a server. Read from FILAO_* variables only.

FILAO_DATA       folder of the database, files and key (default: the user's data folder)
FILAO_DATABASE   postgres://user:password@host:port/name; SQLite in FILAO_DATA without it
FILAO_SECRET     secret key; on a laptop one is made and kept in FILAO_DATA
FILAO_HOSTS      host names served, separated by commas (default: this machine only)
FILAO_ADDRESS    address of the server as people type it, https://filao.example.org; needed by `filao serve`
FILAO_EMAIL_HOST  mail server; without it nothing is sent, and invitations are codes to print
FILAO_EMAIL_PORT  its port (default 587; 465 speaks TLS from the start, others by STARTTLS, 25 without)
FILAO_EMAIL_USER  name that signs in to the mail server
FILAO_EMAIL_PASSWORD  its password
FILAO_EMAIL_FROM  address that mail comes from (default: the user's)
"""

from __future__ import annotations

import os
import secrets
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.utils.translation import gettext_lazy as _


def _data_folder() -> Path:
    if chosen := os.environ.get("FILAO_DATA"):
        return Path(chosen).expanduser().resolve()
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA", Path.home())) / "Filao"
    if sys.platform == "darwin":
        return Path.home() / "Library" / "Application Support" / "Filao"
    return Path(os.environ.get("XDG_DATA_HOME", Path.home() / ".local" / "share")) / "filao"


def _secret(folder: Path) -> str:
    if given := os.environ.get("FILAO_SECRET"):
        return given
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = folder / "secret.key"
    if not kept.exists():
        descriptor = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return kept.read_text()


def _database(folder: Path) -> dict[str, object]:
    address = os.environ.get("FILAO_DATABASE", "")
    if address.startswith(("postgres://", "postgresql://")):
        parts = urlsplit(address)
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.lstrip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": unquote(parts.hostname or ""),
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": 60,
        }
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": folder / "filao.sqlite3",
        "CONN_MAX_AGE": 600,  # opening the file anew for each request costs more than most requests
        "OPTIONS": {
            "timeout": 20,
            "transaction_mode": "IMMEDIATE",
            "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON; PRAGMA secure_delete=ON;",
        },
    }


DATA_FOLDER = _data_folder()
SECRET_KEY = _secret(DATA_FOLDER)
DEBUG = False
ADDRESS = os.environ.get("FILAO_ADDRESS", "").rstrip("/")
LOCAL_KEY = ""
"""Key of the one local user; `filao run` sets it. Where it is empty nobody is the local user."""
ROOM = ""
"""Address at which a training room reaches the app; `filao run --room` sets it."""
ALLOWED_HOSTS = [host for host in os.environ.get("FILAO_HOSTS", "").split(",") if host] or ["127.0.0.1", "localhost"]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "filao.store",
    "filao.web",
    "allauth",
    "allauth.account",
    "allauth.mfa",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "filao.web.middleware.Person",
    "filao.web.middleware.NamedProblems",
]
ROOT_URLCONF = "filao.urls"
WSGI_APPLICATION = "filao.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "filao.web.context.frame",
            ],
            "builtins": ["filao.web.templatetags.filao"],
        },
    }
]
DATABASES = {"default": _database(DATA_FOLDER)}
AUTH_USER_MODEL = "store.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
_VALIDATION = "django.contrib.auth.password_validation"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"{_VALIDATION}.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": f"{_VALIDATION}.UserAttributeSimilarityValidator", "OPTIONS": {"user_attributes": ("email", "name")}},
    {"NAME": f"{_VALIDATION}.CommonPasswordValidator"},
    {"NAME": f"{_VALIDATION}.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "workspaces"
ACCOUNT_ADAPTER = "filao.web.accounts.Accounts"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_RATE_LIMITS = {"join": "10/m/ip,60/h/ip", "link": "20/m/ip", "offline": "240/m/key"}
ACCOUNT_FORMS = {
    "login": "filao.web.accounts.SignInForm",
    "reset_password": "filao.web.accounts.ForgottenForm",
    "reset_password_from_key": "filao.web.accounts.RenewForm",
    "change_password": "filao.web.accounts.PasswordForm",
    "reauthenticate": "filao.web.accounts.ByPasswordForm",
}
MFA_FORMS = {
    "authenticate": "filao.web.accounts.SecondFactorForm",
    "reauthenticate": "filao.web.accounts.ByCodeForm",
    "activate_totp": "filao.web.accounts.AppForm",
    "add_webauthn": "filao.web.accounts.PasskeyForm",
    "edit_webauthn": "filao.web.accounts.PasskeyNameForm",
}
MFA_ADAPTER = "filao.web.accounts.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Filao"
MFA_TOTP_TOLERANCE = 1
MFA_RECOVERY_CODES_SHOW_ONCE = True
IDLE_LOCK = 15 * 60
"""Seconds without a request after which a person of the staff must show again who sits there."""
SESSION_END = 12 * 60 * 60
"""Seconds after which everybody signs in anew."""
SESSION_COOKIE_AGE = SESSION_END
LINK_COOKIE_AGE = 92 * 86400
"""Seconds for which a browser keeps a signed link that it has opened: longer than any link opens."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("fr", _("French")), ("mfe", _("Kreol Morisien"))]
USE_TZ = True
TIME_ZONE = "Indian/Mauritius"
USE_I18N = True
FORMAT_MODULE_PATH = "filao.web.formats"
LANGUAGE_COOKIE_NAME = "filao_language"

STATIC_URL = "static/"
STATICFILES_DIRS = [Path(__file__).parent / "web" / "static"]
WHITENOISE_USE_FINDERS = True
WHITENOISE_AUTOREFRESH = False
SESSION_COOKIE_NAME = "filao_session"
SESSION_COOKIE_SAMESITE = "Strict"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ADDRESS.startswith("https://")
SECURE_HSTS_SECONDS = 365 * 86400 if SESSION_COOKIE_SECURE else 0
CSRF_COOKIE_SAMESITE = "Strict"
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = "filao_csrf"
CSRF_FAILURE_VIEW = "filao.web.views.site.expired"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"  # with "no-referrer" browsers send forms with Origin: null, which is refused
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
MESSAGE_STORAGE = "django.contrib.messages.storage.cookie.CookieStorage"
DATA_UPLOAD_MAX_MEMORY_SIZE = 34 * 1024 * 1024
FILE_UPLOAD_MAX_MEMORY_SIZE = 34 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'", "data:"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
        "manifest-src": ["'self'"],
    }
}

EMAIL_HOST = os.environ.get("FILAO_EMAIL_HOST", "")
EMAIL_PORT = int(os.environ.get("FILAO_EMAIL_PORT", "587"))
EMAIL_HOST_USER = os.environ.get("FILAO_EMAIL_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("FILAO_EMAIL_PASSWORD", "")
EMAIL_USE_SSL = EMAIL_PORT == 465
EMAIL_USE_TLS = EMAIL_PORT not in (25, 465)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = os.environ.get("FILAO_EMAIL_FROM", "") or EMAIL_HOST_USER

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "filters": {"discreet": {"()": "filao.web.logs.Discreet"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["discreet"]}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {
        "django.request": {
            "level": "ERROR"
        },  # a page refused is no fault, and when somebody answered is nobody's business
        "waitress.queue": {"level": "ERROR"},  # a request that waits for a thread is no event
        "django.security.DisallowedHost": {"level": "CRITICAL"},
    },
}
