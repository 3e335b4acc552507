"""All settings, from the environment. Secrets have no default outside the demo (REMBUK_DEMO=1)."""

from __future__ import annotations

import os
from pathlib import Path

from rembuk.site import environment as env

DEMO = env.flag("REMBUK_DEMO")
DEBUG = env.flag("REMBUK_DEBUG")
VAR = Path(os.environ.get("REMBUK_VAR", "var")).resolve()
SECRET_KEY = env.secret("REMBUK_SECRET_KEY", demo=DEMO)
REMBUK_FIELD_KEYS = env.field_keys("REMBUK_FIELD_KEYS", demo=DEMO)
REMBUK_HASH_KEY = env.secret("REMBUK_HASH_KEY", demo=DEMO)
REMBUK_AREA = os.environ.get("REMBUK_AREA", "16.06")
"""Kemendagri code of the kabupaten or kota this installation serves."""
REMBUK_OVERRIDES = env.overrides("REMBUK_OVERRIDES", VAR, demo=DEMO)
"""The district's own dated rule values (YAML; see `rembuk reference check --overrides`)."""
ALLOWED_HOSTS = env.words("REMBUK_HOSTS", "localhost 127.0.0.1 [::1]")
CSRF_TRUSTED_ORIGINS = env.words("REMBUK_ORIGINS", "")
SECURE = env.flag("REMBUK_HTTPS")

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "rembuk.site.apps.SiteConfig",
    "rembuk.office.places.apps.PlacesConfig",
    "rembuk.office.access.apps.AccessConfig",
    "rembuk.office.seats.apps.SeatsConfig",
    "rembuk.office.documents.apps.DocumentsConfig",
    "rembuk.office.jobs.apps.JobsConfig",
    "rembuk.office.intake.apps.IntakeConfig",
    "rembuk.office.people.apps.PeopleConfig",
    "rembuk.office.ledger.apps.LedgerConfig",
    "rembuk.office.posyandu.apps.PosyanduConfig",
    "rembuk.office.lists.apps.ListsConfig",
    "rembuk.office.linking.apps.LinkingConfig",
    "rembuk.office.families.apps.FamiliesConfig",
    "rembuk.office.accompaniment.apps.AccompanimentConfig",
    "rembuk.office.audits.apps.AuditsConfig",
    "rembuk.office.convergence.apps.ConvergenceConfig",
    "rembuk.office.programmes.apps.ProgrammesConfig",
    "rembuk.office.insight.apps.InsightConfig",
    "rembuk.office.publication.apps.PublicationConfig",
    "rembuk.office.review.apps.ReviewConfig",
    "rembuk.office.forums.apps.ForumsConfig",
    "rembuk.office.oversight.apps.OversightConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "rembuk.site.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "rembuk.office.access.middleware.PolicyMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "rembuk.site.urls"
WSGI_APPLICATION = "rembuk.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [Path(__file__).parent / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "rembuk.site.context.frame",
            ],
            "builtins": ["rembuk.site.templatetags.rembuk"],
        },
    }
]

DATABASES = {"default": env.database(os.environ.get("DATABASE_URL", ""), VAR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "access.Account"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"username"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "password1*", "password2*"]
ACCOUNT_ADAPTER = "rembuk.office.access.adapter.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_RATE_LIMITS = {"login_failed": False}  # django-axes counts failures
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_TOTP_ISSUER = "Rembuk"
MFA_PASSKEY_LOGIN_ENABLED = True  # a key with its own PIN or finger is both factors at once
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "account/locked.html"
AXES_RESET_ON_SUCCESS = True
AXES_VERBOSE = False
AXES_SENSITIVE_PARAMETERS = ["username", "login", "password"]

LANGUAGE_CODE = "id"
LANGUAGES = [("id", "Bahasa Indonesia"), ("en", "English")]
LOCALE_PATHS = [Path(__file__).parent / "locale"]
TIME_ZONE = os.environ.get("REMBUK_TIME_ZONE", "Asia/Jakarta")
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False

STATIC_URL = "/static/"
STATICFILES_DIRS = [Path(__file__).parent / "static"]
STATIC_ROOT = VAR / "static"
WHITENOISE_MAX_AGE = 3600
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG or env.flag("REMBUK_TEST")
        else "rembuk.site.static_storage.GzipManifestStorage"
    },
}
MEDIA_ROOT = VAR / "media"
REMBUK_RAW_FILES = VAR / "raw"
REMBUK_STAGING = VAR / "staging"
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
REMBUK_UPLOAD_LIMIT = 120 * 1024 * 1024

TASKS = {
    "default": {
        "BACKEND": "django_tasks.backends.immediate.ImmediateBackend"
        if env.flag("REMBUK_TEST")
        else "django_tasks_db.DatabaseBackend"
    }
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'none'"],
        "script-src": ["'self'"],
        "style-src": ["'self'"],
        "font-src": ["'self'"],
        "img-src": ["'self'"],
        "connect-src": ["'self'"],
        "form-action": ["'self'"],
        "frame-ancestors": ["'none'"],
        "base-uri": ["'none'"],
        "manifest-src": ["'self'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE
SECURE_SSL_REDIRECT = SECURE
SECURE_HSTS_SECONDS = 31536000 if SECURE else 0
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if env.flag("REMBUK_BEHIND_PROXY") else None
)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "rembuk.site.logs.Discreet",
            "format": "{asctime} {levelname} {name} {message}",
            "style": "{",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": os.environ.get("REMBUK_LOG", "WARNING")},
    # a refused or missing page is an answer, not a fault of the server: no line, no traceback
    "loggers": {"django.request": {"level": "ERROR"}},
}
