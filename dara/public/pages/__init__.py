"""The public pages: views, most of them a queryset and a template."""
