"""The public pages: a queryset, a template."""
