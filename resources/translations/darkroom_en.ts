<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
  <context>
    <name>ConnectionsDialog</name>
    <message numerus="yes">
      <source>Darkroom has connected %n times. Only hosts are noted, no addresses.</source>
      <translation>
        <numerusform>Darkroom has connected %n time. Only hosts are noted, no addresses.</numerusform>
        <numerusform>Darkroom has connected %n times. Only hosts are noted, no addresses.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>GalleryEdits</name>
    <message numerus="yes">
      <source>%n file(s) could not be moved to the system's trash.</source>
      <translation>
        <numerusform>%n file could not be moved to the system's trash.</numerusform>
        <numerusform>%n files could not be moved to the system's trash.</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>LoraDock</name>
    <message numerus="yes">
      <source>Search %n LoRAs</source>
      <translation>
        <numerusform>Search %n LoRA</numerusform>
        <numerusform>Search %n LoRAs</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ModelsDock</name>
    <message numerus="yes">
      <source>Looking for models: %n files found…</source>
      <translation>
        <numerusform>Looking for models: %n file found…</numerusform>
        <numerusform>Looking for models: %n files found…</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Search %n files</source>
      <translation>
        <numerusform>Search %n file</numerusform>
        <numerusform>Search %n files</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Search %n models</source>
      <translation>
        <numerusform>Search %n model</numerusform>
        <numerusform>Search %n models</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>ProgressChip</name>
    <message numerus="yes">
      <source>%n min left</source>
      <translation>
        <numerusform>%n min left</numerusform>
        <numerusform>%n min left</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n s left</source>
      <translation>
        <numerusform>%n s left</numerusform>
        <numerusform>%n s left</numerusform>
      </translation>
    </message>
  </context>
  <context>
    <name>Queue</name>
    <message numerus="yes">
      <source>%n jobs</source>
      <translation>
        <numerusform>%n job</numerusform>
        <numerusform>%n jobs</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n models</source>
      <translation>
        <numerusform>%n model</numerusform>
        <numerusform>%n models</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n pictures</source>
      <translation>
        <numerusform>%n picture</numerusform>
        <numerusform>%n pictures</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n sizes</source>
      <translation>
        <numerusform>%n size</numerusform>
        <numerusform>%n sizes</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n steps</source>
      <translation>
        <numerusform>%n step</numerusform>
        <numerusform>%n steps</numerusform>
      </translation>
    </message>
  </context>
</TS>
