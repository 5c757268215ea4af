"""Where a WSGI server finds the application, and where `flask` does."""

from webapp.app import create_app

app = create_app()
