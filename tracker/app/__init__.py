"""The door of the kit: one server on this machine for the app pages and for JupyterLab."""
