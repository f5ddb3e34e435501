"""Django's settings, each from the environment. Starts nothing and connects to nothing.

What is missing or wrong raises ImproperlyConfigured with a hint. `manage.py` and `make run` fill in what a local run
needs (dara/local/defaults.py); in production the environment says all of it (see .env.example).
"""

import os
import secrets
from datetime import timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured

# libpq's own parser of connection addresses, the one import here that is neither the standard library nor Django
from psycopg import ProgrammingError
from psycopg.conninfo import conninfo_to_dict

from dara.local import defaults, logs
from dara.local.secret_keys import weak_password, weakness


def _required(name: str, hint: str) -> str:
    value = os.environ.get(name, "")
    if not value:
        raise ImproperlyConfigured(f"{name} is not set: {hint}")
    return value


def _one_of(name: str, values: tuple[str, ...], default: str) -> str:
    value = os.environ.get(name) or default
    if value not in values:
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be {' or '.join(values)}.")
    return value


def _whole_number(name: str, default: str) -> int:
    value = os.environ.get(name) or default
    if not value.isdecimal():
        raise ImproperlyConfigured(f"{name} is {value!r}: it must be a whole number.")
    return int(value)


def _base_url() -> str:
    value = os.environ.get("DARA_BASE_URL") or "http://127.0.0.1:8000"
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.netloc or parts.path.strip("/") or parts.query or parts.fragment:
        raise ImproperlyConfigured(
            f"DARA_BASE_URL is {value!r}: it must be the public site's address without a path, as https://dara.example.org"
        )
    return value.rstrip("/")


def _contact() -> str:
    value = os.environ.get("DARA_CONTACT", "")
    if value and "@" not in parseaddr(value)[1]:
        raise ImproperlyConfigured(f"DARA_CONTACT is {value!r}: it must be the e-mail address that takes corrections.")
    return value


def _database(name: str, url: str, session: dict[str, str], pool_size: int) -> dict[str, Any]:
    """A Django database from a libpq address. `session` are server settings of every connection.

    `pool_size` connections are kept open by the process (0: each thread opens its own).
    """
    try:
        parts: dict[str, Any] = conninfo_to_dict(url)
    except ProgrammingError as error:
        # the address is not repeated: it may hold a password
        raise ImproperlyConfigured(
            f"{name} is not an address that PostgreSQL understands ({str(error).splitlines()[0]}); "
            "it looks like postgresql://user:password@host:5432/database"
        ) from None
    if not parts.get("dbname"):
        raise ImproperlyConfigured(f"{name} names no database; it looks like postgresql://user:password@host:5432/database")
    if (parts.get("password") or os.environ.get("PGPASSWORD", "")).lower().startswith("change-me"):  # as in examples
        raise ImproperlyConfigured(f"{name} has the password of an example: give the database's roles passwords of their own.")
    database: dict[str, Any] = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.pop("dbname"),
        "USER": parts.pop("user", ""),
        "PASSWORD": parts.pop("password", ""),
        "HOST": parts.pop("host", ""),
        "PORT": parts.pop("port", ""),
        "CONN_HEALTH_CHECKS": True,  # a pooled connection that the server has dropped is replaced, not handed out
        "OPTIONS": parts,
    }
    settings = " ".join(f"-c {key}={value}" for key, value in session.items())
    parts["options"] = f"{parts.get('options', '')} {settings}".strip()
    if PUBLIC:
        # Pages ask the same queries again and again; planning one takes longer than running it. So the server binds parameters, and keeps plans.
        parts |= {"server_side_binding": True, "prepare_threshold": 1}
    if pool_size:
        # While the server is away, a request learns so at once, and each one tries anew: with the pool's own pauses between tries, up to minutes would pass
        # after it is back.
        parts["pool"] = {"min_size": 1, "max_size": pool_size, "timeout": 0.5 if PUBLIC else 4, "reconnect_timeout": 1}
    return database


# --- where and what ---------------------------------------------------------------------------------

BASE_DIR = defaults.CHECKOUT
DARA_DATA_DIR = defaults.data_dir()
DARA_SITE = _one_of("DARA_SITE", ("public", "admin"), default="admin")
PUBLIC = DARA_SITE == "public"
DARA_BASE_URL = _base_url()
DARA_CONTACT = _contact()
DARA_PUBLIC_ROLE = defaults.public_role()
DARA_PROXIES = _whole_number("DARA_PROXIES", default="0")  # of ours before the admin, each of which adds to X-Forwarded-For
DARA_ACCEL = _one_of("DARA_ACCEL", ("0", "1"), default="0") == "1"  # the proxy sends downloads (deploy/nginx/nginx.conf)
# Who selected or corrected a draft does not publish it.
DARA_TWO_PERSONS = _one_of("DARA_TWO_PERSONS", ("0", "1"), default="0") == "1"

DEBUG = _one_of("DARA_DEBUG", ("0", "1"), default="0") == "1"
if DEBUG and DARA_BASE_URL.startswith("https://"):
    raise ImproperlyConfigured(
        f"DARA_DEBUG is 1 and DARA_BASE_URL is {DARA_BASE_URL}: pages of errors would show the public the code and its settings. Unset DARA_DEBUG."
    )
# The public site signs nothing: its processes each have a key that nobody knows, and are not told the admin's (dara/checks.py).
SECRET_KEY = (
    secrets.token_urlsafe(48)
    if PUBLIC
    else _required(
        "DARA_SECRET_KEY",
        "give a long random text, the same for all processes of the admin; "
        'python -c "import secrets; print(secrets.token_urlsafe(48))" makes one. Without DATABASE_URL, manage.py keeps one of its own; `make run` always does.',
    )
)
# A process that serves is held to it in any case (dara/wsgi.py).
if DARA_BASE_URL.startswith("https://") and (_weakness := weakness(SECRET_KEY)):
    raise ImproperlyConfigured(_weakness)
DARA_METRICS_TOKEN = os.environ.get("DARA_METRICS_TOKEN", "")  # opens /metrics of the admin to a monitor; "": to nobody but users
if DARA_METRICS_TOKEN and (_weakness := weakness(DARA_METRICS_TOKEN, "DARA_METRICS_TOKEN")):
    raise ImproperlyConfigured(_weakness)
ALLOWED_HOSTS = [host.strip() for host in (os.environ.get("DARA_ALLOWED_HOSTS") or "127.0.0.1,localhost,[::1]").split(",")]
# A password alone opens the admin only where nobody else can reach it.
_HOSTS = [urlsplit(DARA_BASE_URL).hostname or "", *ALLOWED_HOSTS]
DARA_SECOND_FACTOR = (
    _one_of("DARA_SECOND_FACTOR", ("0", "1"), default="0" if all(map(defaults.is_own_machine, _HOSTS)) else "1") == "1"
)

# The memory of a serving process of the public site for finished pages, in MiB. With 0 each page is rendered for each request.
DARA_PAGE_STORE = _whole_number("DARA_PAGE_STORE", default="32")

# --- database ---------------------------------------------------------------------------------------

_POOL = _whole_number("DARA_POOL", default="0")
# The public role can only read; a page that takes longer than this is a fault, and must not pile up. `public_role` makes the limits the role's own.
DARA_PUBLIC_LIMITS = {"statement_timeout": "10s", "lock_timeout": "5s", "idle_in_transaction_session_timeout": "60s"}
# Any role may change the defaults of its own sessions (ALTER ROLE … SET), for every connection that comes after. What a connection says itself counts more: so it says whatever a page could not be made without.
# transaction_timeout, which not all servers know, is said by ImpatientConnection (dara/public/connections.py).
_PUBLIC_SESSION = DARA_PUBLIC_LIMITS | {
    "default_transaction_read_only": "on",
    "idle_session_timeout": "0",  # the pool's connections wait for requests
    "search_path": "public",
    "DateStyle": "ISO",
    "local_preload_libraries": "",  # with one that is not there, nobody connects
}
# A request of the admin that was left in the middle of a transaction must not keep its locks. Commands may pause for as long as they like.
_ADMIN_SESSION = {"idle_in_transaction_session_timeout": "300s"} if _POOL else {}
_SESSION = _PUBLIC_SESSION if PUBLIC else _ADMIN_SESSION

DATABASES = {
    "default": _database(
        "DATABASE_URL",
        _required(
            "DATABASE_URL",
            "run through manage.py or make, which start the embedded PostgreSQL, or name a server: "
            "postgresql://user:password@host:5432/database",
        ),
        _SESSION,
        _POOL,
    )
}
if PUBLIC and os.environ.get("DATABASE_REPLICA_URL"):  # a hot standby does: the public site only reads
    DATABASES = {"default": _database("DATABASE_REPLICA_URL", os.environ["DATABASE_REPLICA_URL"], _SESSION, _POOL)}
if DARA_BASE_URL.startswith("https://") and (_weakness := weak_password("DATABASE_URL", DATABASES["default"]["PASSWORD"])):
    raise ImproperlyConfigured(_weakness)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# --- the two sites ----------------------------------------------------------------------------------
# The public one has no sessions, no messages, no log-in and sets no cookies: the code for them is not installed.

PUBLIC_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.staticfiles",
    "django_filters",
    "csp",
    "pgtrigger",  # pghistory asks for it; no trigger of the archive is one of its
    "pghistory",
    "dara",
]
SITE_MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "dara.headers.SecurityHeaders",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",  # static files have the headers, too
    "django.middleware.common.CommonMiddleware",
]
PUBLIC_MIDDLEWARE = [
    "dara.public.middleware.OpenToScripts",  # before whatever else may answer
    "dara.public.middleware.AskedForAgain",
    "dara.public.middleware.Compression",
    "dara.public.middleware.LanguageOfPath",  # before what looks a path up
    *SITE_MIDDLEWARE,
    "dara.public.middleware.UnavailableAtOnce",
]
PUBLIC_CONTEXT = ["django.template.context_processors.request"]

if PUBLIC:
    INSTALLED_APPS = PUBLIC_APPS
    MIDDLEWARE = PUBLIC_MIDDLEWARE
    ROOT_URLCONF = "dara.urls.public"
    _CONTEXT = PUBLIC_CONTEXT
else:
    INSTALLED_APPS = [
        "dara.apps.CurationConfig",
        "django.contrib.sessions",
        "django.contrib.messages",
        "axes",
        "django_otp",
        "django_otp.plugins.otp_totp",
        "django_otp.plugins.otp_static",
        "django_otp_webauthn",
        *PUBLIC_APPS,
    ]
    MIDDLEWARE = [
        *SITE_MIDDLEWARE,
        "dara.admin.middleware.RefuseUnreadable",
        "django.contrib.sessions.middleware.SessionMiddleware",
        "django.middleware.csrf.CsrfViewMiddleware",
        "django.contrib.auth.middleware.AuthenticationMiddleware",
        "django_otp.middleware.OTPMiddleware",
        "django.contrib.messages.middleware.MessageMiddleware",
        "dara.curation.history_context.CuratorMiddleware",
        "axes.middleware.AxesMiddleware",
    ]
    ROOT_URLCONF = "dara.urls.admin"
    FILE_UPLOAD_HANDLERS = ["dara.admin.uploads.LimitedUploadHandler"]  # the sizes that are taken: dara/ingest/sandbox/limits.py
    DATA_UPLOAD_MAX_NUMBER_FILES = 100  # of one upload: an answer in a minute or two
    # What is refused, and recorded, of log-ins: dara/admin/log_in.py
    AUTHENTICATION_BACKENDS = [
        "axes.backends.AxesStandaloneBackend",
        "django.contrib.auth.backends.ModelBackend",
        "django_otp_webauthn.backends.WebAuthnBackend",
    ]
    AXES_HANDLER = "dara.admin.log_in.RecordingHandler"
    AXES_CLIENT_IP_CALLABLE = "dara.admin.log_in.client_address"
    AXES_LOCKOUT_CALLABLE = "dara.admin.log_in.refuse"
    AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]  # together: nobody can lock a curator out from elsewhere
    AXES_FAILURE_LIMIT = 5
    AXES_COOLOFF_TIME = timedelta(minutes=15)
    AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
    AXES_RESET_ON_SUCCESS = True
    AXES_ENABLE_ACCESS_FAILURE_LOG = True
    AXES_ACCESS_FAILURE_LOG_PER_USER_LIMIT = 1_000_000  # beyond it the newest would be deleted
    AXES_ENABLE_ADMIN = False  # dara/admin/log_in_records.py shows less, and deletes nothing
    AXES_VERBOSE = False
    # The second factor: dara/admin/second_factor.py, dara/admin/passkeys.py
    OTP_TOTP_ISSUER = f"dara ({urlsplit(DARA_BASE_URL).hostname})"  # as apps list it
    OTP_WEBAUTHN_RP_NAME = "dara"
    OTP_WEBAUTHN_RP_ID_CALLABLE = "dara.admin.passkeys.host_name"
    OTP_WEBAUTHN_HELPER_CLASS = "dara.admin.passkeys.Ceremonies"
    OTP_WEBAUTHN_EXCEPTION_LOGGER_NAME = ""  # dara/admin/passkeys.py says it in one line
    LOGIN_REDIRECT_URL = "admin:index"  # where a log-in leads whose `next` is missing, or another site's
    SESSION_COOKIE_AGE = 8 * 3600  # a day's work. What was typed when it ends is kept: dara/admin/site.py
    _CONTEXT = [
        *PUBLIC_CONTEXT,
        "django.contrib.auth.context_processors.auth",
        "django.contrib.messages.context_processors.messages",
    ]

WSGI_APPLICATION = "dara.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {"context_processors": _CONTEXT},
    }
]

# --- passwords --------------------------------------------------------------------------------------

PASSWORD_HASHERS = [
    f"django.contrib.auth.hashers.{name}"
    for name in (
        "Argon2PasswordHasher",
        "PBKDF2PasswordHasher",  # what it hashed still logs in, and is hashed anew by the first then
    )
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in (
        ("UserAttributeSimilarityValidator", {}),
        ("MinimumLengthValidator", {"min_length": 12}),
        ("CommonPasswordValidator", {}),
        ("NumericPasswordValidator", {}),
    )
]

# --- the API of the public site ---------------------------------------------------------------------
# Neither library is among the installed apps: none of their models, templates, commands or translations is used.

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [],
    "UNAUTHENTICATED_USER": None,
    "DEFAULT_PARSER_CLASSES": [],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_CONTENT_NEGOTIATION_CLASS": "dara.public.api.negotiation.AlwaysJSON",
    "DEFAULT_SCHEMA_CLASS": "dara.public.api.schema.AnswersSchema",
    "URL_FORMAT_OVERRIDE": None,  # ?format= is a parameter like any other: unknown
    "COERCE_DECIMAL_TO_STRING": False,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "dara: the archive of the Los Angeles County District Attorney race",
    "VERSION": "1",
    "LICENSE": {"name": "MIT"},
    "SERVERS": [{"url": DARA_BASE_URL}],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [],  # choices stay where they are used: several fields are called “kind”
}

# --- history ----------------------------------------------------------------------------------------

PGHISTORY_MIDDLEWARE_METHODS = ("POST", "PUT", "PATCH", "DELETE")  # what only reads changes nothing

# --- security ---------------------------------------------------------------------------------------
# Nothing is loaded from elsewhere and nothing is inline, on the public pages and in the Django admin alike.

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "img-src": ["'self'"],
        "font-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "base-uri": ["'none'"],
        "frame-ancestors": ["'none'"],
    }
}
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
X_FRAME_OPTIONS = "DENY"
if DARA_BASE_URL.startswith("https://"):
    # behind the reverse proxy of deploy/, which ends TLS and sets this header itself
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 365 * 24 * 3600
    SESSION_COOKIE_SECURE = True
    CSRF_COOKIE_SECURE = True

SILENCED_SYSTEM_CHECKS = [
    "security.W005",  # names below the host's are not ours to bind to https
    "security.W008",  # the reverse proxy leads to https
    "security.W021",
    # no form of the public site changes anything; the origin of a passkey is the admin's own address (dara/admin/passkeys.py)
    "security.W003" if PUBLIC else "otp_webauthn.E030",
]

# --- static files -----------------------------------------------------------------------------------

STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "dara.public.stylesheet.StaticFiles",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
]
STATIC_ROOT = DARA_DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        # names that hold a digest of the content, with compressed copies beside them; needs collectstatic
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "whitenoise.storage.CompressedManifestStaticFilesStorage"
    },
}

# --- language and time ------------------------------------------------------------------------------

LANGUAGE_CODE = "en"
LANGUAGES = [("en", "English"), ("es", "Español")]
LOCALE_PATHS = [BASE_DIR / "locale"]
FORMAT_MODULE_PATH = "dara.public.formats"
USE_TZ = True
TIME_ZONE = "America/Los_Angeles"

# --- logging ----------------------------------------------------------------------------------------

LOGGING = logs.configuration(DARA_SITE, _one_of("DARA_LOG_FORMAT", logs.FORMATS, default=logs.default_format()))
