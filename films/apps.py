from django.apps import AppConfig


class FilmsConfig(AppConfig):
    name = "films"
    verbose_name = "Films"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from wagtail.permission_policies.collections import CollectionPermissionPolicy
        from wagtail.permissions import register_permission_policy

        from cms.stored_files import also_in_use
        from films import receivers  # noqa: F401
        from films.models import Video
        from films.selectors.uploads import names_of_uploads

        also_in_use(names_of_uploads)
        register_permission_policy(Video, CollectionPermissionPolicy(Video))
