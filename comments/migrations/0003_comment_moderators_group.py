"""A group for those who decide about comments, so that a site has the right from the start."""

from django.db import migrations

GROUP = "Comment moderators"
RIGHTS = (
    ("wagtailadmin", "admin", "access_admin", "Can access Wagtail admin"),
    ("comments", "comment", "moderate_comment", "Can decide about comments"),
)


def add_group(apps, schema_editor):
    """The permissions are made here too: Django makes them only after all migrations have run."""
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    group, _ = apps.get_model("auth", "Group").objects.get_or_create(name=GROUP)
    for app_label, model, codename, name in RIGHTS:
        content_type, _ = ContentType.objects.get_or_create(app_label=app_label, model=model)
        permission, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        group.permissions.add(permission)


def remove_group(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name=GROUP).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("comments", "0002_moderation_and_mail_marks"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0001_create_admin_access_permissions"),
    ]

    operations = [migrations.RunPython(add_group, remove_group)]
