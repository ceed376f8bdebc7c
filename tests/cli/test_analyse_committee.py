"""`filao analyse committee`: what it prints, what it gives as JSON, and how it refuses."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from filao.cli import main
from filao.cli.analyse.committee import _gap
from filao.cli.registers import load
from filao.core.committee import Level
from filao.core.register import Register
from filao.exchange import sheets

MAURITIUS = Path(__file__).parents[2] / "examples" / "mauritius"


def run(*arguments: str, source: Path = MAURITIUS) -> Result:
    return CliRunner().invoke(main, ["analyse", "committee", str(source), *arguments], catch_exceptions=False)


@pytest.fixture(scope="module")
def found() -> dict[str, Any]:
    result = run("--json")
    assert result.exit_code == 0
    answer: dict[str, Any] = json.loads(result.stdout)
    return answer


def test_the_json_holds_every_part_of_the_analysis(found: dict[str, Any]) -> None:
    assert set(found) == {
        "group", "data_date", "seats", "seats_asked", "rules_set_aside", "status", "levels", "coverage", "members",
        "observers", "rules", "open_points", "clashes", "greedy", "curve", "curve_without_rules", "prices",
        "nobody_covers", "representation", "candidates", "excluded", "conventions",
    }  # fmt: skip
    assert (found["group"], found["seats"], found["seats_asked"], found["status"]) == ("TWG", 22, False, "optimal")
    assert [level["code"] for level in found["levels"]] == ["coverage", "reach", "seats", "women", "key"]
    assert all(level["proved"] and level["gap"] == 0 for level in found["levels"])


def test_each_member_comes_with_its_reasons(found: dict[str, Any]) -> None:
    members = {member["organisation_id"]: member for member in found["members"]}

    assert members["PMO"]["mandate_text"].startswith("Lead authority")
    assert members["SHHH"]["new"] == ["protection:girls", "reintegration:girls"]
    assert members["SHHH"]["if_barred"] == {
        "loss": 2, "joins": ["GL"], "leaves": [], "only_for": [], "proved": True,
    }  # fmt: skip
    assert members["UOM"]["if_barred"]["only_for"] == ["sector:academia"]
    assert "CEDEM" in members["CTSP"]["same_coverage"]


def test_rules_without_data_are_unknown_and_bring_questions(found: dict[str, Any]) -> None:
    rules = {rule["code"]: rule for rule in found["rules"]}

    assert rules["both_sexes"]["state"] == "unknown"
    assert rules["both_sexes"]["figures"]["known"] == 0
    assert {"code": "survivor_voice", "rule": "survivor_voice", "organisation_id": "SHHH", "facts": {}} in found[
        "open_points"
    ]


def test_the_text_tells_seats_rules_reasons_curve_prices_and_gaps() -> None:
    result = run()

    assert result.exit_code == 0
    for part in (
        "Technical Working Group: 22 of 22 voting seats",
        "Covered: 35 of 51",
        "Proved best: coverage, then reach",
        "Cannot stand together: the mandate seats; sector not too large (government) [8 of the seats of AGO",
        "Seats\n",
        "Lead authority for the national response",
        "conflict of interest disclosed",
        "Rules\n",
        "both sexes of focal points at least 40 %",
        "nobody: the only one left for sector present (academia)",
        "same coverage: CEDEM",
        "Seats against coverage",
        "no such group",
        "knee without the rules",
        "all rules of inclusion together     6",
        "Covered by eligible bodies, but by no member",
        "Covered by nobody",
        "RODRIGUES",
    ):
        assert part in result.stdout, part
    assert "Traceback" not in result.output


def test_wishes_are_followed(found: dict[str, Any]) -> None:
    answer = json.loads(run("--json", "--seats", "24", "--add", "MACOSS", "--bar", "SHHH", "--without-kin").stdout)

    types = {member["organisation_id"]: member["seat_type"] for member in answer["members"]}
    assert answer["seats_asked"]
    assert types["MACOSS"] == "added"
    assert "SHHH" not in types
    assert answer["excluded"]["SET"] != "kin" if "SET" in answer["excluded"] else True
    assert "kin" in answer["excluded"].values()


def test_a_rule_can_be_set_aside() -> None:
    result = run("--seats", "22", "--lift", "non_state_share", "--lift", "sector_cap:government")

    assert "Covered: 41 of 51" in result.stdout
    assert "Set aside by you: non_state_share, sector_cap:government." in result.stdout


def test_a_clash_is_an_answer_not_an_error() -> None:
    result = run("--seats", "10")
    answer = json.loads(run("--seats", "10", "--json").stdout)

    assert result.exit_code == 0
    assert "No group keeps every rule; shown are the seats given." in result.stdout
    assert "Cannot stand together: number of seats; the mandate seats [11 of the seats of" in result.stdout
    assert (answer["status"], answer["clashes"][0]["codes"]) == ("infeasible", ["size", "mandate_seats"])


def test_another_group_can_be_looked_at() -> None:
    result = run("--group", "NSC")

    assert result.exit_code == 0
    assert result.stdout.startswith("National Steering Committee on Anti-Human Trafficking: 15 of 15 voting seats")


def test_what_is_not_proved_in_time_is_said_to_be_so() -> None:
    nothing = run("--time-limit", "0")
    broken_by_greedy = ("non_state_share", "sector:private_sector", "sector:academia", "sector_cap:government")
    unproved = run(
        "--time-limit", "0", "--seats", "22", *(part for code in broken_by_greedy for part in ("--lift", code))
    )

    assert nothing.exit_code == unproved.exit_code == 0
    assert "was found in the time allowed; shown are the seats given." in nothing.stdout
    assert "Not proved best in the time allowed: coverage (gap not known)" in unproved.stdout
    assert "not known" in unproved.stdout


def test_a_gap_is_shown_as_a_share() -> None:
    assert _gap(Level("coverage", 97, 100, False)) == "gap 3.0%"


def test_the_documentation_names_every_rule_option_and_figure(found: dict[str, Any]) -> None:
    page = (Path(__file__).parents[2] / "docs" / "explanation" / "working-group.md").read_text()

    for rule in found["rules"]:
        family = rule["code"].partition(":")[0]
        assert f"`{rule['code']}`" in page or f"`{family}:…`" in page, rule["code"]
    for level in found["levels"]:
        assert f"**{level['code']}**" in page
    text = " ".join(page.split())
    rodrigues = next(s for s in found["representation"] if s["group"] == "RODRIGUES")
    assert f"fill {found['coverage']['cells']} cells, {rodrigues['weight']} of them in Rodrigues" in text
    assert (
        f"15 mandate seats fill {found['coverage']['by_mandate']}, the {found['seats']} seats of the suggestion "
        f"{found['coverage']['by_group']}"
    ) in text
    for option in ("--seats", "--add", "--bar", "--lift", "--without-kin", "--json"):
        assert option in page


# --- refusals ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("--group", "X"), "There is no group “X”. Use one of: IMC, NSC, TC, TIPTF, TWG."),
        (("--bar", "PMO"), "“PMO” holds a seat in “TWG” by mandate and cannot be barred."),
        (("--add", "IOM"), "“IOM” cannot hold a voting seat (observer)."),
        (("--add", "UOM", "--bar", "UOM"), "“UOM” is both added and barred."),
        (("--bar", "NOBODY"), "There is no organisation with the code “NOBODY”."),
        (("--lift", "NO_RULE"), "There is no rule “NO_RULE”."),
    ],
)
def test_a_refusal_is_one_sentence_and_its_mend(arguments: tuple[str, ...], sentence: str) -> None:
    result = run(*arguments)

    assert result.exit_code == 2
    assert sentence in result.stderr
    assert result.stdout == ""


def test_a_file_that_is_not_there_is_a_named_problem(tmp_path: Path) -> None:
    result = run(source=tmp_path / "nothing.xlsx")

    assert result.exit_code == 2
    assert "There is no file or folder “nothing.xlsx”." in result.stderr


def test_a_register_without_groups_is_a_named_problem(tmp_path: Path) -> None:
    for name in ("organisations", "sources"):
        shutil.copy(MAURITIUS / f"{name}.csv", tmp_path)

    result = run(source=tmp_path)

    assert result.exit_code == 2
    assert "The register holds no group." in result.stderr


def test_seats_are_counted_from_one() -> None:
    assert run("--seats", "0").exit_code == 2


# --- reading a register --------------------------------------------------------------------------------------------


def test_rows_that_cannot_be_read_are_counted_on_stderr(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(MAURITIUS, tmp_path / "register"))
    with (folder / "seats.csv").open("a") as file:
        file.write("TWG-X,TWG,NOBODY,mandate,Nobody's mandate,,,,TOR2020\n")

    result = run("--json", source=folder)

    assert result.exit_code == 0
    assert "1 of " in result.stderr
    assert "seats, row 23, organisation_id" in result.stderr
    assert len(json.loads(result.stdout)["members"]) == 22


def test_a_workbook_gives_the_same_answer_as_the_folder(
    found: dict[str, Any], mauritius: Register, tmp_path: Path
) -> None:
    book = tmp_path / "register.xlsx"
    book.write_bytes(sheets.write_workbook(mauritius))

    answer = json.loads(run("--json", source=book).stdout)

    assert answer["members"] == found["members"]


def test_the_data_date_is_that_of_the_newest_evidence_unless_given() -> None:
    assert load(MAURITIUS).data_date == "2026"
    assert load(MAURITIUS, "2025-11-30").data_date == "2025-11-30"
    assert json.loads(run("--json", "--data-date", "2025-11-30").stdout)["data_date"] == "2025-11-30"
