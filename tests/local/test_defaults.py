"""What is kept in the data folder is made once."""

from pathlib import Path

from dara.local import defaults


def test_a_kept_secret_is_made_once(tmp_path: Path) -> None:
    first = defaults.kept_secret(tmp_path / "secret", 48)
    assert len(first) >= 48
    assert defaults.kept_secret(tmp_path / "secret", 48) == first
    assert [path.name for path in tmp_path.iterdir()] == ["secret"]
