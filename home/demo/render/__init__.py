"""Tools that render the demo films; the site never imports them (see home/demo/media/README.md)."""
