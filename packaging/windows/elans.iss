; Inno Setup script: installs dist\ELANS for the person alone, without an administrator.
; ISCC /DVersion=0.2.0 packaging\windows\elans.iss   (./run build does it when Inno Setup is there)

#ifndef Version
  #error The version is given by the build: /DVersion=…
#endif

[Setup]
; the identity of the program on a machine: never change it
AppId={{B1E6C6B3-6C0B-4E0E-9C55-5B0B7C7F2A41}
AppName=ELANS
AppVersion={#Version}
AppVerName=ELANS {#Version}
VersionInfoVersion={#Version}
DefaultDirName={autopf}\ELANS
DefaultGroupName=ELANS
DisableProgramGroupPage=yes
DisableDirPage=auto
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
MinVersion=10.0
ChangesAssociations=yes
CloseApplications=yes
LicenseFile=..\..\LICENSE
OutputDir=..\..\dist
OutputBaseFilename=ELANS-{#Version}-installation
UninstallDisplayIcon={app}\ELANS.exe
Compression=lzma2
SolidCompression=yes
WizardStyle=modern

[Languages]
Name: "fr"; MessagesFile: "compiler:Languages\French.isl"

[Tasks]
Name: "desktopicon"; Description: "{cm:CreateDesktopIcon}"; GroupDescription: "{cm:AdditionalIcons}"

[InstallDelete]
; an update leaves nothing of the version before; classeurs never live here
Type: filesandordirs; Name: "{app}\_internal"

[Files]
Source: "..\..\dist\ELANS\*"; DestDir: "{app}"; Flags: ignoreversion recursesubdirs createallsubdirs

[Icons]
Name: "{group}\ELANS"; Filename: "{app}\ELANS.exe"
Name: "{autodesktop}\ELANS"; Filename: "{app}\ELANS.exe"; Tasks: desktopicon

[Registry]
Root: HKA; Subkey: "Software\Classes\.elans"; ValueType: string; ValueData: "ELANS.copie"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\ELANS.copie"; ValueType: string; ValueData: "Copie d’un classeur ELANS"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\ELANS.copie\DefaultIcon"; ValueType: string; ValueData: "{app}\ELANS.exe,0"
Root: HKA; Subkey: "Software\Classes\ELANS.copie\shell\open\command"; ValueType: string; ValueData: """{app}\ELANS.exe"" ""%1"""

[Run]
Filename: "{app}\ELANS.exe"; Description: "{cm:LaunchProgram,ELANS}"; Flags: nowait postinstall skipifsilent
