"""Tables of the working group, and the refusal of the database to change minutes that were adopted."""

from typing import Any

import django.db.models.deletion
import filao.store.base
from django.db import migrations, models


REFUSAL = "adopted minutes are not changed"
_ADOPTED = "(SELECT minutes FROM store_meetingrow WHERE id = OLD.meeting_id) = 'adopted'"
_TABLES = (("store_meetingrow", "OLD.minutes = 'adopted'"), ("store_agendaitemrow", _ADOPTED))
_ACTS = ("UPDATE", "DELETE")
SQLITE = tuple(
    f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} WHEN {when} BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
    for table, when in _TABLES
    for act in _ACTS
)
SQLITE_BACK = tuple(f"DROP TRIGGER {table}_{act.lower()}" for table, _when in _TABLES for act in _ACTS)
POSTGRES = tuple(
    statement
    for table, when in _TABLES
    for statement in (
        f"CREATE FUNCTION {table}_adopted() RETURNS trigger AS $$ BEGIN IF {when} THEN RAISE EXCEPTION '{REFUSAL}'; END IF; "
        "IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$ LANGUAGE plpgsql",
        f"CREATE TRIGGER {table}_adopted BEFORE UPDATE OR DELETE ON {table} "
        f"FOR EACH ROW EXECUTE FUNCTION {table}_adopted()",
    )
)
POSTGRES_BACK = tuple(
    statement
    for table, _when in _TABLES
    for statement in (f"DROP TRIGGER {table}_adopted ON {table}", f"DROP FUNCTION {table}_adopted")
)


def forward(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE if schema_editor.connection.vendor == "sqlite" else POSTGRES:
        schema_editor.execute(statement)


def back(apps: Any, schema_editor: Any) -> None:
    for statement in SQLITE_BACK if schema_editor.connection.vendor == "sqlite" else POSTGRES_BACK:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("store", "0016_validation"),
    ]

    operations = [
        migrations.CreateModel(
            name="MeetingRow",
            fields=[
                ("id", filao.store.base.IdField(serialize=False)),
                ("group", models.CharField(max_length=60)),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=160)),
                ("on", models.DateField()),
                ("at", models.TimeField(null=True)),
                ("duration", models.PositiveSmallIntegerField(default=120)),
                ("place", models.CharField(blank=True, max_length=200)),
                ("quorum", models.PositiveSmallIntegerField(default=0)),
                ("attendance", models.JSONField(default=dict)),
                ("minutes", models.CharField(default="draft", max_length=10)),
                ("comments_until", models.DateField(null=True)),
                ("adopted_on", models.DateField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionRow",
            fields=[
                ("id", filao.store.base.IdField(serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("wording", models.TextField()),
                ("mode", models.CharField(max_length=12)),
                ("on", models.DateField()),
                ("votes", models.JSONField(null=True)),
                ("dissent", models.JSONField(default=dict)),
                ("until", models.DateField(null=True)),
                ("paper", models.CharField(blank=True, max_length=64)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.workspace",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.meetingrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AgendaItemRow",
            fields=[
                ("id", filao.store.base.IdField(serialize=False)),
                ("position", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=200)),
                ("owner", models.CharField(blank=True, max_length=60)),
                ("papers", models.JSONField(default=list)),
                ("minutes", models.TextField(blank=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.workspace",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.meetingrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="ActionRow",
            fields=[
                ("id", filao.store.base.IdField(serialize=False)),
                ("number", models.PositiveSmallIntegerField()),
                ("text", models.TextField()),
                ("owner", models.CharField(max_length=60)),
                ("due", models.DateField()),
                ("status", models.CharField(default="open", max_length=10)),
                ("evidence", models.TextField(blank=True)),
                ("reported_on", models.DateField(null=True)),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.workspace",
                    ),
                ),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.meetingrow"
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="MinutesCommentRow",
            fields=[
                ("id", filao.store.base.IdField(serialize=False)),
                ("organisation", models.CharField(max_length=60)),
                ("item", models.PositiveSmallIntegerField(default=0)),
                ("text", models.TextField()),
                ("at", models.DateTimeField()),
                (
                    "meeting",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.meetingrow"
                    ),
                ),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.workspace",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="DecisionAnswerRow",
            fields=[
                ("id", filao.store.base.IdField(serialize=False)),
                ("organisation", models.CharField(max_length=60)),
                ("objection", models.BooleanField(default=False)),
                ("reason", models.TextField(blank=True)),
                ("on", models.DateField()),
                (
                    "workspace",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="store.workspace",
                    ),
                ),
                (
                    "decision",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="store.decisionrow"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("workspace", "decision", "organisation"), name="decision_answer_once"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="meetingrow",
            constraint=models.UniqueConstraint(fields=("workspace", "year", "number"), name="meeting_number"),
        ),
        migrations.AddConstraint(
            model_name="decisionrow",
            constraint=models.UniqueConstraint(fields=("workspace", "meeting", "number"), name="decision_number"),
        ),
        migrations.AddConstraint(
            model_name="agendaitemrow",
            constraint=models.UniqueConstraint(fields=("workspace", "meeting", "position"), name="agenda_position"),
        ),
        migrations.AddConstraint(
            model_name="actionrow",
            constraint=models.UniqueConstraint(fields=("workspace", "meeting", "number"), name="action_number"),
        ),
        migrations.AddIndex(
            model_name="minutescommentrow",
            index=models.Index(fields=["workspace", "meeting", "at"], name="minutes_comment_at"),
        ),
        migrations.RunPython(forward, back),
    ]
