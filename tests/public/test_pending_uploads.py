"""The public finds nothing of an upload that waits, on no page, list, feed, search or API; as soon as it is published, all of it."""

from dara.curation.uploads import publish
from tests import factories

WORDS = "whistled on the fifth of"
LISTS = (
    "/",
    "/sources/",
    "/api/v1/sources/",
    "/search/?q=tugboat",
    "/search/paragraphs/?q=tugboat",
    "/sitemap.xml",
    "/data/",
    "/corrections/",
)


def test_only_what_is_published_is_found(example_archive, as_public):
    upload = factories.upload(
        f"The tugboat {WORDS} May.\n", title="Tugboats of the harbor", visibility="full", kind="press release"
    )
    pages = (f"/sources/{upload.pk}/", f"/api/v1/sources/{upload.pk}/")
    with as_public() as public:
        assert [public.get(url).status_code for url in pages] == [404, 404]
        for url in LISTS:
            found = public.get(url)
            assert found.status_code == 200, url
            assert not [word for word in (upload.pk, upload.title, WORDS) if word in found.text], url
    publish(upload)
    with as_public() as public:
        assert [public.get(url).status_code for url in pages] == [200, 200]
        assert "Tugboats of the harbor" in public.get("/sources/").text
        assert WORDS in public.get("/search/paragraphs/?q=tugboat").text
