"""The second pair of eyes is a second person's: nobody approves what they sent for review themselves.

The task keeps its number, so reviews that are under way go on. Another task that somebody made is left alone.
"""

from django.db import migrations

WORKFLOW = "Second pair of eyes"
STOCK = ("wagtailcore", "GroupApprovalTask")
OURS = ("cms", "SecondLookTask")


def change_kind(apps, old, new):
    """Turn the task of our workflow from one kind into another; a second run finds nothing to do."""
    Old, New = apps.get_model(*old), apps.get_model(*new)
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=new[0], model=new[1].lower()
    )
    for task in Old.objects.filter(name=WORKFLOW, workflow_tasks__workflow__name=WORKFLOW).distinct():
        groups = list(task.groups.all())
        number = task.pk
        task.delete(keep_parents=True)
        changed = New(task_ptr_id=number, name=WORKFLOW, active=task.active, content_type_id=content_type.pk)
        changed.save()
        changed.groups.set(groups)


def allow_administrators(apps):
    """Administrators hold every right; Django would make these only after the last migration."""
    Permission = apps.get_model("auth", "Permission")
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label="cms", model="secondlooktask"
    )
    administrators = apps.get_model("auth", "Group").objects.filter(name="Administrators").first()
    for right in ("add", "change", "delete", "view"):
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type,
            codename=f"{right}_secondlooktask",
            defaults={"name": f"Can {right} approval by a second person"},
        )
        if administrators:
            administrators.permissions.add(permission)


def forwards(apps, schema_editor):
    change_kind(apps, STOCK, OURS)
    allow_administrators(apps)


def backwards(apps, schema_editor):
    change_kind(apps, OURS, STOCK)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0004_role_facts"),
        ("cms", "0004_second_look_task"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0098_apitoken"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
