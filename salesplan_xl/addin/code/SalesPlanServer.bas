Attribute VB_Name = "SalesPlanServer"
Option Explicit

' The way to Python: the interpreter that the installer put into the user's own application folder, started with
' fixed words in isolated mode (-I: no environment variable and no folder adds a module). The installer's note
' in that folder is the only file read. No workbook, sheet, name or folder of a workbook has a say.

Private Const CELL_FUNCTIONS As String = "salesplan_xl.addin.cell_functions"
Private Const RIBBON_ACTIONS As String = "salesplan_xl.addin.ribbon_actions"
Private Const SERVER_COMMAND As String = "from salesplan_xl.addin.server import serve; serve('$(CLSID)')"
Private Const SCRIPT_OF_MAC As String = "@MAC_SCRIPT@"
Private Const NOT_STARTED As Long = 1001

#If Mac Then
#ElseIf Win64 Then
    Private Const SERVER_DLL As String = "xlwings64-@XLWINGS@.dll"
    Private Declare PtrSafe Function ActivateServer Lib "xlwings64-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" _
        (ByRef found As Variant, ByVal command As String, ByVal mode As Long) As Long
    Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
#Else
    Private Const SERVER_DLL As String = "xlwings32-@XLWINGS@.dll"
    Private Declare PtrSafe Function ActivateServer Lib "xlwings32-@XLWINGS@.dll" Alias "XLPyDLLActivateAuto" _
        (ByRef found As Variant, ByVal command As String, ByVal mode As Long) As Long
    Private Declare PtrSafe Function LoadLibraryW Lib "kernel32" (ByVal path As LongPtr) As LongPtr
#End If

#If Mac Then
#Else
    Private commandLine As String
#End If
Private failedAt As Date

' Answers a cell: the arguments go to Python, its answer comes back as it is.
Public Function CallFunction(ByVal functionName As String, ByRef arguments As Variant) As Variant
    #If Mac Then
        CallFunction = CVErr(xlErrName)
    #Else
        CallFunction = Server().CallUDF(CELL_FUNCTIONS, functionName, arguments)
    #End If
End Function

' Runs an action on the active workbook and returns what is to be said; on a Mac Python itself says it.
' The words are the action's name, then options by name and value.
Public Function CallAction(ByRef words As Variant) As String
    #If Mac Then
        Dim sent As String, position As Long
        sent = ActiveName()
        For position = LBound(words) To UBound(words)
            sent = sent & vbLf & words(position)
        Next position
        AppleScriptTask SCRIPT_OF_MAC, "press", sent
    #Else
        Dim python As Object
        Set python = Server()
        python.SetAttr python.Module("xlwings._xlwindows"), "BOOK_CALLER", ActiveWorkbook
        CallAction = python.Str(python.Call(python.Module(RIBBON_ACTIONS), "press", python.TupleFromArray(words)))
    #End If
End Function

#If Mac Then

Private Function ActiveName() As String
    If Not ActiveWorkbook Is Nothing Then ActiveName = ActiveWorkbook.Name
End Function

#Else

' Returns the running server, or starts it. After a failure a minute passes before the next try, so that a
' sheet full of functions does not wait for each of them.
Private Function Server() As Object
    Dim found As Variant, before As String, failed As Boolean
    If failedAt <> 0 Then
        If Now < failedAt + TimeSerial(0, 1, 0) Then Err.Raise NOT_STARTED
    End If
    failedAt = Now
    If commandLine = "" Then commandLine = PrepareServer()
    ' The server starts in its own folder, never in that of a workbook.
    before = CurDir
    ChangeTo HomeFolder()
    failed = ActivateServer(found, commandLine, 1) <> 0
    ChangeTo before
    If failed Then Err.Raise NOT_STARTED, , CStr(found)
    failedAt = 0
    Set Server = found
End Function

' Loads the server's library and returns the command that starts it.
Private Function PrepareServer() As String
    Dim interpreter As String
    interpreter = InstalledFile("interpreter", "pythonw.exe")
    If LoadLibraryW(StrPtr(InstalledFile("library", SERVER_DLL))) = 0 Then Err.Raise NOT_STARTED
    PrepareServer = Quoted(ShortPath(interpreter)) & " -I -B -X utf8 -c " & Quoted(SERVER_COMMAND)
End Function

' Returns a file that the installer noted. It must bear the expected name and lie in our own folder.
Private Function InstalledFile(ByVal key As String, ByVal fileName As String) As String
    Dim path As String, home As String
    home = HomeFolder() & "\"
    path = Noted(key)
    If LCase$(Left$(path, Len(home))) <> LCase$(home) Or InStr(path, "..") > 0 _
        Or LCase$(Right$(path, Len(fileName) + 1)) <> "\" & LCase$(fileName) Then Err.Raise NOT_STARTED
    If Not CreateObject("Scripting.FileSystemObject").FileExists(path) Then Err.Raise NOT_STARTED
    InstalledFile = path
End Function

' Returns a value of the installer's note, which is a text in UTF-16: lines of "key = value".
Private Function Noted(ByVal key As String) As String
    Dim lines() As String, position As Long, equals As Long
    With CreateObject("Scripting.FileSystemObject").OpenTextFile(HomeFolder() & "\@CONFIGURATION@", 1, False, -1)
        lines = Split(.ReadAll, vbCrLf)
        .Close
    End With
    For position = LBound(lines) To UBound(lines)
        equals = InStr(lines(position), "=")
        If equals > 0 Then
            If Trim$(Left$(lines(position), equals - 1)) = key Then Noted = Trim$(Mid$(lines(position), equals + 1))
        End If
    Next position
End Function

' Returns our folder. Windows is asked where the user's local application data lie (28), not the environment.
Private Function HomeFolder() As String
    HomeFolder = CreateObject("Shell.Application").Namespace(28).Self.Path & "\SalesPlan"
End Function

' The library takes the command in the letters of the system's code page: a path with others is given by its
' short name.
Private Function ShortPath(ByVal path As String) As String
    Dim position As Long
    ShortPath = path
    For position = 1 To Len(path)
        If AscW(Mid$(path, position, 1)) < 32 Or AscW(Mid$(path, position, 1)) > 126 Then
            ShortPath = CreateObject("Scripting.FileSystemObject").GetFile(path).ShortPath
            Exit Function
        End If
    Next position
End Function

Private Sub ChangeTo(ByVal folder As String)
    On Error Resume Next
    ChDrive folder
    ChDir folder
End Sub

Private Function Quoted(ByVal text As String) As String
    Quoted = Chr$(34) & text & Chr$(34)
End Function

#End If
