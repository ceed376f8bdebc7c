from django.apps import AppConfig
from django.conf.locale import LANG_INFO
from django.utils import translation
from django.utils.translation import trans_real

LANG_INFO.setdefault("mfe", {"bidi": False, "code": "mfe", "name": "Kreol Morisien", "name_local": "Kreol Morisien"})


class WebConfig(AppConfig):
    name = "filao.web"
    label = "web"

    def ready(self) -> None:
        """Kreol falls back to French before English, also in Django's own words."""
        from filao.web import accounts  # noqa: F401  its receivers of signals

        with translation.override("mfe"):
            trans_real.translation("mfe")._fallback = trans_real.translation("fr")  # type: ignore[attr-defined]
