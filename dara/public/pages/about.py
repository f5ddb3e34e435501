"""The page on how the archive works, and robots.txt."""

from django.conf import settings
from django.urls import reverse
from django.views.generic import TemplateView


class About(TemplateView):
    template_name = "site/about.html"

    def get_context_data(self, **kwargs):
        return super().get_context_data(contact=settings.DARA_CONTACT, **kwargs)


class Robots(TemplateView):
    template_name = "robots.txt"
    content_type = "text/plain; charset=utf-8"

    def get_context_data(self, **kwargs):
        return super().get_context_data(sitemap=f"{settings.DARA_BASE_URL}{reverse('sitemap')}", **kwargs)
