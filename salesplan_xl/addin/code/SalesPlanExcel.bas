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

' Asks for a line of text, which may stay blank. Like all that follow: a null character if the person thinks
' better of it.
Public Function AskText(ByVal question As String, ByVal title As String) As String
    Dim answer As Variant
    answer = Application.InputBox(question, title, Type:=2)
    AskText = Given(answer)
End Function

Public Function AskFile(ByVal title As String) As String
    Dim answer As Variant
    #If Mac Then
        answer = Application.GetOpenFilename
    #Else
        answer = Application.GetOpenFilename("Excel, CSV (*.xlsx;*.xlsm;*.xls;*.csv;*.txt),*.xlsx;*.xlsm;*.xls;*.csv;*.txt", , title)
    #End If
    AskFile = Given(answer)
End Function

Public Function AskNewFile(ByVal suggested As String, ByVal title As String) As String
    Dim answer As Variant
    #If Mac Then
        answer = Application.GetSaveAsFilename(suggested)
    #Else
        answer = Application.GetSaveAsFilename(suggested, "Excel (*.xlsx),*.xlsx", , title)
    #End If
    AskNewFile = Given(answer)
End Function

Public Function AskFolder(ByVal title As String) As String
    AskFolder = vbNullChar
    With Application.FileDialog(4)
        .Title = title
        If .Show Then AskFolder = .SelectedItems(1)
    End With
End Function

Private Function Given(ByVal answer As Variant) As String
    Given = vbNullChar
    If VarType(answer) = vbString Then Given = answer
End Function
