Attribute VB_Name = "FakeWindows"
Option Explicit

' Stands in for what Windows gives to the server's module: folders, files, the library. It notes every use.

Private noted As String
Private userFolder As String
Private noteText As String

Public Sub Prepare(ByVal folder As String, ByVal content As String)
    userFolder = folder
    noteText = content
End Sub

Public Sub NoteUse(ByVal text As String)
    noted = noted & text & vbLf
End Sub

Public Function Uses() As String
    Uses = noted
    noted = ""
End Function

Public Function HomeOfUser() As String
    HomeOfUser = userFolder
End Function

Public Function ContentOf(ByVal path As String) As String
    NoteUse "read " & path
    ContentOf = noteText
End Function

Public Function Made(ByVal name As String) As Object
    NoteUse "object " & name
    Set Made = New FakeObject
End Function

Public Function LoadLibraryW(ByVal path As String) As Long
    NoteUse "load " & path
    LoadLibraryW = 1
End Function

Public Function ActivateServer(ByRef found As Variant, ByVal command As String, ByVal mode As Long) As Long
    NoteUse "start " & command
    Set found = New FakeObject
End Function
