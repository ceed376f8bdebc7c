from django.conf.locale.fr.formats import *  # type: ignore[import-untyped]  # noqa: F403
