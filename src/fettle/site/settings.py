"""Django's settings, computed from `config`; nothing here is changed by hand on an installation."""

from pathlib import Path
from urllib.parse import urlsplit

from django.utils.translation import gettext_lazy as _

from fettle.site import databases, logs
from fettle.site.config import config, secret_key

CONFIG = config()
PACKAGE = Path(__file__).parents[1]

DEBUG = CONFIG.debug
SECRET_KEY = secret_key(CONFIG)
ALLOWED_HOSTS = [
    *CONFIG.allowed_hosts,
    urlsplit(CONFIG.address).hostname,
    CONFIG.host,
    "localhost",
    "127.0.0.1",
    "[::1]",
]

ROOMS = [
    "fettle.kernel.jobs",
    "fettle.kernel.clock",
    "fettle.kernel.orgs",
    "fettle.kernel.records",
    "fettle.kernel.access",
    "fettle.kernel.history",
    "fettle.kernel.settings",
    "fettle.facilities.discussion",
    "fettle.facilities.links",
    "fettle.facilities.tags",
    "fettle.facilities.cycles",
    "fettle.facilities.documents",
    "fettle.facilities.approvals",
    "fettle.facilities.tasks",
    "fettle.facilities.relationships",
    "fettle.facilities.risks",
    "fettle.facilities.search",
    "fettle.edges.pages",
    "fettle.edges.rest",
    "fettle.edges.transfer",
    "fettle.edges.notify",
    "fettle.edges.mail",
    "fettle.edges.operations",
    "fettle.edges.papers",
    "fettle.edges.duties",
    "fettle.edges.decisions",
    "fettle.edges.steps",
    "fettle.edges.relationships",
    "fettle.processes.customers",
    "fettle.processes.suppliers",
    "fettle.processes.reviews",
    "fettle.edges.risks",
    "fettle.edges.tags",
    "fettle.processes.services",
    "fettle.processes.levels",
    "fettle.processes.configuration",
    "fettle.processes.money",
    "fettle.processes.announcements",
    "fettle.processes.incidents",
    "fettle.processes.knowledge",
    "fettle.processes.problems",
    "fettle.processes.surveys",
    "fettle.processes.reporting",
    "fettle.portal",
    "fettle.administration",
    "fettle.governance",
    "fettle.governance.documents",
]

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.auth",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.postgres",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django_htmx",
    "csp",
    "procrastinate.contrib.django",
    *ROOMS,
    "fettle.site",
]

MIDDLEWARE = [
    "fettle.site.middleware.request_id",
    "fettle.site.middleware.legible",
    "fettle.site.middleware.settled",
    "fettle.site.middleware.walled",
    "fettle.edges.rest.middleware.explained",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "fettle.site.middleware.Packed",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "fettle.site.measured.measured",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "fettle.site.reader.reader",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "fettle.edges.pages.errors.Explained",
]

PUBLIC_ADDRESS = CONFIG.address  # where links in mails lead
ROOT_URLCONF = "fettle.site.urls"
WSGI_APPLICATION = "fettle.site.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "fettle.edges.pages.page.framed",
            ],
        },
    }
]

DATABASES = {"default": databases.connection(databases.address(CONFIG))}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PROCRASTINATE_AUTODISCOVER_MODULE_NAME = None

AUTH_USER_MODEL = "orgs.Person"
AUTHENTICATION_BACKENDS = ["fettle.kernel.orgs.signing.password.Backend"]
LOGIN_URL = "/sign-in/"
LOGIN_REDIRECT_URL = "/"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# A cookie named __Host- is bound to this host, to https and to the whole site; browsers refuse it over plain http.
COOKIE_PREFIX = "__Host-" if CONFIG.secure else "fettle-"
SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_SERIALIZER = "django.contrib.sessions.serializers.JSONSerializer"
SESSION_COOKIE_NAME = f"{COOKIE_PREFIX}session"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = CONFIG.secure
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_NAME = f"{COOKIE_PREFIX}csrf"
CSRF_TRUSTED_ORIGINS = [CONFIG.base_url] if CONFIG.base_url else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if CONFIG.secure else None
SECURE_HSTS_SECONDS = 31_536_000 if CONFIG.secure else 0
CSRF_FAILURE_VIEW = "fettle.edges.pages.errors.refused"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

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
        "frame-src": ["'self'"],
        "object-src": ["'none'"],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("de", _("German"))]
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True  # straight from the package: there is nothing to collect
WHITENOISE_AUTOREFRESH = False
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+-[0-9A-Z]{8}\.[a-z0-9]+$"  # the build puts a hash into every name
MEDIA_ROOT = CONFIG.data / "files"
MAIL_DROP = CONFIG.data / "mail"

EMAIL_HOST, EMAIL_PORT = CONFIG.mail_host, CONFIG.mail_port
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = CONFIG.mail_user, CONFIG.mail_password
EMAIL_USE_TLS, EMAIL_USE_SSL = CONFIG.mail_tls == "starttls", CONFIG.mail_tls == "tls"
DEFAULT_FROM_EMAIL = CONFIG.mail_from or f"fettle@{urlsplit(CONFIG.address).hostname}"

LOGGING_CONFIG = None
logs.configure(plain=DEBUG)
