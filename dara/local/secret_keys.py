"""What a secret key must not be: sessions and links to reset a password are signed with it."""

SHORTEST = 32  # characters
EXAMPLES = ("change-me", "changeme", "django-insecure", "secret")


def weakness(key: str) -> str | None:
    """A sentence that says why the key could be guessed; None if it could not."""
    if key.lower().startswith(EXAMPLES):
        fault = "an example"
    elif len(key) < SHORTEST or len(set(key)) < 10:
        fault = "too weak"
    else:
        return None
    return (
        f"DARA_SECRET_KEY is {fault}: a key is at least {SHORTEST} random characters; "
        'python -c "import secrets; print(secrets.token_urlsafe(48))" makes one.'
    )
