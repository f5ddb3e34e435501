"""Settings of the public site with Django's own page cache in memory, and without the archive's page store: what `serving` compares with."""

from dara.settings import *  # noqa: F403
from dara.settings import MIDDLEWARE as _MIDDLEWARE

MIDDLEWARE = [
    "django.middleware.cache.UpdateCacheMiddleware",
    "bench.page_cache.Cacheable",
    *_MIDDLEWARE,
    "django.middleware.cache.FetchFromCacheMiddleware",
]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
CACHE_MIDDLEWARE_SECONDS = 3600


class Cacheable:
    """Takes away what the site says of caching to others, which may forbid Django's cache to keep a page."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        response = self.get_response(request)
        del response["Cache-Control"]
        return response
