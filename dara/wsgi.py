"""The application that granian serves, for either site (DARA_SITE)."""

import os
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from dara.local.child_processes import die_with_parent
from dara.local.secret_files import read_secret_files
from dara.local.secret_keys import weakness

if not os.environ.get("DARA_SITE"):  # the settings' default is for commands: it would serve the admin to everybody
    raise ImproperlyConfigured("DARA_SITE is not set: say which site this process serves, public or admin.")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "dara.settings")
# A serving process keeps connections open and shares them between its threads; commands and tests open their own.
os.environ.setdefault("DARA_POOL", "8")
read_secret_files()
die_with_parent()  # a worker whose granian is killed would keep the port

application: Any = get_wsgi_application()
if weak := weakness(settings.SECRET_KEY):  # commands sign nothing, and may have any
    raise ImproperlyConfigured(weak)
if os.environ["DARA_SITE"] == "public":
    from dara.public.serving import with_pages_kept  # needs Django to be set up

    application = with_pages_kept(application)
else:
    from dara.public.request_counts import RequestCounts, kinds, pool_in_use

    application = RequestCounts(application, kinds(), pool_in_use)
