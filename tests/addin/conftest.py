"""What pytest leaves alone here: scripts that LibreOffice's own Python and the Python under Wine run."""

collect_ignore = ["in_libreoffice.py", "wine/calls.py", "wine/computer.py"]
