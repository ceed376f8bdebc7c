"""An answer over time: what is set at the beginning and by triggers, what is kept, and that any answers are taken."""

from __future__ import annotations

import json
import time
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.core.fillings import END_GROUP, END_REPEAT, ISLANDS, NOW, TIES, TOWNS, filling, refusal
from tests.published import form_of, row

from filao.core.forms.filling import Filling, Progress
from filao.core.forms.logic import Logic
from filao.core.forms.questionnaire import (
    Action,
    Choice,
    Question,
    Questionnaire,
    Section,
)  # fmt: skip
from filao.core.problems import Problem

# --- defaults and actions ------------------------------------------------------------------------------------------


def test_defaults_are_set_once_at_the_beginning_and_in_every_new_time_of_a_repeat() -> None:
    one = filling(
        row("text", "fixed", default="Bob"), row("date", "day", default="today()"),
        row("text", "from", default="concat(${fixed}, '!')"),
        row("begin_repeat", "r"), row("text", "id", default="concat('n', position(..))"),
        row("text", "s", default="s"), END_REPEAT,
    )  # fmt: skip

    one.add("/data/r")
    found = {path: text for path, text in one.answers().items() if "meta" not in path}
    assert found == {
        "/data/fixed": "Bob", "/data/day": "2026-05-04", "/data/from": "Bob!", "/data/r[1]/id": "n1", "/data/r[1]/s": "s",
        "/data/r[2]/id": "n2", "/data/r[2]/s": "s",
    }  # fmt: skip
    one.set("/data/fixed", "")
    again = Filling.load(one.questionnaire, one.dump(), now=NOW + timedelta(days=1))
    assert (again.value("/data/fixed"), again.value("/data/day")) == ("", "2026-05-04")


def test_a_counted_repeat_that_grows_gets_its_computed_defaults() -> None:
    one = filling(
        row("integer", "n", default="1"), row("begin_repeat", "r", repeat_count="${n}"),
        row("text", "id", default="concat('n', position(..))"), END_REPEAT,
    )  # fmt: skip

    one.set("/data/n", "2")
    assert [one.value(f"/data/r[{number}]/id") for number in (1, 2)] == ["n1", "n2"]


def test_a_trigger_sets_its_target_when_the_answer_changes_and_not_before() -> None:
    one = filling(
        row("text", "a"), row("text", "b", calculation="concat(${c}, '!')", trigger="${a}"),
        row("text", "c", default="x"),
        row("calculate", "d", calculation="concat('d', ${b})", trigger="${b}"),
        row("begin_repeat", "r"), row("text", "k"), row("calculate", "m", calculation="concat(${k}, '-')", trigger="${k}"),
        END_REPEAT,
    )  # fmt: skip

    one.set("/data/c", "y")
    assert one.value("/data/b") == ""
    one.set("/data/a", "1")
    assert (one.value("/data/b"), one.value("/data/d")) == ("y!", "dy!")
    one.set("/data/c", "z")
    assert one.value("/data/b") == "y!"
    one.add("/data/r")
    one.set("/data/r[2]/k", "v")
    assert (one.value("/data/r[1]/m"), one.value("/data/r[2]/m")) == ("", "v-")


def test_triggers_that_set_each_other_off_come_to_rest() -> None:
    chased = (
        Question("/d/a", "text"), Question("/d/b", "text"),
        Section("/d/r", (Question("/d/r/x", "text"),), repeats=True, initial=2), Question("/d/gone", "text", relevant="false()"),
    )  # fmt: skip
    actions = (
        Action("value-changed", "/d/b", "concat(/d/a, 'b')", "/d/a"),
        Action("value-changed", "/d/a", "concat(/d/b, 'a')", "/d/b"),
        Action("value-changed", "/d/r/x", "'many'", "/d/a"), Action("value-changed", "/d/nowhere", "1", "/d/a"),
        Action("value-changed", "/d/gone", "1", "/d/a"), Action("value-changed", "/d/a", "1", "/d/nowhere"),
        Action("first-load", "/d/nowhere", "1"), Action("first-load", "/d/r", "1"),
    )  # fmt: skip
    one = Filling(Questionnaire("f", "1", "F", "/d", ("",), "", chased, actions=actions), now=NOW)

    one.set("/d/a", "x")
    assert one.value("/d/b").startswith("xb")
    assert len(one.value("/d/a")) < 100
    assert (one.value("/d/r[1]/x"), one.value("/d/gone")) == ("", "")


def test_what_the_device_knows_is_filled_in_unless_the_form_is_anonymous() -> None:
    survey = [
        row("start", "start"), row("end", "end"), row("today", "today"), row("deviceid", "deviceid"), row("text", "q"),
        row("calculate", "c", calculation="${today}"),
    ]  # fmt: skip

    known = filling(*survey, properties={"deviceid": "d1"})
    known.finish(NOW + timedelta(minutes=5))
    found = {name: known.value(f"/data/{name}") for name in ("start", "end", "today", "deviceid", "c")}
    assert found == {
        "start": "2026-05-04T10:30:00.000+00:00", "end": "2026-05-04T10:35:00.000+00:00", "today": "2026-05-04",
        "deviceid": "d1", "c": "2026-05-04",
    }  # fmt: skip
    unknown = filling(*survey, properties={"deviceid": "d1"}, metadata=False)
    unknown.finish(NOW)
    assert not any(unknown.answers().values())
    later = Filling.load(known.questionnaire, known.dump(), now=NOW + timedelta(days=1))
    assert later.value("/data/start") == found["start"]


def test_once_keeps_what_it_gave_first() -> None:
    one = filling(
        row("calculate", "id", calculation="once(now())"),
        row("calculate", "r", calculation="once(random())"),
        row("text", "q"),
    )

    again = Filling.load(one.questionnaire, one.dump(), now=NOW + timedelta(days=1))
    assert again.value("/data/id") == one.value("/data/id") == "2026-05-04T10:30:00.000+00:00"


# --- texts ---------------------------------------------------------------------------------------------------------

EN, FR, MFE = "label__English (en)", "label__Français (fr)", "label__Kreol (mfe)"


def test_texts_show_values_and_fall_back_to_the_language_people_read_next() -> None:
    survey = [
        row("text", "who", **{EN: "Who?", FR: "Qui ?"}),
        row("note", "n", **{EN: "Hello ${who}, ${missing}!", FR: "Bonjour ${who} !", MFE: "Bonzour ${who}"}),
        row("integer", "missing", **{EN: "Number"}, constraint=". > 0", constraint_message="Above 0"),
        row("begin_repeat", "r", **{EN: "R"}), row("note", "m", **{EN: "${k} here"}), row("text", "k", **{EN: "K"}), END_REPEAT,
    ]  # fmt: skip
    one = filling(*survey, language="mfe")
    one.update({"/data/who": "Ana", "/data/r[1]/k": "one"})
    one.add("/data/r")
    one.set("/data/r[2]/k", "two")
    named = {question.name: question for question in one.questionnaire.questions()}

    assert one.text(named["n"].labels, "/data/n") == "Bonzour Ana"
    assert one.text(named["n"].labels, "/data/n", "en") == "Hello Ana, !"
    assert one.text(named["who"].labels, "/data/who") == "Qui ?"
    assert one.text(named["missing"].labels, "/data/missing", "fr") == "Number"
    assert one.text(named["missing"].constraint_messages, "/data/missing", "fr") == "Above 0"
    assert [one.text(named["m"].labels, f"/data/r[{n}]/m", "fr") for n in (1, 2)] == ["one here", "two here"]
    assert one.text({"de": ("Hallo",)}, "/data/who") == "Hallo"
    assert one.text({}, "/data/who") == ""
    assert refusal(one.text, {}, "/data/nowhere").code == "no_such_place"


def test_a_question_may_be_read_only() -> None:
    one = filling(row("text", "a"), row("text", "b", readonly="${a} = 'x'"))

    assert not one.is_readonly("/data/b")
    one.set("/data/a", "x")
    assert one.is_readonly("/data/b")


# --- keeping -------------------------------------------------------------------------------------------------------


def test_what_is_kept_is_taken_up_again_whole() -> None:
    one = filling(row("text", "who"), *TIES, row("calculate", "luck", calculation="random()"), language="fr", seed="s")
    one.add("/data/tie")
    one.remove("/data/tie", 1)
    one.add("/data/tie[1]/act")
    one.set("/data/who", "Ana")

    again = Filling.load(one.questionnaire, json.loads(json.dumps(one.dump())), now=NOW, logic=one.logic)
    assert again.answers() == one.answers()
    assert again.dump() == one.dump()
    assert again.language == "fr"


def test_answers_sent_before_are_opened_as_they_were_sent() -> None:
    form = form_of([row("text", "who", default="Bob"), *TIES])

    one = Filling(form, now=NOW, values={"/data/tie[2]/to": "x", "/data/gone": "y", "/data/tie[x]/to": "z"})
    assert (one.value("/data/who"), one.times("/data/tie")) == ("", ["/data/tie[1]", "/data/tie[2]"])
    assert one.value("/data/tie[2]/to") == "x"


def test_progress_counts_what_can_be_answered_now() -> None:
    one = filling(
        row("note", "n"),
        row("text", "a"),
        row("text", "b", relevant="${a} = 'x'"),
        row("calculate", "c", calculation="1"),
    )

    assert one.progress() == Progress(0, 1)
    one.set("/data/a", "x")
    assert one.progress() == Progress(1, 2)


# --- any answers ---------------------------------------------------------------------------------------------------

SURVEY = [
    row("text", "who", default="Bob", required="yes"), row("integer", "n", constraint=". < 4 and regex(string(.), '[0-9]+')"),
    row("select_one isl", "isl"), row("select_multiple town", "towns", choice_filter="isl = ${isl} or ${n} = 2"),
    row("rank town", "order"), row("date", "day"), row("range", "scale", parameters="start=0 end=4 step=2"),
    row("geopoint", "at"),
    row("begin_repeat", "r", repeat_count="${n}"), row("decimal", "x", relevant="position(..) != ${n}"),
    row("calculate", "y", calculation="pow(${x}, ${n}) div ${x} mod 3"), END_REPEAT,
    row("begin_repeat", "f", relevant="${isl} != 'r'"), row("time", "t"), row("text", "u", default="uuid()"), END_REPEAT,
    row("calculate", "c", calculation="concat(join('|', ${y}), max(${x}), format-date(${day}, '%a'), substr(${who}, ${n}))"),
    row("calculate", "d", calculation="selected-at(${towns}, ${n}) = jr:choice-name(${isl}, '${isl}')", trigger="${who}"),
    row("note", "e", "${c} ${d} ${at}", relevant="distance(${at}, ${at}) >= 0 or count-selected(${order}) > ${n}"),
]  # fmt: skip
FORM = form_of(SURVEY, [*ISLANDS, *TOWNS])
LOGIC = Logic(FORM)
VALUES = st.sampled_from([
    "", "0", "1", "2", "3", "-1", "2.5", "1e9", "NaN", "m", "r", "pl pm", "gb pl pm", "2026-05-04", "9999-12-31", "0001-01-01",
    "14:30", "-20 57", "x", "'", "\x00", "9" * 400, "Infinity", "٣",
]) | st.text(max_size=12)  # fmt: skip
PATHS = [question.path for question in FORM.questions()]


@settings(deadline=None, max_examples=200)
@given(st.data())
def test_any_answers_give_faults_and_never_anything_else(data: st.DataObject) -> None:
    one = Filling(FORM, now=NOW, logic=LOGIC)
    for _ in range(data.draw(st.integers(1, 6))):
        act = data.draw(st.sampled_from(["set", "add", "remove", "load"]))
        try:
            if act == "set":
                standing = list(one.answers())
                paths = st.sampled_from([*standing, *PATHS, "/data/r[2]/x", "/data/f[3]/t"])
                one.update(data.draw(st.dictionaries(paths, VALUES, max_size=5)))
            elif act == "add":
                one.add(data.draw(st.sampled_from(["/data/f", "/data/r", "/data/who"])))
            elif act == "remove":
                one.remove("/data/f", data.draw(st.integers(0, 3)))
            else:
                before = one.answers()
                one = Filling.load(FORM, json.loads(json.dumps(one.dump())), now=NOW, logic=LOGIC)
                assert one.answers() == before
        except Problem as problem:
            assert problem.code in ("no_such_place", "repeat_fixed")
    for fault in one.faults():
        assert one.is_relevant(fault.path) or fault.code == "form_too_many_repeats"
    for screen in one.screens():
        for shown in screen.items:
            assert one.is_relevant(shown.path)
    note = next(question for question in FORM.questions() if question.name == "e")
    one.text(note.labels, "/data/e")
    values = {path: text for path, text in one.answers().items() if text}
    assert Filling(FORM, now=NOW, values=values, logic=LOGIC).value("/data/who") == one.value("/data/who")


# --- speed ---------------------------------------------------------------------------------------------------------


def test_ten_answers_of_a_form_of_forty_are_worked_out_within_a_few_milliseconds() -> None:
    survey = []
    for block in range(8):
        survey += [row("begin_group", f"g{block}"), row("integer", f"n{block}"), row("select_one town", f"s{block}")]
        for number in range(3):
            condition = f"${{n{block}}} > 3 and ${{s{block}}} != 'gb'"
            survey.append(row("text", f"t{block}_{number}", relevant=condition, constraint="string-length(.) < 50"))
        survey += [row("calculate", f"c{block}", calculation=f"concat(${{n{block}}}, '-', ${{t{block}_0}})"), END_GROUP]
    one = filling(*survey)
    page = {f"/data/g{block}/n{block}": "5" for block in range(5)} | {
        f"/data/g{block}/s{block}": "pl" for block in range(5)
    }

    times = []
    for round in range(20):
        begin = time.perf_counter()
        one.update({path: text if round % 2 else "" for path, text in page.items()})
        one.faults()
        times.append(time.perf_counter() - begin)
    assert sorted(times)[10] < 0.005


def test_a_long_list_is_filtered_by_look_up() -> None:
    rows = tuple(Choice(str(n), {}, {"name": str(n), "isl": str(n % 500)}) for n in range(20_000))
    one = filling(
        row("text", "isl"),
        row("select_one_from_file big.csv", "town", choice_filter="isl = ${isl}"),
        instances={"big": rows},
    )
    one.set("/data/isl", "7")
    one.choices("/data/town")

    begin = time.perf_counter()
    for number in range(20):
        one.set("/data/isl", str(number))
        assert len(one.choices("/data/town")) == 40
    assert (time.perf_counter() - begin) / 20 < 0.005
