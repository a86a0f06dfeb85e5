"""The AppleScript through which Excel for Mac, which may start nothing itself, lets Python run a button.

It names the interpreter within the user's home and takes nothing but words from Excel, each quoted for the
shell: no workbook chooses what runs. The text is ASCII, whatever the user is called.
"""

from __future__ import annotations

from pathlib import Path, PurePosixPath

_TEXT = """on press(sent)
	set before to AppleScript's text item delimiters
	set AppleScript's text item delimiters to linefeed
	set given to text items of sent
	set AppleScript's text item delimiters to before
	set interpreter to POSIX path of (path to home folder) & "{interpreter}"
	set command to quoted form of interpreter & " -I -B -X utf8 -m salesplan_xl.addin.ribbon_actions"
	repeat with place from 2 to count of given
		set command to command & " " & quoted form of (item place of given)
	end repeat
	set command to command & " " & quoted form of ("--wb=" & (item 1 of given)) & " --from_xl=1"
	do shell script command & " > /dev/null 2>&1 &"
	return ""
end press
"""


def mac_script(interpreter: Path, user: Path) -> bytes:
    """Return the script for an interpreter below the user's home.

    >>> script = mac_script(Path("/Users/张/Library/A/bin/python"), Path("/Users/张"))
    >>> b'"Library/A/bin/python"' in script
    True

    Raises:
        ValueError: the interpreter lies elsewhere, or its place is not plain ASCII.
    """
    inside = PurePosixPath(interpreter.relative_to(user)).as_posix()
    if not inside.isascii() or set(inside) & set('"\\\n'):
        raise ValueError(inside)
    return _TEXT.replace("{interpreter}", inside).encode("ascii")
