"""Services that readers may sign in with and that django-allauth does not bring."""
