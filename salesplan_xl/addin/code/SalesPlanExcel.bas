Attribute VB_Name = "SalesPlanExcel"
Option Explicit

' What is asked of Excel's own window: the calling cell, the function wizard, languages, files, messages.

Private Const CHINESE As Long = 4

#If Mac Then
#Else
    Private Declare PtrSafe Function MessageBoxW Lib "user32" _
        (ByVal owner As LongPtr, ByVal text As LongPtr, ByVal caption As LongPtr, ByVal style As Long) As Long
#End If

' Tells whether the function wizard is open: it works a function out at every key that is pressed.
Public Function InWizard() As Boolean
    On Error Resume Next
    InWizard = Not Application.CommandBars("Standard").Controls(1).Enabled
End Function

' Returns the address of the calling cell with its workbook and sheet, or nothing.
Public Function CallingCell() As String
    If TypeName(Application.Caller) = "Range" Then
        CallingCell = Application.Caller.Cells(1, 1).Address(External:=True)
    End If
End Function

' Returns the language people read: the one chosen, else that of Excel's own menus.
Public Function UiLanguage() As String
    UiLanguage = ChosenLanguage()
    If UiLanguage = "" Then
        UiLanguage = "en"
        If (Application.LanguageSettings.LanguageID(2) And 1023) = CHINESE Then UiLanguage = "zh"
    End If
End Function

Public Function ChosenLanguage() As String
    ChosenLanguage = GetSetting("SalesPlan", "Ribbon", "Language", "")
End Function

Public Sub ChooseLanguage(ByVal language As String)
    SaveSetting "SalesPlan", "Ribbon", "Language", language
End Sub

' Shows a message. VBA's own box cannot show Chinese where Windows speaks another language.
Public Sub ShowMessage(ByVal text As String, ByVal title As String)
    #If Mac Then
        MsgBox text, vbInformation, title
    #Else
        MessageBoxW Application.Hwnd, StrPtr(text), StrPtr(title), vbInformation
    #End If
End Sub

' Asks for a line of text; nothing if the person thinks better of it.
Public Function AskText(ByVal question As String, ByVal title As String) As String
    Dim answer As Variant
    answer = Application.InputBox(question, title, Type:=2)
    If VarType(answer) = vbString Then AskText = answer
End Function

Public Function AskFile(ByVal title As String) As String
    Dim answer As Variant
    #If Mac Then
        answer = Application.GetOpenFilename
    #Else
        answer = Application.GetOpenFilename("Excel, CSV (*.xlsx;*.xlsm;*.xls;*.csv;*.txt),*.xlsx;*.xlsm;*.xls;*.csv;*.txt", , title)
    #End If
    If VarType(answer) = vbString Then AskFile = answer
End Function

Public Function AskNewFile(ByVal suggested As String, ByVal title As String) As String
    Dim answer As Variant
    #If Mac Then
        answer = Application.GetSaveAsFilename(suggested)
    #Else
        answer = Application.GetSaveAsFilename(suggested, "Excel (*.xlsx),*.xlsx", , title)
    #End If
    If VarType(answer) = vbString Then AskNewFile = answer
End Function

Public Function AskFolder(ByVal title As String) As String
    With Application.FileDialog(4)
        .Title = title
        If .Show Then AskFolder = .SelectedItems(1)
    End With
End Function

Public Sub OpenFile(ByVal path As String)
    Workbooks.Open path
End Sub
