"""Content negotiation: every answer is JSON."""

from rest_framework.negotiation import DefaultContentNegotiation


class AlwaysJSON(DefaultContentNegotiation):
    """Answers with JSON whatever a client accepts, instead of refusing, as a server may (RFC 9110 §12.4.1)."""

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type
