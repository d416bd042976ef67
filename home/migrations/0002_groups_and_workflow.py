"""Editors, Moderators and Administrators, each with exactly what their work needs, and the second pair of eyes.

Wagtail's own first migrations make groups called Editors and Moderators with rights over all pages; this replaces
what they hold. Running it again gives the same result. Backwards nothing happens: people may be in the groups.
"""

from django.contrib.auth.management import create_permissions
from django.db import migrations

PAGE_RIGHTS = ("add", "change", "publish", "lock", "unlock")
# (app, model): rights. Django's own codenames: add_…, change_…, delete_…, view_…
EDITORS = {
    ("wagtailadmin", "admin"): ("access",),
    ("films", "contributor"): ("add", "change", "delete", "view"),
    ("films", "practicearea"): ("add", "change", "delete", "view"),
    ("films", "topic"): ("add", "change", "delete", "view"),
    ("films", "fact"): ("add", "change", "delete", "view"),
    ("home", "enquiry"): ("view", "change"),
}
MODERATORS = {
    ("wagtailadmin", "admin"): ("access",),
    ("comments", "comment"): ("view", "change", "moderate"),
    ("comments", "storedfinding"): ("view",),
    ("comments", "moderationdecision"): ("view", "add"),
    ("comments", "report"): ("view", "change"),
}
# On the root collection, and so on all others.
COLLECTION_RIGHTS = {
    ("films", "video"): ("add", "change", "delete", "choose"),
    ("wagtailimages", "image"): ("add", "change", "delete", "choose"),
    ("wagtaildocs", "document"): ("add", "change", "delete", "choose"),
}
EVERY_COLLECTION_RIGHT = {**COLLECTION_RIGHTS, ("wagtailcore", "collection"): ("add", "change", "delete")}
# Rights that Django does not make by itself, or that a later migration of their app makes.
NAMES = {
    "access_admin": "Can access Wagtail admin",
    "moderate_comment": "Can decide about comments",
    "choose_video": "Can choose film file",
    "choose_image": "Can choose image",
    "choose_document": "Can choose document",
    "view_enquiry": "Can view message",
    "change_enquiry": "Can change message",
}
WORKFLOW = "Second pair of eyes"
STOCK_WORKFLOW = "Moderators approval"


def permission(apps, app_label, model, right):
    codename = f"{right}_{model}"
    content_type, _ = apps.get_model("contenttypes", "ContentType").objects.get_or_create(
        app_label=app_label, model=model
    )
    found, _ = apps.get_model("auth", "Permission").objects.get_or_create(
        content_type=content_type,
        codename=codename,
        defaults={"name": NAMES.get(codename, f"Can {right} {model}")},
    )
    return found


def permissions(apps, table):
    return [permission(apps, *model, right) for model, rights in table.items() for right in rights]


def make_all_permissions(apps):
    """Django makes permissions after the last migration; Administrators need them now."""
    for app_config in apps.get_app_configs():
        app_config.models_module = True  # a historical app has none, and Django would pass it over
        create_permissions(app_config, apps=apps, verbosity=0)
        app_config.models_module = None


def set_group(apps, name, *, rights, page_rights, collection_table):
    Group = apps.get_model("auth", "Group")
    Page = apps.get_model("wagtailcore", "Page")
    Collection = apps.get_model("wagtailcore", "Collection")
    GroupPagePermission = apps.get_model("wagtailcore", "GroupPagePermission")
    GroupCollectionPermission = apps.get_model("wagtailcore", "GroupCollectionPermission")
    group, _ = Group.objects.get_or_create(name=name)
    group.permissions.set(rights)
    GroupPagePermission.objects.filter(group=group).delete()
    GroupCollectionPermission.objects.filter(group=group).delete()
    root_page = Page.objects.filter(depth=1).first()
    root_collection = Collection.objects.filter(depth=1).first()
    GroupPagePermission.objects.bulk_create(
        GroupPagePermission(group=group, page=root_page, permission=permission(apps, "wagtailcore", "page", right))
        for right in page_rights
    )
    GroupCollectionPermission.objects.bulk_create(
        GroupCollectionPermission(group=group, collection=root_collection, permission=right)
        for right in permissions(apps, collection_table)
    )
    return group


def set_workflow(apps, groups):
    """One task, approved by an editor or an administrator, on all pages."""
    Workflow = apps.get_model("wagtailcore", "Workflow")
    WorkflowTask = apps.get_model("wagtailcore", "WorkflowTask")
    WorkflowPage = apps.get_model("wagtailcore", "WorkflowPage")
    GroupApprovalTask = apps.get_model("wagtailcore", "GroupApprovalTask")
    ContentType = apps.get_model("contenttypes", "ContentType")
    root_page = apps.get_model("wagtailcore", "Page").objects.filter(depth=1).first()
    names = (WORKFLOW, STOCK_WORKFLOW)
    task = GroupApprovalTask.objects.filter(name__in=names).first()
    if task is None:
        content_type, _ = ContentType.objects.get_or_create(app_label="wagtailcore", model="groupapprovaltask")
        task = GroupApprovalTask.objects.create(name=WORKFLOW, content_type=content_type, active=True)
    task.name = WORKFLOW
    task.save()
    task.groups.set(groups)
    workflow = Workflow.objects.filter(name__in=names).first() or Workflow.objects.create(name=WORKFLOW, active=True)
    workflow.name = WORKFLOW
    workflow.save()
    WorkflowTask.objects.get_or_create(workflow=workflow, task=task, defaults={"sort_order": 0})
    WorkflowPage.objects.update_or_create(page=root_page, defaults={"workflow": workflow})


def make_groups(apps, schema_editor):
    make_all_permissions(apps)
    editors = set_group(
        apps,
        "Editors",
        rights=permissions(apps, EDITORS),
        page_rights=PAGE_RIGHTS,
        collection_table=COLLECTION_RIGHTS,
    )
    set_group(apps, "Moderators", rights=permissions(apps, MODERATORS), page_rights=(), collection_table={})
    administrators = set_group(
        apps,
        "Administrators",
        rights=list(apps.get_model("auth", "Permission").objects.all()),
        page_rights=(*PAGE_RIGHTS, "bulk_delete"),
        collection_table=EVERY_COLLECTION_RIGHT,
    )
    set_workflow(apps, [editors, administrators])


class Migration(migrations.Migration):
    dependencies = [
        ("home", "0001_initial"),
        ("films", "0004_consent_in_the_film_form"),
        ("comments", "0001_initial"),
        ("cms", "0001_initial"),
        ("accounts", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailadmin", "0006_formstate"),
        ("wagtailcore", "0098_apitoken"),
        ("wagtaildocs", "0014_alter_document_file_size"),
        ("wagtailimages", "0027_image_description"),
        ("wagtailredirects", "0008_add_verbose_name_plural"),
        ("wagtailusers", "0015_userprofile_keyboard_shortcuts"),
    ]

    operations = [migrations.RunPython(make_groups, migrations.RunPython.noop)]
