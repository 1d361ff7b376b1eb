"""The kit's own server on this machine, for the app pages and for JupyterLab."""
