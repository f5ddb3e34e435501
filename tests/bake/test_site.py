"""The public site, asked in the process that bakes."""

from unittest.mock import patch

import pytest

from dara.bake import BakeError, site


def test_that_static_files_are_not_there_is_said_before_anything_is_rendered():
    missing = ValueError("Missing staticfiles manifest entry for 'favicon.svg'")
    with patch.object(site, "static", side_effect=missing), pytest.raises(BakeError, match="collectstatic"):
        site.Site()
