"""{% load chain %}: whose words a statement is in, and through whom they came."""

from dara.public.presentation.attribution import register

__all__ = ["register"]
