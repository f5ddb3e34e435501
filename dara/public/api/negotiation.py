"""In which form answers are given: one."""

from rest_framework.negotiation import BaseContentNegotiation


class OneForm(BaseContentNegotiation):
    """Whoever asks for another form gets JSON, not a refusal; a server may do so (RFC 9110 §12.4.1)."""

    def select_parser(self, request, parsers):
        return None  # nothing is sent to a read-only API

    def select_renderer(self, request, renderers, format_suffix=None):
        return renderers[0], renderers[0].media_type
