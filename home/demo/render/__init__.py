"""Tools that render the demo films ahead of time. The site never imports them; see home/demo/media/README.md."""
