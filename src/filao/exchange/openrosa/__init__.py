"""What ODK Collect and its kin speak (docs.getodk.org, OpenRosa): lists, answers to a sending, settings, parts, audit logs."""

from filao.exchange.openrosa.audit import Visit, read_audit
from filao.exchange.openrosa.lists import Listed, Media, form_list, manifest, response, settings_code
from filao.exchange.openrosa.parts import BODY_LIMIT, Sending, read_sending

__all__ = [
    "BODY_LIMIT",
    "Listed",
    "Media",
    "Sending",
    "Visit",
    "form_list",
    "manifest",
    "read_audit",
    "read_sending",
    "response",
    "settings_code",
]
