"""The application for an ASGI server: `uvicorn api.asgi:app`. `shuiguan serve` uses it."""

from api.app import create_app

app = create_app()
