Attribute VB_Name = "SalesPlanRibbon"
Option Explicit

' What the ribbon calls: texts in the language people read, and the buttons.

Private theRibbon As Object

Public Sub RibbonLoaded(ribbon As Object)
    Set theRibbon = ribbon
End Sub

Public Sub RibbonLabel(control As Object, ByRef text As Variant)
    text = TextOf("label:" & control.ID)
End Sub

Public Sub RibbonScreentip(control As Object, ByRef text As Variant)
    text = TextOf("label:" & control.ID)
End Sub

Public Sub RibbonSupertip(control As Object, ByRef text As Variant)
    text = TextOf("tip:" & control.ID)
End Sub

Public Sub RibbonPressed(control As Object)
    Press control.ID, control.Tag
End Sub

' Runs a button. Its tag has the action's name, then options: name=value, or name?kind for what is asked first.
Public Sub Press(ByVal id As String, ByVal tag As String)
    Dim words() As String, parts() As String, answer As String, position As Long, said As String
    On Error GoTo failed
    parts = Split(tag, "|")
    ReDim words(0 To 0)
    words(0) = parts(0)
    For position = 1 To UBound(parts)
        If InStr(parts(position), "?") > 0 Then
            answer = AskedFor(id, Split(parts(position), "?")(0), Split(parts(position), "?")(1))
            If answer = vbNullChar Then Exit Sub
            If answer <> "" Then Append words, Split(parts(position), "?")(0), answer
        Else
            Append words, Split(parts(position), "=")(0), Split(parts(position), "=")(1)
        End If
    Next position
    If words(0) = "switch_language" Then
        SwitchLanguage words(2)
        Exit Sub
    End If
    Append words, "language", UiLanguage()
    said = CallAction(words)
    If said <> "" Then ShowMessage said, TextOf("label:salesplan")
    Exit Sub
failed:
    Application.StatusBar = False
    ShowMessage TextOf("message:no_python"), TextOf("label:salesplan")
End Sub

Private Function AskedFor(ByVal id As String, ByVal name As String, ByVal kind As String) As String
    Dim title As String
    title = TextOf("label:" & id)
    Select Case kind
        Case "file": AskedFor = AskFile(title)
        Case "newfile": AskedFor = AskNewFile(title & ".xlsx", title)
        Case "folder": AskedFor = AskFolder(title)
        Case Else: AskedFor = AskText(TextOf("ask:" & name), title)
    End Select
End Function

Private Sub Append(ByRef words() As String, ByVal name As String, ByVal value As String)
    ReDim Preserve words(0 To UBound(words) + 2)
    words(UBound(words) - 1) = name
    words(UBound(words)) = value
End Sub

Private Sub SwitchLanguage(ByVal language As String)
    If language = "excel" Then language = ""
    ChooseLanguage language
    If Not theRibbon Is Nothing Then theRibbon.Invalidate
    ScheduleHelp
End Sub
