"""What accounts tell the apps that come after them, without knowing them."""

from django.dispatch import Signal

# An account is about to be deleted, in the same transaction. Arguments: ``user``; ``keeps_published``, whether words
# that are published may stay without a name. Receivers clear what they hold; an error keeps the account.
account_closing = Signal()

# What is held about ``user``? Receivers answer with a ``Holding`` of at most ``most`` items, newest first.
account_contents = Signal()
