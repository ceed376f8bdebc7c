"""Words of people and contacts, until now in clear, are closed with the key of their workspace; going back opens them."""

import json
from typing import Any

import django.db.models.deletion
from django.db import migrations, models
from django.db.migrations.exceptions import IrreversibleError

import filao.store.base
from filao.core.problems import Problem
from filao.store import vault


def close(apps: Any, schema_editor: Any) -> None:
    for workspace, rows in _held(apps, lambda row: _said(row)):
        lock = vault.new_lock(workspace)
        key = vault.new_key(workspace, lock["public"])
        apps.get_model("store", "LockRow").objects.create(workspace_id=workspace, **lock)
        model = apps.get_model("store", "KeyRow")
        sealer = vault.sealer_of(model.objects.create(workspace_id=workspace, **key))
        for row in rows:
            row.sealed = sealer.seal(_said(row).encode(), _context(row))
            row.save(update_fields=["sealed"])


def reopen(apps: Any, schema_editor: Any) -> None:
    for name in ("ResponseRow", "QuarantineRow", "DraftRow"):
        if apps.get_model("store", name).objects.exists():
            raise IrreversibleError("answers were taken in, and without their keys nobody could open them")
    for workspace, rows in _held(apps, lambda row: row.sealed):
        lock = apps.get_model("store", "LockRow").objects.get(workspace_id=workspace)
        if lock.kind != vault.MACHINE:
            raise Problem("words_locked")
        half = vault.open_lock(lock)
        keys = {
            row.id: vault.private_half(row, half)
            for row in apps.get_model("store", "KeyRow").objects.filter(workspace_id=workspace, destroyed_at=None)
        }
        for row in rows:
            sealed = bytes(row.sealed)
            said = vault.unseal(sealed, keys[vault.key_id(sealed)], workspace, _context(row)).decode()
            values = {"words": said} if hasattr(row, "words") else json.loads(said)
            type(row).objects.filter(id=row.id).update(**values)
    apps.get_model("store", "KeyRow").objects.all().delete()


def _held(apps: Any, wanted: Any) -> Any:
    """Workspace by workspace, its rows that hold something."""
    for workspace in apps.get_model("store", "Workspace").objects.values_list("id", flat=True):
        rows = [
            row
            for name in ("AnswerRow", "ContactRow")
            for row in apps.get_model("store", name).objects.filter(workspace_id=workspace)
            if wanted(row)
        ]
        if rows:
            yield workspace, rows


def _said(row: Any) -> str:
    if hasattr(row, "words"):
        return str(row.words)
    note = ", ".join(text for text in (row.address, row.note) if text)
    return json.dumps({"email": row.email, "phone": row.phone, "note": note})


def _context(row: Any) -> str:
    return f"{'answer' if hasattr(row, 'words') else 'contact'} {row.id}"


class Migration(migrations.Migration):
    dependencies = [("store", "0005_journal_closed")]
    operations = [
        migrations.CreateModel(
            name="LockRow",
            fields=[
                ("id", filao.store.base.IdField(serialize=False)),
                ("public", models.BinaryField()),
                ("wrapped", models.BinaryField()),
                ("salt", models.BinaryField(default=bytes)),
                ("kind", models.CharField(max_length=12)),
                ("changed_at", models.DateTimeField()),
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
        migrations.AddConstraint(
            model_name="lockrow",
            constraint=models.UniqueConstraint(fields=("workspace",), name="lock_of_workspace"),
        ),
        migrations.RemoveField(model_name="keyrow", name="lock"),
        migrations.AddField(model_name="answerrow", name="sealed", field=models.BinaryField(default=bytes)),
        migrations.AddField(model_name="contactrow", name="sealed", field=models.BinaryField(default=bytes)),
        migrations.RunPython(close, reopen),
        migrations.RemoveField(model_name="answerrow", name="words"),
        *(migrations.RemoveField(model_name="contactrow", name=name) for name in ("email", "phone", "address", "note")),
    ]
