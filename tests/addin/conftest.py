"""What pytest leaves alone here: the script that LibreOffice's own Python runs."""

collect_ignore = ["in_libreoffice.py"]
