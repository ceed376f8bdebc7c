"""Rounds for the browser to answer, in the data folder of an app on this machine. Prints their links as JSON.

Run as `python -m tests.browser.open_rounds` with FILAO_DATA set; everything in it is simulated.
"""

from __future__ import annotations

import json

import django


def main() -> None:
    django.setup()
    from tests.collecting import publish
    from tests.every_question import every_question

    from filao.work import accounts, workspaces
    from filao.work.collection import rounds
    from filao.work.collection.rounds import Plan

    actor = accounts.local_actor()
    workspace = workspaces.find(actor, "mauritius")
    links = {}
    for name, more in {"offline": {}, "anonymous": {"anonymous": True}}.items():
        publish(workspace, every_question(name), form_id=name, title="Services against trafficking", **more)
        id = rounds.create(actor, workspace, name, Plan(name, "open", simulated=True, offline=True))
        links[name] = {"id": id, "token": rounds.link(actor, workspace, id)}
    print(json.dumps(links))


if __name__ == "__main__":
    main()
