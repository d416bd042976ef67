"""The one settings module, for every place the site runs in.

What differs between places comes from environment variables, read by ``cms.env`` and listed in ``.env.example``.
Defaults are production's: debugging is off, and a missing secret stops the start.
"""

from __future__ import annotations

import mimetypes
from pathlib import Path

import dj_database_url

from cms import env
from cms.content_policy import admin_directives, public_directives

BASE_DIR = Path(__file__).resolve().parent.parent

# ------------------------------------------------------------------ the site and its address
SECRET_KEY = env.text("SECRET_KEY")
SECRET_KEY_FALLBACKS = env.words("SECRET_KEY_FALLBACKS")
DEBUG = env.boolean("DEBUG")
SITE_URL = env.url("SITE_URL", "http://127.0.0.1:8000")
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", ["127.0.0.1", "localhost", "[::1]"])
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
IS_HTTPS = SITE_URL.startswith("https://")
# How many proxies of ours stand in front: only that many entries at the end of X-Forwarded-For are believed.
TRUSTED_PROXY_COUNT = env.integer("TRUSTED_PROXY_COUNT", 0, minimum=0)
VAR_DIR = env.path("VAR_DIR", BASE_DIR / "var")

WAGTAIL_SITE_NAME = "Social work films"
WAGTAILADMIN_BASE_URL = SITE_URL

# ------------------------------------------------------------------ what is installed
INSTALLED_APPS = [
    "home",
    "films",
    "comments",
    "accounts",
    "cms",
    "wagtail.contrib.forms",
    "wagtail.contrib.frontend_cache",
    "wagtail.contrib.redirects",
    "wagtail.contrib.routable_page",
    "wagtail.contrib.settings",
    "wagtail.contrib.sitemaps",
    "wagtail.embeds",
    "wagtail.sites",
    "wagtail.users",
    "wagtail.snippets",
    "wagtail.documents",
    "wagtail.images",
    "wagtail.search",
    "wagtail.admin",
    "wagtail",
    "modelcluster",
    "taggit",
    "django_filters",
    "allauth",
    "allauth.account",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.facebook",
    "allauth.socialaccount.providers.google",
    "allauth.socialaccount.providers.twitter_oauth2",
    "accounts.providers.wordpress",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.sessions",
    "django.contrib.sitemaps",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    "cms.middleware.RequestIdMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "cms.middleware.SecurityHeadersMiddleware",
    "csp.middleware.CSPMiddleware",
    "cms.middleware.AdminPolicyMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "cms.middleware.CacheHeadersMiddleware",
    "cms.middleware.CompressionMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
    "cms.admin_ids.AdminIdsMiddleware",
    "films.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "cms.urls"
WSGI_APPLICATION = "cms.wsgi.application"
ASGI_APPLICATION = "cms.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "cms.context_processors.site",
            ],
        },
    },
]

# ------------------------------------------------------------------ data
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{VAR_DIR / 'site.sqlite3'}"),
        conn_max_age=env.integer("DATABASE_CONN_MAX_AGE", 60, minimum=0),
        conn_health_checks=True,
    )
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # Readers never wait for a writer (WAL), a writer takes its lock at once instead of failing half-way
    # (IMMEDIATE), and a second writer queues up to 20 s rather than saying "database is locked".
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_NUMBER_FIELDS = 10_000  # a film with many chapters and credits is one form
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024

REDIS_URL = env.text("REDIS_URL", "")
if REDIS_URL:
    CACHES = {
        "default": {
            "BACKEND": "django_redis.cache.RedisCache",
            "LOCATION": REDIS_URL,
            # The cache is a help, not a need: pages still come when Redis is gone.
            "OPTIONS": {"IGNORE_EXCEPTIONS": True, "SOCKET_CONNECT_TIMEOUT": 2, "SOCKET_TIMEOUT": 2},
        }
    }
else:
    # Counters (rate limits) must be shared by all web processes, so the default is a table, not process memory.
    CACHES = {
        "default": {
            "BACKEND": "django.core.cache.backends.db.DatabaseCache",
            "LOCATION": "cms_cache",
            # Django's own limit of 300 would let a flood of senders push the counters of the others out.
            "OPTIONS": {"MAX_ENTRIES": 100_000},
        }
    }

# Wagtail's own small jobs (index, references) run at once; ours wait in the database for a worker.
TASKS = {
    "default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"},
    "background": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": []},
}
# What the worker does by the clock: functions marked with cms.periodic.periodic.
PERIODIC_JOBS = [
    "cms.jobs.publish_scheduled",
    "cms.jobs.forget_finished_tasks",
    "cms.jobs.forget_old_sessions",
    "films.jobs.reap_stalled_steps",
    "films.jobs.clear_uploads",
    "films.jobs.finish_withdrawals",
    "films.jobs.look_after_consents",
    "films.jobs.forget_withdrawn_masters",
    "comments.jobs.send_missed_mail",
    "comments.jobs.forget_what_is_due",
    "home.jobs.forget_old_enquiries",
]

# ------------------------------------------------------------------ people
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["django.contrib.auth.backends.ModelBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "wagtailadmin_login"
LOGIN_REDIRECT_URL = "/"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
SESSION_ENGINE = "django.contrib.sessions.backends.db"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"

WAGTAILADMIN_USER_LOGIN_FORM = "accounts.forms.TeamSignInForm"
WAGTAILADMIN_USER_PASSWORD_RESET_FORM = "accounts.forms.TeamPasswordResetForm"  # noqa: S105, a dotted path

# Readers may sign in with another service, and with nothing else. A service without both keys is not offered.
SOCIALACCOUNT_ONLY = True
SOCIALACCOUNT_ADAPTER = "accounts.adapters.SocialAdapter"
ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_EMAIL_VERIFICATION = SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_EMAIL_REQUIRED = False
SOCIALACCOUNT_EMAIL_AUTHENTICATION = False
SOCIALACCOUNT_LOGIN_ON_GET = False
SOCIALACCOUNT_STORE_TOKENS = False
SOCIALACCOUNT_REQUESTS_TIMEOUT = 5  # seconds
WORDPRESS_HOST = env.url("WORDPRESS_HOST", "https://public-api.wordpress.com")
SOCIALACCOUNT_PROVIDERS = {
    "wordpress": {
        "KEYS": {"client_id": env.text("WORDPRESS_CLIENT_ID", ""), "secret": env.text("WORDPRESS_CLIENT_SECRET", "")},
        "SCOPE": ["auth"],
    },
    "google": {
        "KEYS": {"client_id": env.text("GOOGLE_CLIENT_ID", ""), "secret": env.text("GOOGLE_CLIENT_SECRET", "")},
        "SCOPE": ["profile", "email"],
        "AUTH_PARAMS": {"access_type": "online"},
        "OAUTH_PKCE_ENABLED": True,
    },
    "twitter_oauth2": {
        "KEYS": {"client_id": env.text("X_CLIENT_ID", ""), "secret": env.text("X_CLIENT_SECRET", "")},
        # X lets nobody read a profile, not even somebody's own, without tweet.read; no post is ever asked for.
        "SCOPE": ["users.read", "tweet.read"],
        "FIELDS": ["id", "name", "username"],
    },
    "facebook": {
        "KEYS": {"client_id": env.text("FACEBOOK_CLIENT_ID", ""), "secret": env.text("FACEBOOK_CLIENT_SECRET", "")},
        # Facebook does not say whether an e-mail is verified, so it is not asked for one.
        "SCOPE": ["public_profile"],
        "FIELDS": ["id", "name"],
    },
}

# ------------------------------------------------------------------ language and time
LANGUAGE_CODE = "en-gb"
LANGUAGES = [("en-gb", "English"), ("cy", "Cymraeg")]
WAGTAIL_CONTENT_LANGUAGES = LANGUAGES
TIME_ZONE = "Europe/London"
USE_I18N = True
USE_TZ = True
FORMAT_MODULE_PATH = ["cms.formats"]  # months in full, in lists of the admin too
WAGTAIL_USER_TIME_ZONES = ["Europe/London"]

# ------------------------------------------------------------------ files
# Both storages must agree on the types of streaming files, and the machine's own table may not know them.
for suffix, media_type in {
    ".vtt": "text/vtt",
    ".m3u8": "application/vnd.apple.mpegurl",
    ".m4s": "video/iso.segment",
    ".m4a": "audio/mp4",
    ".mp4": "video/mp4",
    ".webp": "image/webp",
    ".avif": "image/avif",
    ".woff2": "font/woff2",
    ".webmanifest": "application/manifest+json",
}.items():
    mimetypes.add_type(media_type, suffix)

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", BASE_DIR / "static-collected")
MEDIA_DIR = env.path("MEDIA_DIR", BASE_DIR / "media")
MEDIA_ROOT = MEDIA_DIR / "public"
MEDIA_URL = "/media/"
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_TEMP_DIR = env.text("FILE_UPLOAD_TEMP_DIR", "") or None

S3_BUCKET = env.text("S3_BUCKET", "")
if S3_BUCKET:
    _s3 = {
        "endpoint_url": env.url("S3_ENDPOINT_URL") or None,
        "region_name": env.text("S3_REGION", "eu-west-2"),
        "access_key": env.text("S3_ACCESS_KEY_ID", "") or None,
        "secret_key": env.text("S3_SECRET_ACCESS_KEY", "") or None,
        "signature_version": "s3v4",
        "addressing_style": env.text("S3_ADDRESSING_STYLE", "auto"),
        "default_acl": None,
        "file_overwrite": False,
    }
    _public = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {
            **_s3,
            "bucket_name": S3_BUCKET,
            "querystring_auth": False,
            "custom_domain": env.text("S3_PUBLIC_HOST", "") or None,
        },
    }
    _private = {
        "BACKEND": "storages.backends.s3.S3Storage",
        "OPTIONS": {**_s3, "bucket_name": env.text("S3_PRIVATE_BUCKET"), "querystring_expire": 600},
    }
else:
    _public = {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    _private = {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        # No address: nothing in here is ever served.
        "OPTIONS": {"location": MEDIA_DIR / "private", "base_url": None},
    }
STORAGES = {
    "default": _public,
    "private": _private,
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = True
# Other sites have no business reading ours, as Cross-Origin-Resource-Policy says too.
WHITENOISE_ALLOW_ALL_ORIGINS = False

# ------------------------------------------------------------------ Wagtail
WAGTAILIMAGES_IMAGE_MODEL = "cms.Picture"
WAGTAILIMAGES_MAX_UPLOAD_SIZE = 15 * 1024 * 1024
WAGTAILIMAGES_EXTENSIONS = ["avif", "jpg", "jpeg", "png", "webp"]
WAGTAILIMAGES_MAX_IMAGE_PIXELS = 64_000_000
WAGTAILDOCS_EXTENSIONS = ["csv", "docx", "odt", "pdf", "pptx", "rtf", "txt", "xlsx", "zip"]
WAGTAILDOCS_MAX_UPLOAD_SIZE = 20 * 1024 * 1024
WAGTAILDOCS_SERVE_METHOD = "serve_view"
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        # Without it PostgreSQL would follow the server's locale.
        "SEARCH_CONFIG": "english",
    }
}
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # no request to another host
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = True
WAGTAILEMBEDS_FINDERS = []  # films live here; nothing is embedded from elsewhere
WAGTAILADMIN_RICH_TEXT_EDITORS = {
    "default": {
        "WIDGET": "wagtail.admin.rich_text.DraftailRichTextArea",
        "OPTIONS": {"features": ["h2", "h3", "bold", "italic", "ol", "ul", "link", "document-link", "blockquote"]},
    },
}

# ------------------------------------------------------------------ safety
X_FRAME_OPTIONS = "DENY"  # Wagtail lets the admin frame its previews, and only those, by itself
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
SECURE_SSL_REDIRECT = IS_HTTPS and env.boolean("SECURE_SSL_REDIRECT", True)
SECURE_HSTS_SECONDS = env.integer("SECURE_HSTS_SECONDS", 31_536_000, minimum=0) if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS and env.boolean("SECURE_HSTS_INCLUDE_SUBDOMAINS", True)
SECURE_HSTS_PRELOAD = IS_HTTPS and env.boolean("SECURE_HSTS_PRELOAD", True)
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
if TRUSTED_PROXY_COUNT:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")

_media_origins = [origin] if (origin := env.url("S3_PUBLIC_ORIGIN")) else []
CONTENT_SECURITY_POLICY = {"DIRECTIVES": public_directives(_media_origins)}
CONTENT_SECURITY_POLICY_ADMIN = admin_directives(_media_origins)

# ------------------------------------------------------------------ comments
# The checks every comment passes, in order: dotted path and options. Crisis language comes first, always.
COMMENTS_CHECKS: list[tuple[str, dict[str, object]]] = [
    ("comments.screening.checks.crisis_language.CrisisLanguage", {}),
    ("comments.screening.checks.under_age.UnderAge", {}),
    ("comments.screening.checks.personal_data.PersonalData", {}),
    ("comments.screening.checks.legal_risk.LegalRisk", {}),
    ("comments.screening.checks.abuse.Abuse", {}),
    ("comments.screening.checks.honeypot.Honeypot", {}),
    ("comments.screening.checks.stamp.Stamp", {}),
    ("comments.screening.checks.rate_limit.RateLimit", {}),
    ("comments.screening.checks.links.Links", {}),
    ("comments.screening.checks.repetition.Repetition", {}),
    ("comments.screening.checks.phrases.Phrases", {}),
    ("comments.screening.checks.mixed_alphabets.MixedAlphabets", {}),
    ("comments.screening.checks.unicode_tricks.UnicodeTricks", {}),
]
COMMENTS_KEY = env.text("COMMENTS_KEY", SECRET_KEY)  # keys the hashes of senders; a new one makes old hashes unlinkable

# ------------------------------------------------------------------ messages from readers
ENQUIRY_KEEP_DAYS = env.integer("ENQUIRY_KEEP_DAYS", 365, minimum=1)  # after the answer

# ------------------------------------------------------------------ films
FILM_MAX_UPLOAD_BYTES = env.integer("FILM_MAX_UPLOAD_MB", 4096, minimum=1) * 1024 * 1024
FILM_UPLOAD_QUOTA_BYTES = env.integer("FILM_UPLOAD_QUOTA_MB", 12_288, minimum=1) * 1024 * 1024
FILM_UPLOAD_KEEP_HOURS = env.integer("FILM_UPLOAD_KEEP_HOURS", 72, minimum=1)
FILM_DISK_RESERVE_BYTES = env.integer("FILM_DISK_RESERVE_MB", 1024, minimum=0) * 1024 * 1024
FILM_MAX_DURATION_MS = env.integer("FILM_MAX_MINUTES", 240, minimum=1) * 60_000
FILM_ENCODER_THREADS = env.integer("FILM_ENCODER_THREADS", 2, minimum=1)
FILM_WORKER_DEAD_AFTER_SECONDS = env.integer("FILM_WORKER_DEAD_AFTER_SECONDS", 30, minimum=2)
FILM_TRY_AGAIN_AFTER_SECONDS = env.integer("FILM_TRY_AGAIN_AFTER_SECONDS", 30, minimum=1)
FILM_WORK_DIR = env.path("FILM_WORK_DIR", VAR_DIR / "work")
# How long a withdrawn film can still be restored: after that its master is deleted.
FILM_WITHDRAWN_KEEP_DAYS = env.integer("FILM_WITHDRAWN_KEEP_DAYS", 30, minimum=1)
CONSENT_FORM_MAX_BYTES = env.integer("CONSENT_FORM_MAX_MB", 10, minimum=1) * 1024 * 1024

# ------------------------------------------------------------------ caches in front of the site
# A content delivery network that forgets addresses when it is asked to, and a cache of our own that takes PURGE.
CDN_PURGE_URL = env.url("CDN_PURGE_URL")
CDN_PURGE_TOKEN = env.text("CDN_PURGE_TOKEN", "")
FRONTEND_CACHE_URL = env.url("FRONTEND_CACHE_URL")
if FRONTEND_CACHE_URL:
    WAGTAILFRONTENDCACHE = {
        "default": {
            "BACKEND": "wagtail.contrib.frontend_cache.backends.HTTPBackend",
            "LOCATION": FRONTEND_CACHE_URL,
        }
    }

# ------------------------------------------------------------------ mail
EMAIL_BACKEND = env.text("EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend")
EMAIL_FILE_PATH = VAR_DIR / "mail"
EMAIL_HOST = env.text("EMAIL_HOST", "localhost")
EMAIL_PORT = env.integer("EMAIL_PORT", 25, minimum=1)
EMAIL_HOST_USER = env.text("EMAIL_HOST_USER", "")
EMAIL_HOST_PASSWORD = env.text("EMAIL_HOST_PASSWORD", "")
EMAIL_USE_TLS = env.boolean("EMAIL_USE_TLS")
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("DEFAULT_FROM_EMAIL", "films@localhost")
SERVER_EMAIL = DEFAULT_FROM_EMAIL

# ------------------------------------------------------------------ logs: ids and kinds, never a reader's words
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"request_id": {"()": "cms.middleware.RequestIdFilter"}},
    "formatters": {
        "line": {"format": "%(asctime)s %(levelname)s %(name)s [%(request_id)s] %(message)s"},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["request_id"]},
    },
    "root": {"handlers": ["stderr"], "level": env.text("LOG_LEVEL", "INFO")},
    # Wagtail runs a task for each row it indexes; only trouble is worth a line.
    "loggers": {"django_tasks": {"level": "WARNING"}, "wagtail": {"level": "WARNING"}},
}
