Attribute VB_Name = "SalesPlanExcel"
Option Explicit

' Stands in for Excel's own windows: gives fixed answers and notes what is shown.

Private language As String
Private wizard As Boolean
Private cancelled As Boolean
Private folder As String

Public Function InWizard() As Boolean
    InWizard = wizard
End Function

Public Sub OpenWizard(ByVal isOpen As Boolean)
    wizard = isOpen
End Sub

Public Sub UseFolder(ByVal path As String)
    folder = path
End Sub

Public Sub Cancel(ByVal isCancelled As Boolean)
    cancelled = isCancelled
End Sub

Public Function CallingCell() As String
    CallingCell = "here"
End Function

Public Function UiLanguage() As String
    UiLanguage = language
    If language = "" Then UiLanguage = "en"
End Function

Public Sub ChooseLanguage(ByVal chosen As String)
    language = chosen
End Sub

Public Sub ShowMessage(ByVal text As String, ByVal title As String)
    Note "shown" & vbTab & title & vbTab & text
End Sub

Public Function AskText(ByVal question As String, ByVal title As String) As String
    AskText = "1,250"
    If cancelled Then AskText = vbNullChar
End Function

Public Function AskFile(ByVal title As String) As String
    AskFile = folder & "/actuals.csv"
End Function

Public Function AskNewFile(ByVal suggested As String, ByVal title As String) As String
    AskNewFile = folder & "/" & suggested
End Function

Public Function AskFolder(ByVal title As String) As String
    AskFolder = folder
End Function
