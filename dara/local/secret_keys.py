"""What a secret key must not be: sessions and links to reset a password are signed with it."""

SHORTEST = 32  # characters
SHORTEST_PASSWORD = 8  # of a role of the database: programs alone use it, and only who reaches the server can try
EXAMPLES = ("change-me", "changeme", "django-insecure", "secret")


def weakness(key: str, name: str = "DARA_SECRET_KEY") -> str | None:
    """A sentence that says why the key could be guessed; None if it could not."""
    if key.lower().startswith(EXAMPLES):
        fault = "an example"
    elif len(key) < SHORTEST or len(set(key)) < 10:
        fault = "too weak"
    else:
        return None
    return (
        f"{name} is {fault}: a key is at least {SHORTEST} random characters; "
        'python -c "import secrets; print(secrets.token_urlsafe(48))" makes one.'
    )


def weak_password(name: str, password: str) -> str | None:
    """A sentence that says why the password of a role of the database, which `name` has, could be guessed; None if it could not, or if there is none."""
    if password.lower().startswith(EXAMPLES):
        fault = "an example"
    elif 0 < len(password) < SHORTEST_PASSWORD:
        fault = "too weak"
    else:
        return None
    return f"The password in {name} is {fault}: give the database's roles random ones of at least {SHORTEST_PASSWORD} letters and digits."
