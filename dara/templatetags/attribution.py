"""{% load attribution %}: the attribution of statements as template filters."""

from django import template

from dara.public.presentation import attribution

register = template.Library()

register.filter("statement_name", attribution.statement_name)
register.filter("whose_words", attribution.whose_words)
register.filter("attribution", attribution.attribution)
register.filter("reported_in", attribution.reported_in)
register.filter("chain", attribution.chain)
