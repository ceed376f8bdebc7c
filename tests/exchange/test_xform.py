"""Published forms: what pyxform writes is read whole, answers come back as they were written, hostile XML is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from tests.published import form_of, option, row, xml_of

from filao.core.forms.questionnaire import Action, Choice, Choices, Output, Question, Questionnaire, Section
from filao.core.problems import Problem
from filao.documents.words import problems
from filao.exchange import xform

EN, FR = "label__English (en)", "label__Français (fr)"
ISLANDS = [option("isl", "m", "Mauritius"), option("isl", "r", "Rodrigues")]
TOWNS = [option("town", "pl", "Port Louis", isl="m"), option("town", "pm", "Port Mathurin", isl="r")]


def question(form: Questionnaire, path: str) -> Question:
    return next(one for one in form.questions() if one.path == path)


def section(form: Questionnaire, path: str) -> Section:
    return next(one for one in form.nodes() if isinstance(one, Section) and one.path == path)


def only(**more: str) -> Question:
    return question(form_of([row(more.pop("type"), "q", **more)], [*ISLANDS, *TOWNS]), "/data/q")


@pytest.mark.parametrize(
    ("type", "kind"),
    [
        ("text", "text"), ("integer", "integer"), ("decimal", "decimal"), ("date", "date"), ("time", "time"),
        ("datetime", "datetime"), ("select_one isl", "select_one"), ("select_multiple isl", "select_multiple"),
        ("rank isl", "rank"), ("range", "range"), ("note", "note"), ("acknowledge", "acknowledge"), ("barcode", "barcode"),
        ("geopoint", "geopoint"), ("geotrace", "geotrace"), ("geoshape", "geoshape"), ("image", "image"),
        ("audio", "audio"), ("video", "video"), ("file", "file"), ("start", "metadata"), ("today", "metadata"),
        ("deviceid", "metadata"), ("hidden", "calculate"), ("start-geopoint", "metadata"),
        ("background-audio", "metadata"),
    ],
)  # fmt: skip
def test_every_type_of_question_is_told_from_the_form_alone(type: str, kind: str) -> None:
    form = form_of([row(type, "q"), row("text", "other")], ISLANDS)

    assert question(form, "/data/q").type == kind


def test_the_logic_of_a_question_stays_as_the_form_states_it() -> None:
    found = form_of([
        row("integer", "age"),
        row("text", "q", relevant="${age} > 3", required="${age} < 9", constraint=". != 'x'", readonly="${age} = 4",
            default="Bob", appearance="multiline", required_message="Say it", constraint_message="Not x", hint="Think",
            guidance_hint="Probe"),
        row("calculate", "c", calculation="${age} + 1"),
    ])  # fmt: skip

    q = question(found, "/data/q")
    assert (q.relevant, q.required, q.constraint, q.readonly) == (
        "/data/age  > 3", "/data/age  < 9", ". != 'x'", "/data/age  = 4",
    )  # fmt: skip
    assert (q.default, q.appearance, q.labels, q.hints) == ("Bob", "multiline", {"": ("q",)}, {"": ("Think",)})
    assert (q.required_messages, q.constraint_messages) == ({"": ("Say it",)}, {"": ("Not x",)})
    assert q.guidance == {"": ("Probe",)}
    assert question(found, "/data/c").calculation == "/data/age  + 1"


def test_texts_come_by_language_code_and_what_is_missing_is_told_as_missing() -> None:
    form = form_of(
        [
            row("text", "who", **{EN: "Who?", FR: "Qui ?", "hint__English (en)": "Full name"}),
            row("note", "n", **{EN: "Hello ${who}, *all*", FR: "Bonjour ${who}"}),
            row("integer", "a", **{EN: "Age", FR: "Âge"}, constraint=". > 0", constraint_message="Above 0"),
        ],
        default_language="Français (fr)",
    )

    assert (form.languages, form.default_language) == (("en", "fr"), "fr")
    who, note = question(form, "/data/who"), question(form, "/data/n")
    assert (who.labels, who.hints) == ({"fr": ("Qui ?",), "en": ("Who?",)}, {"en": ("Full name",)})
    assert note.labels["en"] == ("Hello ", Output("/data/who"), ", *all*")
    assert note.labels["fr"] == ("Bonjour ", Output("/data/who"))
    assert question(form, "/data/a").constraint_messages == {"": ("Above 0",)}


@pytest.mark.parametrize(
    ("names", "codes"),
    [
        (("English", "French", "Kreol Morisien"), ("en", "fr", "mfe")),
        (("English (en)", "English (en-GB)"), ("en", "en-GB")),
        (("French", "Français"), ("fr", "Français")),
        (("Bhojpuri",), ("Bhojpuri",)),
    ],
)
def test_languages_get_the_code_they_name_or_keep_their_name(names: tuple[str, ...], codes: tuple[str, ...]) -> None:
    form = form_of([row("text", "q", **{f"label__{name}": name for name in names})])

    assert form.languages == codes


def test_a_form_of_one_language_has_texts_without_a_code() -> None:
    form = form_of([row("text", "q", "Question", media__image="a.png")])

    assert (form.languages, form.default_language) == (("",), "")
    q = question(form, "/data/q")
    assert (q.labels, q.media, form.files) == ({"": ("Question",)}, {"image": {"": "a.png"}}, ("a.png",))


def test_options_come_from_instances_with_filters_seeds_and_their_texts() -> None:
    form = form_of(
        [
            row("select_one isl", "isl"),
            row("select_one town", "town", choice_filter="isl = ${isl}", parameters="randomize=true, seed=42"),
            row("rank town", "order"),
        ],
        [
            option("isl", "m", **{EN: "Mauritius", FR: "Maurice", "media__image": "m.png"}),
            *TOWNS,
        ],
    )

    isl, town = question(form, "/data/isl"), question(form, "/data/town")
    assert isl.choices == Choices((), "isl", "instance('isl')/root/item")
    filtered = "instance('town')/root/item[isl =  /data/isl ]"
    assert town.choices == Choices((), "town", filtered, label="label", randomized=True, seed="42")
    mauritius = form.instances["isl"][0]
    assert mauritius.value == "m"
    assert mauritius.labels == {"en": ("Mauritius",), "fr": ("Maurice",)}
    assert mauritius.media == {"image": {"": "m.png"}} or "m.png" in form.files
    assert form.instances["town"][1] == Choice(
        "pm", {"": ("Port Mathurin",)}, {"name": "pm", "label": "Port Mathurin", "isl": "r"}
    )
    assert question(form, "/data/order").type == "rank"


def test_lists_in_files_are_named_and_not_looked_for() -> None:
    form = form_of([
        row("select_one_from_file bodies.csv", "body", parameters="value=code label=title"),
        row("text", "q"),
        row("calculate", "c", calculation="pulldata('fees', 'fee', 'code', ${body})"),
    ])  # fmt: skip

    assert form.sources == {"bodies": "bodies.csv", "fees": "fees.csv"}
    assert set(form.files) == {"bodies.csv", "fees.csv"}
    choices = question(form, "/data/body").choices
    assert choices is not None
    assert (choices.instance, choices.value, choices.label) == ("bodies", "code", "title")


def test_options_may_come_from_a_repeat_of_the_form() -> None:
    form = form_of([
        row("begin_repeat", "child"), row("text", "name"), row("end_repeat"), row("select_one ${name}", "eldest"),
    ])  # fmt: skip

    choices = question(form, "/data/eldest").choices
    assert choices is not None
    assert (choices.instance, choices.nodeset) == ("", "/data/child[./name != '']")
    assert (choices.value, choices.label) == ("name", "name")


def test_repeats_say_how_often_they_stand() -> None:
    form = form_of([
        row("integer", "n"),
        row("begin_repeat", "counted", repeat_count="${n}"), row("text", "a"), row("end_repeat"),
        row("begin_repeat", "free", "Ties", appearance="field-list"),
        row("begin_group", "inner", "Inner", relevant="${n} > 1"), row("text", "b"), row("end_group"),
        row("end_repeat"),
    ])  # fmt: skip

    counted, free = section(form, "/data/counted"), section(form, "/data/free")
    assert (counted.repeats, counted.count) == (True, "/data/n")
    assert (free.repeats, free.count, free.initial, free.labels) == (True, "", 1, {"": ("Ties",)})
    assert free.appearance == "field-list"
    inner = section(form, "/data/free/inner")
    assert (inner.repeats, inner.relevant, inner.labels) == (False, "/data/n  > 1", {"": ("Inner",)})
    assert form.repeats_above("/data/free/inner/b") == ("/data/free",)


def test_computed_defaults_and_triggers_are_actions() -> None:
    form = form_of([
        row("date", "day", default="today()"),
        row("text", "q"),
        row("calculate", "stamp", calculation="now()", trigger="${q}"),
        row("begin_repeat", "r"), row("text", "id", default="uuid()"), row("end_repeat"),
    ])  # fmt: skip

    assert set(form.actions) == {
        Action("first-load", "/data/day", "today()"),
        Action("value-changed", "/data/stamp", "now()", "/data/q"),
        Action("first-load", "/data/r/id", "uuid()"),
        Action("new-repeat", "/data/r/id", "uuid()"),
    }


def test_ranges_and_controls_keep_their_parameters() -> None:
    scale = only(type="range", parameters="start=1 end=7 step=0.5", appearance="rating")
    photo = only(type="image", parameters="max-pixels=640")
    lines = only(type="text", parameters="rows=5")

    assert (scale.start, scale.end, scale.step, scale.appearance) == ("1", "7", "0.5", "rating")
    assert photo.parameters["max-pixels"] == "640"
    assert lines.parameters == {"rows": "5"}


def test_metadata_entities_and_keys_of_a_form_are_read() -> None:
    data = xml_of(
        [row("start", "start"), row("audit", "audit"), row("text", "q")],
        instance_name="concat('x', ${q})", public_key="ABC", namespaces='x="http://x.example"',
    )  # fmt: skip
    form = xform.read(
        data.replace(
            b"<meta>", b'<meta><e:entity xmlns:e="http://www.opendatakit.org/xforms/entities"><label/></e:entity>'
        ),
        "f",
    )

    assert (form.id, form.version, form.title, form.root, form.public_key) == ("tried", "1", "Tried", "/data", "ABC")
    assert question(form, "/data/start").preload == "timestamp start"
    meta = section(form, "/data/meta")
    assert {node.name: node.type for node in meta.children if isinstance(node, Question)} == {
        "audit": "metadata", "instanceID": "metadata", "instanceName": "calculate",
    }  # fmt: skip


BY_HAND = """<h:html xmlns="http://www.w3.org/2002/xforms" xmlns:h="http://www.w3.org/1999/xhtml"
  xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms"><h:head><h:title> By
  hand </h:title><model>
  <instance><own xmlns="http://x.example/form" orx:version="3"><r jr:template=""><a>1</a></r><b/><b/><g/><c>
   </c><orx:meta><orx:instanceID/></orx:meta></own></instance>
  <bind id="bee" nodeset="/own/b" type="xsd:int" readonly="true()" jr:constraintMsg="No"/>
  <setvalue ref="/own/c" event="xforms-ready odk-other">it's "so"</setvalue>
  <setvalue ref="/own/c" event="xforms-ready">it's</setvalue><setvalue ref="/own/c" event="xforms-ready"/>
  </model></h:head><h:body>
  <group><label>Only a frame</label><input bind="bee"><label>B <output value="/own/c"/></label></input></group>
  <group ref="g" appearance="x"/><repeat nodeset="/own/r" jr:noAddRemove="true()"><select1 ref="a">
  <label ref="/own/c"/><item><label>One</label><value>1</value></item></select1></repeat>
  <input ref="/own/c" query="instance('cities')/root/item[x=1]"><label ref="jr:itext('gone')"/></input>
  </h:body></h:html>"""


def test_forms_that_other_programs_wrote_by_hand_are_read_too() -> None:
    form = xform.read(BY_HAND.encode(), "hand.xml")

    assert (form.id, form.version, form.title) == ("http://x.example/form", "3", "By hand")
    assert (form.namespace, form.meta_namespace) == ("http://x.example/form", "http://openrosa.org/xforms")
    b = question(form, "/own/b")
    assert (b.type, b.labels, b.constraint_messages) == ("integer", {"": ("B ", Output("/own/c"))}, {"": ("No",)})
    r = section(form, "/own/r")
    assert (r.repeats, r.initial, r.fixed) == (True, 0, True)
    a = question(form, "/own/r/a")
    assert a.labels == {"": (Output("/own/c"),)}
    assert a.choices == Choices((Choice("1", {"": ("One",)}, {"name": "1"}),))
    c = question(form, "/own/c")
    assert (c.type, c.labels, c.default) == ("select_one", {}, "")
    assert c.choices == Choices((), "cities", "instance('cities')/root/item[x=1]", label="label")
    assert [act.expression for act in form.actions] == ["concat('it', \"'\", 's \"so\"')", '"it\'s"', ""]
    assert section(form, "/own/g").children == ()


# --- answers -------------------------------------------------------------------------------------------------------


@dataclass
class Answers:
    questionnaire: Questionnaire
    values: Mapping[str, str]

    def answers(self) -> Mapping[str, str]:
        return self.values


TIES = [
    row("text", "who"), row("begin_group", "g"), row("integer", "n"), row("end_group"),
    row("begin_repeat", "tie"), row("text", "to"), row("begin_repeat", "act"), row("text", "what"), row("end_repeat"),
    row("end_repeat"),
]  # fmt: skip
GIVEN = {
    "/data/who": "A & <B> \r\n “é”", "/data/g/n": "", "/data/tie[1]/to": "x", "/data/tie[2]/to": "",
    "/data/tie[2]/act[1]/what": "w",
}  # fmt: skip


def test_an_answer_is_written_in_the_order_of_the_form_and_read_back() -> None:
    form = form_of(TIES)

    data = xform.write_instance(Answers(form, GIVEN), "uuid:1", deprecated_id="uuid:0")
    assert data == xform.write_instance(Answers(form, dict(reversed(GIVEN.items()))), "uuid:1", deprecated_id="uuid:0")
    body = data.decode().partition(">\n")[2]
    assert body == (
        '<data xmlns:jr="http://openrosa.org/javarosa" xmlns:orx="http://openrosa.org/xforms" id="tried" version="1">'
        "<who>A &amp; &lt;B&gt; &#13;\n “é”</who><g><n/></g><tie><to>x</to></tie>"
        "<tie><to/><act><what>w</what></act></tie>"
        "<meta><instanceID>uuid:1</instanceID><deprecatedID>uuid:0</deprecatedID></meta></data>\n"
    )
    read = xform.read_instance(data)
    assert (read.form_id, read.version, read.instance_id, read.deprecated_id) == ("tried", "1", "uuid:1", "uuid:0")
    assert "/data/tie[2]/act/what" in read.values
    assert {path: text for path, text in xform.placed(read.values, form).items() if "/meta/" not in path} == GIVEN


def test_the_namespaces_of_a_form_are_kept_in_its_answers() -> None:
    form = xform.read(BY_HAND.encode(), "hand.xml")

    data = xform.write_instance(Answers(form, {"/own/c": "x"}), "uuid:1").decode()
    assert '<own xmlns="http://x.example/form"' in data
    assert "<orx:meta><orx:instanceID>uuid:1</orx:instanceID></orx:meta></own>" in data
    assert xform.read_instance(data.encode()).instance_id == "uuid:1"


def test_an_encrypted_answer_names_its_files_and_no_values() -> None:
    sealed = (
        b'<data id="f" version="2" encrypted="yes" xmlns="http://opendatakit.org/submissions">'
        b"<base64EncryptedKey>K</base64EncryptedKey><meta xmlns='http://openrosa.org/xforms'>"
        b"<instanceID>uuid:9</instanceID></meta><media><file>a.jpg.enc</file></media>"
        b"<encryptedXmlFile>submission.xml.enc</encryptedXmlFile></data>"
    )

    read = xform.read_instance(sealed)
    assert (read.encrypted, read.values, read.files) == (True, {}, ("a.jpg.enc", "submission.xml.enc"))
    assert (read.form_id, read.instance_id) == ("f", "uuid:9")


def test_what_is_sent_twice_where_the_form_asks_once_counts_once() -> None:
    read = xform.read_instance(
        b'<data id="tried" instanceID="uuid:2"><who>1</who><who>2</who><tie><to>x</to></tie></data>'
    )

    assert read.instance_id == "uuid:2"
    assert xform.placed(read.values, form_of(TIES)) == {"/data/who": "1", "/data/tie[1]/to": "x"}


# --- lists ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("l.csv", "\ufeffname,label,kind\r\na,Ministry,x\n,,\n".encode()),
        ("l.csv", b"name;label;kind\na;Ministry;x"),
        ("l.xml", b"<root><item><name>a</name><label>Ministry</label><kind>x</kind></item></root>"),
    ],
)
def test_a_list_beside_the_form_gives_options_with_all_their_columns(name: str, data: bytes) -> None:
    assert xform.read_list(data, name) == (
        Choice("a", {"": ("Ministry",)}, {"name": "a", "label": "Ministry", "kind": "x"}),
    )


def test_places_of_a_geojson_file_are_options() -> None:
    def place(id: str, shape: str, points: str) -> str:
        geometry = f'{{"type": "{shape}", "coordinates": {points}}}'
        return f'{{"type": "Feature", "properties": {{"id": "{id}", "title": "T"}}, "geometry": {geometry}}}'

    features = [
        place("p", "Point", "[57.5, -20.1]"), place("l", "LineString", "[[1, 2], [3, 4, 5]]"),
        place("s", "Polygon", "[[[1, 2], [3, 4], [1, 2]]]"),
    ]  # fmt: skip
    read = xform.read_list(f'{{"features": [{", ".join(features)}]}}'.encode(), "x.geojson")

    assert [(one.value, one.labels) for one in read] == [(id, {"": ("T",)}) for id in "pls"]
    assert [one.columns["geometry"] for one in read] == [
        "-20.1 57.5 0 0",
        "2 1 0 0; 4 3 0 0",
        "2 1 0 0; 4 3 0 0; 2 1 0 0",
    ]


@pytest.mark.parametrize(
    ("name", "data", "code"),
    [
        ("l.csv", b"", "file_empty"),
        ("l.csv", b"\x00\x01", "not_a_sheet"),
        ("l.csv", b"name\n" + b"x" * 200_000, "cell_too_long"),
        ("l.csv", b"," * 300 + b"\n", "too_many_columns"),
        ("l.csv", b"name\n" + b"x\n" * 100_002, "too_many_rows"),
        ("l.geojson", b'{"features": [1]}', "not_a_list"),
        ("l.geojson", b"[" * 100_000, "not_a_list"),
        ("l.xml", b"<!DOCTYPE x><x/>", "xml_doctype"),
    ],
)
def test_a_list_that_cannot_be_read_is_refused_by_name(name: str, data: bytes, code: str) -> None:
    with pytest.raises(Problem) as caught:
        xform.read_list(data, name)

    assert caught.value.code == code
    assert problems.sentence(caught.value.fault) and problems.mend(caught.value.fault)


# --- hostile files -------------------------------------------------------------------------------------------------

FRAME = "<h xmlns:a='x'><head><model><instance><data id='x'>{}</data></instance></model></head><body>{}</body></h>"


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b" ", "file_empty"),
        (b"x" * (32 * 2**20 + 1), "file_too_large"),
        (b"<a>", "xml_broken"),
        (b"\x00\x01", "xml_broken"),
        (b'<?xml version="1.0" encoding="klingon"?><a/>', "xml_broken"),
        (b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>', "xml_doctype"),
        (b"<a>" * 300 + b"</a>" * 300, "xml_broken"),
        (b"<a>" + b"<b/>" * 600_000 + b"</a>", "xml_too_large"),
        (b"<a " + b" ".join(b"b%d=''" % n for n in range(200_000)) + b"/>", "xml_broken"),
    ],
)
@pytest.mark.parametrize("read", [xform.read, xform.read_instance])
def test_hostile_xml_is_refused_by_name(data: bytes, code: str, read: object) -> None:
    with pytest.raises(Problem) as caught:
        read(data, "x.xml")  # type: ignore[operator]

    assert caught.value.code == code
    assert problems.sentence(caught.value.fault) and problems.mend(caught.value.fault)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        ("<a/>", "not_xform"),
        ("<h><head><model/></head><body/></h>", "not_xform"),
        ("<h><head><model><instance/></model></head><body/></h>", "not_xform"),
        (FRAME.format("<a/>", "<input ref='/data/b'/>"), "xform_no_node"),
    ],
)
def test_what_is_no_form_is_refused_by_name(data: str, code: str) -> None:
    with pytest.raises(Problem) as caught:
        xform.read(data.encode(), "x.xml")

    assert caught.value.code == code


def test_an_answer_names_its_form() -> None:
    with pytest.raises(Problem) as caught:
        xform.read_instance(b"<data/>")

    assert caught.value.code == "not_submission"


WIDE = xml_of([row("text", "q", **{EN: "A", FR: "B"}), *TIES, row("select_one town", "t")], TOWNS)


@settings(deadline=None, max_examples=200)
@given(st.integers(0, len(WIDE) - 1), st.binary(max_size=6), st.integers(0, 40))
@example(0, b"", 0)
def test_any_damage_to_a_form_gives_a_form_or_a_problem(place: int, put: bytes, taken: int) -> None:
    damaged = WIDE[:place] + put + WIDE[place + taken :]

    try:
        xform.read(damaged, "x.xml")
        xform.read_instance(damaged, "x.xml")
    except Problem as problem:
        assert problems.sentence(problem.fault)


@settings(deadline=None, max_examples=100)
@given(st.text(max_size=30))
def test_any_text_is_written_as_xml_that_can_be_read(text: str) -> None:
    form = form_of([row("text", "who")])

    read = xform.read_instance(xform.write_instance(Answers(form, {"/data/who": text}), "uuid:1"))
    kept = "".join(
        c if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff") else "\ufffd"
        for c in text
    )
    assert read.values["/data/who"] == kept
