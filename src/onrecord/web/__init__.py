"""The web pages and the HTTP interface over one ledger: `app.create_app` makes the application.

`site` is what the server was opened with, `security` who may ask, `pages` and `api` answer, each file one thing.
"""
