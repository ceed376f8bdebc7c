"""The pages of devices and of answers put aside."""

from __future__ import annotations

import pytest
from django.test import Client
from tests.collecting import answer, publish
from tests.web.pages import text_of

from filao.store.collection import CollectorRow, QuarantineRow, ResponseRow
from filao.store.people import Workspace
from filao.work.collection.ingest import take

pytestmark = pytest.mark.database

DEVICES, ASIDE = "/mauritius/fieldwork/devices", "/mauritius/fieldwork/aside"


def test_a_device_is_made_listed_and_taken_back(person: Client, workspace: Workspace) -> None:
    version = publish(workspace)
    person.post(DEVICES, {"label": "Tablet 3", "forms": [version.instrument_id], "expires_on": "2099-01-01"})

    page = text_of(person.get(DEVICES))
    assert "1 device may fetch forms" in page
    assert "Tablet 3 Visit" in page
    person.post(DEVICES, {"revoke": CollectorRow.objects.get().id})
    assert "No device may send answers" in text_of(person.get(DEVICES))


@pytest.mark.parametrize(
    ("entered", "said"),
    [
        ({"label": " "}, "This field is required"),
        ({"label": "Tablet", "expires_on": "2020-01-01"}, "has passed already"),
        ({"label": "Tablet", "forms": ["x"]}, "not one of the available choices"),
    ],
)
def test_a_device_that_cannot_be_made_says_why(
    person: Client, workspace: Workspace, entered: dict[str, object], said: str
) -> None:
    publish(workspace)

    page = person.post(DEVICES, entered)

    assert (page.status_code, said in text_of(page)) == (422, True)
    assert CollectorRow.objects.count() == 0


def test_answers_put_aside_are_tried_again_taken_instead_or_discarded(person: Client, workspace: Workspace) -> None:
    take(workspace, answer(1).xml, {}, channel="collect")
    assert "1 answer was put aside" in text_of(person.get(DEVICES))
    person.post(ASIDE, {"act": "try", "id": QuarantineRow.objects.get().id})
    assert "still cannot be taken" in text_of(person.get(ASIDE))

    publish(workspace)
    person.post(ASIDE, {"act": "try", "id": QuarantineRow.objects.get().id})
    assert ResponseRow.objects.count() == 1

    take(workspace, answer(1, sector="labour").xml, {}, channel="collect")
    assert "differs from an answer of the same id" in text_of(person.get(ASIDE))
    person.post(ASIDE, {"act": "instead", "id": QuarantineRow.objects.get().id, "reason": "Corrected"})
    assert ResponseRow.objects.get(current=True).closed == {"/data/sector": "labour"}

    take(workspace, b"broken", {}, channel="collect")
    person.post(ASIDE, {"act": "discard", "id": QuarantineRow.objects.get().id, "reason": "A test"})
    assert "No answer waits for a decision" in text_of(person.get(ASIDE))
