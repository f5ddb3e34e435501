"""What pages depend on besides the database: code, templates, translations, static files, packages, settings."""

import hashlib
from importlib.metadata import distributions

from django.conf import settings

CODE = ("dara/**/*.py", "templates/**/*.*", "locale/**/*.mo", "static/**/*.*")


def release() -> str:
    """Return a digest that differs where anything does that shapes pages, other than the rows of the database."""
    digest = hashlib.sha256(repr((settings.DARA_BASE_URL, settings.DARA_CONTACT, settings.LANGUAGES)).encode())
    digest.update(repr(sorted(f"{each.name} {each.version}" for each in distributions())).encode())
    paths = [path for pattern in CODE for path in settings.BASE_DIR.glob(pattern) if path.is_file()]
    for path in sorted(paths):
        digest.update(path.relative_to(settings.BASE_DIR).as_posix().encode() + path.read_bytes())
    return digest.hexdigest()
