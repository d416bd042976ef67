"""Editors and Administrators may withdraw, restore and replace films, and keep signed consent forms.

Django makes permissions after the last migration, so these are made here first. Backwards nothing happens: people may
have come to count on the rights.
"""

from django.db import migrations

RIGHTS = {
    ("withdrawal", "withdraw_film"): "Can withdraw, restore and replace films",
    ("consent", "handle_consent_form"): "Can keep and open signed consent forms",
}


def give_rights(apps, schema_editor):
    ContentType = apps.get_model("contenttypes", "ContentType")
    Permission = apps.get_model("auth", "Permission")
    rights = []
    for (model, codename), name in RIGHTS.items():
        content_type, _ = ContentType.objects.get_or_create(app_label="films", model=model)
        right, _ = Permission.objects.get_or_create(
            content_type=content_type, codename=codename, defaults={"name": name}
        )
        rights.append(right)
    for group in apps.get_model("auth", "Group").objects.filter(name__in=("Editors", "Administrators")):
        group.permissions.add(*rights)


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0006_urgent_enquiries"),
        ("films", "0009_withdrawing"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give_rights, migrations.RunPython.noop)]
