"""What the campaign adds to the Wagtail admin."""
