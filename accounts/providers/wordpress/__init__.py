"""Signing in with WordPress.com. The API is described at https://developer.wordpress.com/docs/oauth2/."""
