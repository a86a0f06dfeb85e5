-- Runs a button of the SalesPlan ribbon. Excel hands over lines: the workbook's name, the action, then options by
-- name and value. The interpreter is the one that the installer noted; every word reaches the shell quoted, so
-- that no name of a workbook can become a command.
on press(sent)
	set theLines to paragraphs of sent
	set note to (POSIX path of (path to home folder)) & "Library/Containers/com.microsoft.Excel/Data/SalesPlan/@CONFIGURATION@"
	set interpreter to do shell script "/usr/bin/sed -n 's/^interpreter = //p' " & quoted form of note
	set home to (POSIX path of (path to home folder)) & "Library/Application Support/SalesPlan/"
	if interpreter does not start with home or interpreter contains ".." then error "SalesPlan is not installed"
	set theCommand to quoted form of interpreter & " -I -B -X utf8 -m salesplan_xl.addin.ribbon_actions"
	repeat with position from 2 to count of theLines
		set theCommand to theCommand & " " & quoted form of (item position of theLines)
	end repeat
	set theCommand to theCommand & " " & quoted form of ("--wb=" & item 1 of theLines) & " --from_xl=1"
	do shell script theCommand & " > /dev/null 2>&1 &"
	return ""
end press
