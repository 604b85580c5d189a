"""Every write of the app: authoring, learning, attempts."""
