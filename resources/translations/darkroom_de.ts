<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de" sourcelanguage="en">
  <context>
    <name>About</name>
    <message>
      <source>About Darkroom</source>
      <translation>Über Darkroom</translation>
    </message>
    <message>
      <source>Making and editing pictures with diffusion models, on your own machine, offline. Apache License 2.0.

Device: {device}
{versions}</source>
      <translation>Bilder erzeugen und bearbeiten mit Diffusionsmodellen, auf dem eigenen Rechner, offline. Apache License 2.0.

Gerät: {device}
{versions}</translation>
    </message>
    <message>
      <source>the engine is starting</source>
      <translation>die Engine startet</translation>
    </message>
  </context>
  <context>
    <name>Actions</name>
    <message>
      <source>&amp;About Darkroom</source>
      <translation>Über &amp;Darkroom</translation>
    </message>
    <message>
      <source>&amp;Actual size</source>
      <translation>&amp;Originalgröße</translation>
    </message>
    <message>
      <source>&amp;Add a folder…</source>
      <translation>Ordner &amp;hinzufügen…</translation>
    </message>
    <message>
      <source>&amp;All</source>
      <translation>&amp;Alles</translation>
    </message>
    <message>
      <source>&amp;Apply the candidate</source>
      <translation>Vors&amp;chlag übernehmen</translation>
    </message>
    <message>
      <source>&amp;Back to the canvas</source>
      <translation>&amp;Zurück zur Leinwand</translation>
    </message>
    <message>
      <source>&amp;Bring back the previous settings</source>
      <translation>&amp;Vorherige Einstellungen zurückholen</translation>
    </message>
    <message>
      <source>&amp;Brush</source>
      <translation>&amp;Pinsel</translation>
    </message>
    <message>
      <source>&amp;Cancel</source>
      <translation>A&amp;bbrechen</translation>
    </message>
    <message>
      <source>&amp;Canvas</source>
      <translation>&amp;Leinwand</translation>
    </message>
    <message>
      <source>&amp;Canvas size…</source>
      <translation>&amp;Leinwandgröße…</translation>
    </message>
    <message>
      <source>&amp;Clear ended jobs</source>
      <translation>Beendete Auf&amp;träge entfernen</translation>
    </message>
    <message>
      <source>&amp;Command palette…</source>
      <translation>Befehls&amp;palette…</translation>
    </message>
    <message>
      <source>&amp;Compare</source>
      <translation>&amp;Vergleichen</translation>
    </message>
    <message>
      <source>&amp;Copy</source>
      <translation>&amp;Kopieren</translation>
    </message>
    <message>
      <source>&amp;Crop</source>
      <translation>Zus&amp;chneiden</translation>
    </message>
    <message>
      <source>&amp;Dark theme</source>
      <translation>&amp;Dunkles Design</translation>
    </message>
    <message>
      <source>&amp;Delete</source>
      <translation>&amp;Löschen</translation>
    </message>
    <message>
      <source>&amp;Delete pixels</source>
      <translation>Pi&amp;xel löschen</translation>
    </message>
    <message>
      <source>&amp;Discard the candidate</source>
      <translation>Vorschlag verwer&amp;fen</translation>
    </message>
    <message>
      <source>&amp;Duplicate</source>
      <translation>&amp;Duplizieren</translation>
    </message>
    <message>
      <source>&amp;Earlier prompt</source>
      <translation>&amp;Früherer Prompt</translation>
    </message>
    <message>
      <source>&amp;Edit</source>
      <translation>&amp;Bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Edit the job</source>
      <translation>Auftrag bea&amp;rbeiten</translation>
    </message>
    <message>
      <source>&amp;Edit the shown picture</source>
      <translation>&amp;Gezeigtes Bild bearbeiten</translation>
    </message>
    <message>
      <source>&amp;Eraser</source>
      <translation>&amp;Radierer</translation>
    </message>
    <message>
      <source>&amp;Export…</source>
      <translation>E&amp;xportieren…</translation>
    </message>
    <message>
      <source>&amp;Favourite</source>
      <translation>&amp;Favorit</translation>
    </message>
    <message>
      <source>&amp;Feather…</source>
      <translation>Kante &amp;weichzeichnen…</translation>
    </message>
    <message>
      <source>&amp;File</source>
      <translation>&amp;Datei</translation>
    </message>
    <message>
      <source>&amp;Fill</source>
      <translation>&amp;Füllen</translation>
    </message>
    <message>
      <source>&amp;Fit</source>
      <translation>&amp;Einpassen</translation>
    </message>
    <message>
      <source>&amp;Flatten</source>
      <translation>Auf eine Ebene red&amp;uzieren</translation>
    </message>
    <message>
      <source>&amp;Generate</source>
      <translation>&amp;Erzeugen</translation>
    </message>
    <message>
      <source>&amp;Grid</source>
      <translation>&amp;Raster</translation>
    </message>
    <message>
      <source>&amp;Grow…</source>
      <translation>&amp;Vergrößern…</translation>
    </message>
    <message>
      <source>&amp;Hand</source>
      <translation>&amp;Hand</translation>
    </message>
    <message>
      <source>&amp;Help</source>
      <translation>&amp;Hilfe</translation>
    </message>
    <message>
      <source>&amp;High-contrast theme</source>
      <translation>Design &amp;mit hohem Kontrast</translation>
    </message>
    <message>
      <source>&amp;Import pictures…</source>
      <translation>Bilder &amp;importieren…</translation>
    </message>
    <message>
      <source>&amp;Keyboard shortcuts</source>
      <translation>&amp;Tastenkürzel</translation>
    </message>
    <message>
      <source>&amp;Lasso</source>
      <translation>&amp;Lasso</translation>
    </message>
    <message>
      <source>&amp;Layer</source>
      <translation>Ebe&amp;ne</translation>
    </message>
    <message>
      <source>&amp;Light theme</source>
      <translation>&amp;Helles Design</translation>
    </message>
    <message>
      <source>&amp;Load from a picture…</source>
      <translation>Aus Bild la&amp;den…</translation>
    </message>
    <message>
      <source>&amp;Locked</source>
      <translation>Ges&amp;perrt</translation>
    </message>
    <message>
      <source>&amp;Look for models again</source>
      <translation>Erneut nach Modellen &amp;suchen</translation>
    </message>
    <message>
      <source>&amp;Mask brush</source>
      <translation>&amp;Maskenpinsel</translation>
    </message>
    <message>
      <source>&amp;Models</source>
      <translation>&amp;Modelle</translation>
    </message>
    <message>
      <source>&amp;More like this</source>
      <translation>&amp;Mehr davon</translation>
    </message>
    <message>
      <source>&amp;New canvas…</source>
      <translation>&amp;Neue Leinwand…</translation>
    </message>
    <message>
      <source>&amp;New layer</source>
      <translation>&amp;Neue Ebene</translation>
    </message>
    <message>
      <source>&amp;Next area</source>
      <translation>&amp;Nächster Bereich</translation>
    </message>
    <message>
      <source>&amp;Next candidate</source>
      <translation>&amp;Nächster Vorschlag</translation>
    </message>
    <message>
      <source>&amp;Nothing</source>
      <translation>&amp;Nichts</translation>
    </message>
    <message>
      <source>&amp;Older picture</source>
      <translation>Äl&amp;teres Bild</translation>
    </message>
    <message>
      <source>&amp;Open the models folder</source>
      <translation>&amp;Modellordner öffnen</translation>
    </message>
    <message>
      <source>&amp;Open…</source>
      <translation>Ö&amp;ffnen…</translation>
    </message>
    <message>
      <source>&amp;Paste</source>
      <translation>&amp;Einfügen</translation>
    </message>
    <message>
      <source>&amp;Pause the queue</source>
      <translation>Warteschlange &amp;anhalten</translation>
    </message>
    <message>
      <source>&amp;Queue</source>
      <translation>&amp;Warteschlange</translation>
    </message>
    <message>
      <source>&amp;Quit</source>
      <translation>&amp;Beenden</translation>
    </message>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Remove the model's folder</source>
      <translation>Ordner des Modells entfer&amp;nen</translation>
    </message>
    <message>
      <source>&amp;Rename</source>
      <translation>Um&amp;benennen</translation>
    </message>
    <message>
      <source>&amp;Report a problem…</source>
      <translation>Problem &amp;melden…</translation>
    </message>
    <message>
      <source>&amp;Reset layout</source>
      <translation>Layou&amp;t zurücksetzen</translation>
    </message>
    <message>
      <source>&amp;Restore</source>
      <translation>&amp;Wiederherstellen</translation>
    </message>
    <message>
      <source>&amp;Resume the queue</source>
      <translation>Warteschlange fort&amp;setzen</translation>
    </message>
    <message>
      <source>&amp;Save</source>
      <translation>&amp;Speichern</translation>
    </message>
    <message>
      <source>&amp;Scale…</source>
      <translation>&amp;Skalieren…</translation>
    </message>
    <message>
      <source>&amp;Select</source>
      <translation>A&amp;uswahl</translation>
    </message>
    <message>
      <source>&amp;Show the models</source>
      <translation>Modelle &amp;zeigen</translation>
    </message>
    <message>
      <source>&amp;Shrink…</source>
      <translation>Ver&amp;kleinern…</translation>
    </message>
    <message>
      <source>&amp;Smaller brush</source>
      <translation>&amp;Kleinerer Pinsel</translation>
    </message>
    <message>
      <source>&amp;Star</source>
      <translation>&amp;Stern</translation>
    </message>
    <message>
      <source>&amp;Theme of the desktop</source>
      <translation>De&amp;sign des Desktops</translation>
    </message>
    <message>
      <source>&amp;Tools</source>
      <translation>Werk&amp;zeuge</translation>
    </message>
    <message>
      <source>&amp;Transform the layer</source>
      <translation>Ebene tr&amp;ansformieren</translation>
    </message>
    <message>
      <source>&amp;Trim</source>
      <translation>Leere &amp;Ränder abschneiden</translation>
    </message>
    <message>
      <source>&amp;Try again</source>
      <translation>Er&amp;neut versuchen</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Rückgängig</translation>
    </message>
    <message>
      <source>&amp;Unload the models</source>
      <translation>Modelle ent&amp;laden</translation>
    </message>
    <message>
      <source>&amp;Use the picture's settings</source>
      <translation>Einstellungen &amp;des Bildes übernehmen</translation>
    </message>
    <message>
      <source>&amp;View</source>
      <translation>&amp;Ansicht</translation>
    </message>
    <message>
      <source>&amp;Visible</source>
      <translation>&amp;Sichtbar</translation>
    </message>
    <message>
      <source>&amp;Work offline</source>
      <translation>Offline a&amp;rbeiten</translation>
    </message>
    <message>
      <source>&amp;Zoom</source>
      <translation>&amp;Zoom</translation>
    </message>
    <message>
      <source>About this &amp;machine</source>
      <translation>Über diesen &amp;Rechner</translation>
    </message>
    <message>
      <source>Add a &amp;model…</source>
      <translation>Mo&amp;dell hinzufügen…</translation>
    </message>
    <message>
      <source>Add the picture on the clipboard as a layer, open its files, or take its text</source>
      <translation>Bild aus der Zwischenablage als Ebene hinzufügen, ihre Dateien öffnen oder ihren Text übernehmen</translation>
    </message>
    <message>
      <source>Aga&amp;in</source>
      <translation>&amp;Erneut</translation>
    </message>
    <message>
      <source>All keys on one sheet</source>
      <translation>Alle Tasten auf einem Blatt</translation>
    </message>
    <message>
      <source>All model fold&amp;ers…</source>
      <translation>&amp;Alle Modellordner…</translation>
    </message>
    <message>
      <source>Apply &amp;inside of the selection</source>
      <translation>&amp;Innerhalb der Auswahl übernehmen</translation>
    </message>
    <message>
      <source>Begin a canvas with the picture on the clipboard, as large as it is</source>
      <translation>Mit dem Bild aus der Zwischenablage eine Leinwand in seiner Größe beginnen</translation>
    </message>
    <message>
      <source>Begin an empty canvas of any size</source>
      <translation>Eine leere Leinwand beliebiger Größe beginnen</translation>
    </message>
    <message>
      <source>Black panels, white text and clear borders</source>
      <translation>Schwarze Flächen, weißer Text und deutliche Ränder</translation>
    </message>
    <message>
      <source>Bring bac&amp;k its canvas</source>
      <translation>Leinwand des Bildes zurüc&amp;kholen</translation>
    </message>
    <message>
      <source>Bring back the canvas that was kept before Darkroom was cut off</source>
      <translation>Die Leinwand zurückholen, die gesichert wurde, bevor Darkroom unerwartet endete</translation>
    </message>
    <message>
      <source>Bring back the selection that was dropped last</source>
      <translation>Die zuletzt aufgehobene Auswahl zurückholen</translation>
    </message>
    <message>
      <source>Cancel a&amp;ll</source>
      <translation>A&amp;lle abbrechen</translation>
    </message>
    <message>
      <source>Cancel the selected jobs, whole groups too, or take ended ones away</source>
      <translation>Ausgewählte Aufträge abbrechen, auch ganze Gruppen, oder beendete entfernen</translation>
    </message>
    <message>
      <source>Change the settings of the selected job while it waits</source>
      <translation>Einstellungen des ausgewählten Auftrags ändern, solange er wartet</translation>
    </message>
    <message>
      <source>Click corners around what is to be selected</source>
      <translation>Ecken um das klicken, was ausgewählt werden soll</translation>
    </message>
    <message>
      <source>Close Darkroom; asks first while it makes pictures</source>
      <translation>Darkroom schließen; fragt vorher nach, wenn gerade Bilder entstehen</translation>
    </message>
    <message>
      <source>Co&amp;nnections…</source>
      <translation>Ver&amp;bindungen…</translation>
    </message>
    <message>
      <source>Colour &amp;picker</source>
      <translation>P&amp;ipette</translation>
    </message>
    <message>
      <source>Compare &amp;values…</source>
      <translation>&amp;Werte vergleichen…</translation>
    </message>
    <message>
      <source>Con&amp;vert to safetensors…</source>
      <translation>In safetensors &amp;umwandeln…</translation>
    </message>
    <message>
      <source>Copy &amp;file path</source>
      <translation>Date&amp;ipfad kopieren</translation>
    </message>
    <message>
      <source>Copy &amp;settings</source>
      <translation>Einstellun&amp;gen kopieren</translation>
    </message>
    <message>
      <source>Copy the selected pictures to a folder, in the format that you choose</source>
      <translation>Ausgewählte Bilder in einen Ordner kopieren, im gewünschten Format</translation>
    </message>
    <message>
      <source>Copy what is see&amp;n</source>
      <translation>Sichtbares ko&amp;pieren</translation>
    </message>
    <message>
      <source>Cro&amp;p to the selection</source>
      <translation>Auf die &amp;Auswahl zuschneiden</translation>
    </message>
    <message>
      <source>Cu&amp;t</source>
      <translation>A&amp;usschneiden</translation>
    </message>
    <message>
      <source>Cut off or add room at the sides; nothing is scaled</source>
      <translation>An den Seiten Platz abschneiden oder hinzufügen; nichts wird skaliert</translation>
    </message>
    <message>
      <source>Cut off what is transparent all around</source>
      <translation>Ringsum abschneiden, was durchsichtig ist</translation>
    </message>
    <message>
      <source>Cut the canvas to a part of it, and straighten it</source>
      <translation>Die Leinwand auf einen Ausschnitt zuschneiden und gerade ausrichten</translation>
    </message>
    <message>
      <source>Dark panels around the picture</source>
      <translation>Dunkle Flächen um das Bild</translation>
    </message>
    <message>
      <source>Dele&amp;te the layer</source>
      <translation>Ebene &amp;löschen</translation>
    </message>
    <message>
      <source>Discard all candidates</source>
      <translation>&amp;Alle Vorschläge verwerfen</translation>
    </message>
    <message>
      <source>Do again what was taken back</source>
      <translation>Zurückgenommenes noch einmal ausführen</translation>
    </message>
    <message>
      <source>Drag a rectangle to select what is inside</source>
      <translation>Ein Rechteck aufziehen, um seinen Inhalt auszuwählen</translation>
    </message>
    <message>
      <source>Drag an ellipse to select what is inside</source>
      <translation>Eine Ellipse aufziehen, um ihren Inhalt auszuwählen</translation>
    </message>
    <message>
      <source>Drag the edges of the canvas outward, for Generate to fill</source>
      <translation>Die Ränder der Leinwand nach außen ziehen; „Erzeugen“ füllt sie</translation>
    </message>
    <message>
      <source>Draw around what is to be selected</source>
      <translation>Umfahren, was ausgewählt werden soll</translation>
    </message>
    <message>
      <source>Drop the selection; tools then work everywhere</source>
      <translation>Die Auswahl aufheben; Werkzeuge wirken dann überall</translation>
    </message>
    <message>
      <source>Dup&amp;licate</source>
      <translation>Dupli&amp;zieren</translation>
    </message>
    <message>
      <source>E&amp;xport the canvas…</source>
      <translation>Leinwand e&amp;xportieren…</translation>
    </message>
    <message>
      <source>E&amp;xtend</source>
      <translation>Er&amp;weitern</translation>
    </message>
    <message>
      <source>Empt&amp;y the bin…</source>
      <translation>Papierkorb l&amp;eeren…</translation>
    </message>
    <message>
      <source>F&amp;ull screen</source>
      <translation>Vo&amp;llbild</translation>
    </message>
    <message>
      <source>Favourites stand before the other models</source>
      <translation>Favoriten stehen vor den anderen Modellen</translation>
    </message>
    <message>
      <source>Fill &amp;holes</source>
      <translation>&amp;Löcher füllen</translation>
    </message>
    <message>
      <source>Fill an area of like colour</source>
      <translation>Eine Fläche ähnlicher Farbe füllen</translation>
    </message>
    <message>
      <source>Find and run any command by a few letters of its name</source>
      <translation>Jeden Befehl über ein paar Buchstaben seines Namens finden und ausführen</translation>
    </message>
    <message>
      <source>Flip back to the picture before</source>
      <translation>Zum Bild davor zurückblättern</translation>
    </message>
    <message>
      <source>Flip left for &amp;right</source>
      <translation>&amp;Horizontal spiegeln</translation>
    </message>
    <message>
      <source>Flip to the next of the pictures that were made for the canvas</source>
      <translation>Zum nächsten der Bilder blättern, die für die Leinwand erzeugt wurden</translation>
    </message>
    <message>
      <source>Flip top for &amp;bottom</source>
      <translation>&amp;Vertikal spiegeln</translation>
    </message>
    <message>
      <source>Forbid every use of the network</source>
      <translation>Jede Nutzung des Netzwerks verbieten</translation>
    </message>
    <message>
      <source>G&amp;allery</source>
      <translation>&amp;Galerie</translation>
    </message>
    <message>
      <source>Give the layer another name</source>
      <translation>Der Ebene einen anderen Namen geben</translation>
    </message>
    <message>
      <source>Give the selected pictures a star, or take it away</source>
      <translation>Ausgewählte Bilder mit Stern markieren oder den Stern wegnehmen</translation>
    </message>
    <message>
      <source>Give their memory back; the next picture loads its model again</source>
      <translation>Ihren Speicher freigeben; das nächste Bild lädt sein Modell neu</translation>
    </message>
    <message>
      <source>Go back to the prompt that was used before</source>
      <translation>Zurück zum vorher verwendeten Prompt</translation>
    </message>
    <message>
      <source>Go back to what the project's file holds; can be undone</source>
      <translation>Zum Inhalt der Projektdatei zurückkehren; lässt sich rückgängig machen</translation>
    </message>
    <message>
      <source>Go on to the prompt that was used after it, and back to your own words</source>
      <translation>Weiter zum danach verwendeten Prompt und zurück zum eigenen Text</translation>
    </message>
    <message>
      <source>Go on with the waiting jobs</source>
      <translation>Mit den wartenden Aufträgen weitermachen</translation>
    </message>
    <message>
      <source>Go one picture back in the gallery</source>
      <translation>In der Galerie ein Bild zurückgehen</translation>
    </message>
    <message>
      <source>Go one picture on in the gallery</source>
      <translation>In der Galerie ein Bild weitergehen</translation>
    </message>
    <message>
      <source>Go to the &amp;queue</source>
      <translation>Zur &amp;Warteschlange</translation>
    </message>
    <message>
      <source>Go to the dock with LoRAs and textual inversions</source>
      <translation>Zum Bereich mit LoRAs und Textual Inversions</translation>
    </message>
    <message>
      <source>Go to the dock with all installed models</source>
      <translation>Zum Bereich mit allen installierten Modellen</translation>
    </message>
    <message>
      <source>Group &amp;it</source>
      <translation>G&amp;ruppieren</translation>
    </message>
    <message>
      <source>Har&amp;der brush</source>
      <translation>Härterer Pi&amp;nsel</translation>
    </message>
    <message>
      <source>Hide or show all do&amp;cks</source>
      <translation>Alle &amp;Bereiche aus- oder einblenden</translation>
    </message>
    <message>
      <source>I&amp;mport a folder…</source>
      <translation>O&amp;rdner importieren…</translation>
    </message>
    <message>
      <source>In&amp;vert</source>
      <translation>&amp;Umkehren</translation>
    </message>
    <message>
      <source>Keep only what is selected of the layers below, and delete nothing</source>
      <translation>Von den Ebenen darunter nur das Ausgewählte zeigen und nichts löschen</translation>
    </message>
    <message>
      <source>Keep the seed of the picture on the canvas for the next ones</source>
      <translation>Den Seed des Bildes auf der Leinwand für die nächsten Bilder behalten</translation>
    </message>
    <message>
      <source>Keep what is searched for under a name</source>
      <translation>Die aktuelle Suche unter einem Namen behalten</translation>
    </message>
    <message>
      <source>L&amp;arger brush</source>
      <translation>&amp;Größerer Pinsel</translation>
    </message>
    <message>
      <source>Later pr&amp;ompt</source>
      <translation>Späterer Pro&amp;mpt</translation>
    </message>
    <message>
      <source>Layer's &amp;content</source>
      <translation>&amp;Inhalt der Ebene</translation>
    </message>
    <message>
      <source>Leave the picture alone in the window, or bring the docks back</source>
      <translation>Nur das Bild im Fenster zeigen oder die Bereiche zurückholen</translation>
    </message>
    <message>
      <source>Let the model draw the picture of its card, from its own example</source>
      <translation>Das Modell das Bild seiner Karte zeichnen lassen, nach seinem eigenen Beispiel</translation>
    </message>
    <message>
      <source>Let the selected jobs run earlier; in the queue, Alt+Up does the same</source>
      <translation>Ausgewählte Aufträge früher ausführen; in der Warteschlange auch mit Alt+Hoch</translation>
    </message>
    <message>
      <source>Let the selected jobs run later; in the queue, Alt+Down does the same</source>
      <translation>Ausgewählte Aufträge später ausführen; in der Warteschlange auch mit Alt+Runter</translation>
    </message>
    <message>
      <source>Light or dark as the desktop is</source>
      <translation>Hell oder dunkel wie der Desktop</translation>
    </message>
    <message>
      <source>Light panels around the picture</source>
      <translation>Helle Flächen um das Bild</translation>
    </message>
    <message>
      <source>List all pictures of a folder, and of the folders in it</source>
      <translation>Alle Bilder eines Ordners und seiner Unterordner aufnehmen</translation>
    </message>
    <message>
      <source>List pictures in the gallery; their files stay where they are</source>
      <translation>Bilder in die Galerie aufnehmen; die Dateien bleiben, wo sie sind</translation>
    </message>
    <message>
      <source>Look at what was deleted</source>
      <translation>Gelöschtes ansehen</translation>
    </message>
    <message>
      <source>Look no more into the added folder of this model; nothing is deleted</source>
      <translation>Den hinzugefügten Ordner dieses Modells nicht mehr durchsuchen; nichts wird gelöscht</translation>
    </message>
    <message>
      <source>Look up a model on the hub or under an address, and fetch it</source>
      <translation>Ein Modell auf dem Hub oder unter einer Adresse nachschlagen und herunterladen</translation>
    </message>
    <message>
      <source>Lower the weight of the chosen words, or of the word at the cursor</source>
      <translation>Gewichtung der gewählten Wörter oder des Wortes am Cursor senken</translation>
    </message>
    <message>
      <source>Magic &amp;wand</source>
      <translation>Za&amp;uberstab</translation>
    </message>
    <message>
      <source>Make a &amp;thumbnail</source>
      <translation>&amp;Vorschaubild erstellen</translation>
    </message>
    <message>
      <source>Make a board with the selected pictures</source>
      <translation>Eine Pinnwand mit den ausgewählten Bildern anlegen</translation>
    </message>
    <message>
      <source>Make a file that can be used from an old one, without running it</source>
      <translation>Aus einer alten Datei eine nutzbare machen, ohne sie auszuführen</translation>
    </message>
    <message>
      <source>Make one layer of all that can be seen; hidden ones stay</source>
      <translation>Alles Sichtbare zu einer Ebene machen; ausgeblendete Ebenen bleiben</translation>
    </message>
    <message>
      <source>Make one layer of the whole picture as it looks</source>
      <translation>Das ganze Bild, wie es aussieht, zu einer Ebene machen</translation>
    </message>
    <message>
      <source>Make one layer of this one and the one below it</source>
      <translation>Diese Ebene und die darunter zu einer machen</translation>
    </message>
    <message>
      <source>Make pictures from the prompt; while one is being made, add them to the queue</source>
      <translation>Bilder aus dem Prompt erzeugen; während eines entsteht, weitere in die Warteschlange stellen</translation>
    </message>
    <message>
      <source>Make pictures that differ a little from the shown one</source>
      <translation>Bilder erzeugen, die sich ein wenig vom gezeigten unterscheiden</translation>
    </message>
    <message>
      <source>Make pictures with the shown one's settings and new seeds</source>
      <translation>Bilder mit den Einstellungen des gezeigten und neuen Seeds erzeugen</translation>
    </message>
    <message>
      <source>Make the brush, eraser or mask brush larger</source>
      <translation>Pinsel, Radierer oder Maskenpinsel vergrößern</translation>
    </message>
    <message>
      <source>Make the brush, eraser or mask brush smaller</source>
      <translation>Pinsel, Radierer oder Maskenpinsel verkleinern</translation>
    </message>
    <message>
      <source>Make the canvas as large as what is selected</source>
      <translation>Die Leinwand so groß wie die Auswahl machen</translation>
    </message>
    <message>
      <source>Make the edge of the brush harder</source>
      <translation>Den Rand des Pinsels härter machen</translation>
    </message>
    <message>
      <source>Make the edge of the brush softer</source>
      <translation>Den Rand des Pinsels weicher machen</translation>
    </message>
    <message>
      <source>Make the layer transparent</source>
      <translation>Die Ebene durchsichtig machen</translation>
    </message>
    <message>
      <source>Make the picture and all its layers larger or smaller</source>
      <translation>Das Bild mit allen Ebenen vergrößern oder verkleinern</translation>
    </message>
    <message>
      <source>Make the picture on the canvas two or four times as large</source>
      <translation>Das Bild auf der Leinwand zwei- oder viermal so groß machen</translation>
    </message>
    <message>
      <source>Make the pictures of a folder again, each with its own settings</source>
      <translation>Die Bilder eines Ordners neu erzeugen, jedes mit seinen eigenen Einstellungen</translation>
    </message>
    <message>
      <source>Make the same picture for several values, side by side on one sheet</source>
      <translation>Dasselbe Bild mit mehreren Werten erzeugen, nebeneinander auf einem Blatt</translation>
    </message>
    <message>
      <source>Make the selection larger by some pixels</source>
      <translation>Die Auswahl um einige Pixel vergrößern</translation>
    </message>
    <message>
      <source>Make the selection smaller by some pixels</source>
      <translation>Die Auswahl um einige Pixel verkleinern</translation>
    </message>
    <message>
      <source>Make the selection's edge soft</source>
      <translation>Den Rand der Auswahl weich machen</translation>
    </message>
    <message>
      <source>Make what is selected of the layer transparent</source>
      <translation>Den ausgewählten Teil der Ebene durchsichtig machen</translation>
    </message>
    <message>
      <source>Merge do&amp;wn</source>
      <translation>Nach unten &amp;vereinen</translation>
    </message>
    <message>
      <source>Merge vi&amp;sible layers</source>
      <translation>S&amp;ichtbare Ebenen vereinen</translation>
    </message>
    <message>
      <source>Mirror everything, left for right</source>
      <translation>Alles spiegeln, links und rechts vertauscht</translation>
    </message>
    <message>
      <source>Mirror everything, top for bottom</source>
      <translation>Alles spiegeln, oben und unten vertauscht</translation>
    </message>
    <message>
      <source>Mo&amp;ve</source>
      <translation>&amp;Verschieben</translation>
    </message>
    <message>
      <source>Model &amp;card</source>
      <translation>Modell&amp;karte</translation>
    </message>
    <message>
      <source>Move &amp;down</source>
      <translation>Nach &amp;unten</translation>
    </message>
    <message>
      <source>Move &amp;up</source>
      <translation>Nach &amp;oben</translation>
    </message>
    <message>
      <source>Move a misplaced file to the folder for its kind, with all beside it</source>
      <translation>Eine Datei am falschen Ort samt allem Zugehörigen in den Ordner für ihre Art verschieben</translation>
    </message>
    <message>
      <source>Move d&amp;own</source>
      <translation>Nach &amp;unten</translation>
    </message>
    <message>
      <source>Move the selected pictures to the bin; their files stay for now</source>
      <translation>Ausgewählte Bilder in den Papierkorb legen; die Dateien bleiben vorerst</translation>
    </message>
    <message>
      <source>Move the view</source>
      <translation>Die Ansicht verschieben</translation>
    </message>
    <message>
      <source>Move to the ri&amp;ght folder</source>
      <translation>In ri&amp;chtigen Ordner verschieben</translation>
    </message>
    <message>
      <source>Move what was deleted to the system's trash; asks first</source>
      <translation>Gelöschtes in den Papierkorb des Systems legen; fragt vorher nach</translation>
    </message>
    <message>
      <source>Move, scale and turn the layer</source>
      <translation>Die Ebene verschieben, skalieren und drehen</translation>
    </message>
    <message>
      <source>Ne&amp;wer picture</source>
      <translation>&amp;Neueres Bild</translation>
    </message>
    <message>
      <source>New &amp;group</source>
      <translation>Neue &amp;Gruppe</translation>
    </message>
    <message>
      <source>New &amp;mask from the selection</source>
      <translation>Neue &amp;Maske aus der Auswahl</translation>
    </message>
    <message>
      <source>New board…</source>
      <translation>Neue Pinnwand…</translation>
    </message>
    <message>
      <source>No rating</source>
      <translation>&amp;Keine Bewertung</translation>
    </message>
    <message>
      <source>One screen pixel for each pixel of the picture</source>
      <translation>Ein Bildschirmpixel für jedes Pixel des Bildes</translation>
    </message>
    <message>
      <source>Open &amp;recent…</source>
      <translation>&amp;Zuletzt geöffnet…</translation>
    </message>
    <message>
      <source>Open a project, or a picture of yours with the settings that it holds</source>
      <translation>Ein Projekt öffnen oder ein eigenes Bild samt enthaltenen Einstellungen</translation>
    </message>
    <message>
      <source>Open it scaled do&amp;wn</source>
      <translation>Ver&amp;kleinert öffnen</translation>
    </message>
    <message>
      <source>Open one of the projects that were saved or opened last</source>
      <translation>Eines der zuletzt gespeicherten oder geöffneten Projekte öffnen</translation>
    </message>
    <message>
      <source>Open the &amp;wildcards folder</source>
      <translation>Pl&amp;atzhalterordner öffnen</translation>
    </message>
    <message>
      <source>Open the folder that the canvas was exported to last</source>
      <translation>Den Ordner öffnen, in den die Leinwand zuletzt exportiert wurde</translation>
    </message>
    <message>
      <source>Open the model's fol&amp;der</source>
      <translation>&amp;Ordner des Modells öffnen</translation>
    </message>
    <message>
      <source>Open the picture that is too large for a canvas, made smaller</source>
      <translation>Das für eine Leinwand zu große Bild verkleinert öffnen</translation>
    </message>
    <message>
      <source>Open the picture's &amp;folder</source>
      <translation>&amp;Ordner des Bildes öffnen</translation>
    </message>
    <message>
      <source>Paint on the layer</source>
      <translation>Auf die Ebene malen</translation>
    </message>
    <message>
      <source>Paint over what is to become new</source>
      <translation>Übermalen, was neu werden soll</translation>
    </message>
    <message>
      <source>Paste as a new can&amp;vas</source>
      <translation>Als neue Leinwa&amp;nd einfügen</translation>
    </message>
    <message>
      <source>Pictures, look, models, keys, and facts about this machine</source>
      <translation>Bilder, Aussehen, Modelle, Tasten und Angaben zu diesem Rechner</translation>
    </message>
    <message>
      <source>Pre&amp;ferences…</source>
      <translation>Einste&amp;llungen…</translation>
    </message>
    <message>
      <source>Previ&amp;ous candidate</source>
      <translation>V&amp;origer Vorschlag</translation>
    </message>
    <message>
      <source>Process a &amp;folder…</source>
      <translation>Ordner &amp;verarbeiten…</translation>
    </message>
    <message>
      <source>Protect the layer's pixels and place from changes</source>
      <translation>Pixel und Lage der Ebene vor Änderungen schützen</translation>
    </message>
    <message>
      <source>Put a copy of the layer above it</source>
      <translation>Eine Kopie der Ebene darüber legen</translation>
    </message>
    <message>
      <source>Put a style's words around the prompt, or make styles of your own</source>
      <translation>Den Prompt um die Wörter eines Stils ergänzen oder eigene Stile anlegen</translation>
    </message>
    <message>
      <source>Put all docks back where they were at the first start</source>
      <translation>Alle Bereiche wie beim ersten Start anordnen</translation>
    </message>
    <message>
      <source>Put an empty group above the chosen layer</source>
      <translation>Eine leere Gruppe über die gewählte Ebene legen</translation>
    </message>
    <message>
      <source>Put an empty layer above the chosen one</source>
      <translation>Eine leere Ebene über die gewählte legen</translation>
    </message>
    <message>
      <source>Put only what lies in the selection of the candidate on the canvas</source>
      <translation>Vom Vorschlag nur auf die Leinwand bringen, was in der Auswahl liegt</translation>
    </message>
    <message>
      <source>Put the candidate that is shown on the canvas, as a layer</source>
      <translation>Den gezeigten Vorschlag als Ebene auf die Leinwand bringen</translation>
    </message>
    <message>
      <source>Put the layer above the next one; in the list, Alt+Up does the same</source>
      <translation>Die Ebene über die nächste legen; in der Liste auch mit Alt+Hoch</translation>
    </message>
    <message>
      <source>Put the layer below the next one; in the list, Alt+Down does the same</source>
      <translation>Die Ebene unter die nächste legen; in der Liste auch mit Alt+Runter</translation>
    </message>
    <message>
      <source>Put the layer into a group of its own</source>
      <translation>Die Ebene in eine eigene Gruppe legen</translation>
    </message>
    <message>
      <source>Put the paths of the selected pictures on the clipboard</source>
      <translation>Pfade der ausgewählten Bilder in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Put the picture's settings on the clipboard as text that other programs read</source>
      <translation>Einstellungen des Bildes als Text, den andere Programme lesen, in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Put what is selected of the layer on the clipboard, and delete it there</source>
      <translation>Den ausgewählten Teil der Ebene in die Zwischenablage kopieren und aus ihr löschen</translation>
    </message>
    <message>
      <source>Put what is selected of the layer, or the picture, on the clipboard</source>
      <translation>Den ausgewählten Teil der Ebene oder das Bild in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Put what is selected of the picture, all layers together, on the clipboard</source>
      <translation>Den ausgewählten Teil des Bildes, alle Ebenen zusammen, in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Queue the selected jobs once more</source>
      <translation>Ausgewählte Aufträge noch einmal in die Warteschlange stellen</translation>
    </message>
    <message>
      <source>Queue those of the selected jobs again that failed or were cancelled</source>
      <translation>Fehlgeschlagene oder abgebrochene unter den ausgewählten Aufträgen erneut in die Warteschlange stellen</translation>
    </message>
    <message>
      <source>Raise the weight of the chosen words, or of the word at the cursor</source>
      <translation>Gewichtung der gewählten Wörter oder des Wortes am Cursor erhöhen</translation>
    </message>
    <message>
      <source>Rate &amp;1</source>
      <translation>&amp;Bewertung 1</translation>
    </message>
    <message>
      <source>Rate &amp;2</source>
      <translation>Bewert&amp;ung 2</translation>
    </message>
    <message>
      <source>Rate &amp;3</source>
      <translation>Bewertun&amp;g 3</translation>
    </message>
    <message>
      <source>Rate &amp;4</source>
      <translation>Bewertung 4</translation>
    </message>
    <message>
      <source>Rate &amp;5</source>
      <translation>Bewertung 5</translation>
    </message>
    <message>
      <source>Rate the selected pictures, from 1 to 5</source>
      <translation>Ausgewählte Bilder bewerten, von 1 bis 5</translation>
    </message>
    <message>
      <source>Re&amp;move</source>
      <translation>Ent&amp;fernen</translation>
    </message>
    <message>
      <source>Re&amp;vert</source>
      <translation>Zur &amp;gespeicherten Fassung</translation>
    </message>
    <message>
      <source>Read the model folders again, after copying models there</source>
      <translation>Modellordner neu einlesen, nachdem Modelle dorthin kopiert wurden</translation>
    </message>
    <message>
      <source>Read what its makers say of the model: data, licence, limits</source>
      <translation>Lesen, was die Macher über das Modell sagen: Daten, Lizenz, Grenzen</translation>
    </message>
    <message>
      <source>Restore the &amp;canvas</source>
      <translation>&amp;Leinwand wiederherstellen</translation>
    </message>
    <message>
      <source>Rotate &amp;left</source>
      <translation>Nach lin&amp;ks drehen</translation>
    </message>
    <message>
      <source>Rotate by &amp;half a turn</source>
      <translation>Um 180° &amp;drehen</translation>
    </message>
    <message>
      <source>Rotate r&amp;ight</source>
      <translation>Nach r&amp;echts drehen</translation>
    </message>
    <message>
      <source>S&amp;how the LoRAs</source>
      <translation>LoRAs ze&amp;igen</translation>
    </message>
    <message>
      <source>S&amp;how the bin</source>
      <translation>&amp;Papierkorb zeigen</translation>
    </message>
    <message>
      <source>S&amp;ofter brush</source>
      <translation>Weicherer Pin&amp;sel</translation>
    </message>
    <message>
      <source>Save &amp;project as…</source>
      <translation>Projekt speichern &amp;unter…</translation>
    </message>
    <message>
      <source>Save a copy of the picture on the canvas, with its settings, where you like</source>
      <translation>Eine Kopie des Bildes auf der Leinwand mit seinen Einstellungen an beliebigem Ort speichern</translation>
    </message>
    <message>
      <source>Save as a &amp;mask…</source>
      <translation>Als &amp;Maske speichern…</translation>
    </message>
    <message>
      <source>Save picture &amp;as…</source>
      <translation>Bild s&amp;peichern unter…</translation>
    </message>
    <message>
      <source>Save the project under another name</source>
      <translation>Das Projekt unter einem anderen Namen speichern</translation>
    </message>
    <message>
      <source>Save the project: the canvas with its layers, prompt and settings</source>
      <translation>Das Projekt speichern: die Leinwand mit Ebenen, Prompt und Einstellungen</translation>
    </message>
    <message>
      <source>Save the search…</source>
      <translation>Su&amp;che speichern…</translation>
    </message>
    <message>
      <source>See every connection that Darkroom ever made</source>
      <translation>Jede Verbindung sehen, die Darkroom je aufgebaut hat</translation>
    </message>
    <message>
      <source>See two to four selected pictures side by side, or what differs</source>
      <translation>Zwei bis vier ausgewählte Bilder nebeneinander sehen, oder was sich unterscheidet</translation>
    </message>
    <message>
      <source>See, add and remove the folders that models are looked for in</source>
      <translation>Ordner, in denen nach Modellen gesucht wird, ansehen, hinzufügen und entfernen</translation>
    </message>
    <message>
      <source>Select &amp;all pictures</source>
      <translation>&amp;Alle Bilder auswählen</translation>
    </message>
    <message>
      <source>Select a &amp;rectangle</source>
      <translation>Rech&amp;teck auswählen</translation>
    </message>
    <message>
      <source>Select a pol&amp;ygon</source>
      <translation>Pol&amp;ygon auswählen</translation>
    </message>
    <message>
      <source>Select all that the selection encloses</source>
      <translation>Alles auswählen, was die Auswahl umschließt</translation>
    </message>
    <message>
      <source>Select an area of like colour</source>
      <translation>Eine Fläche ähnlicher Farbe auswählen</translation>
    </message>
    <message>
      <source>Select an ell&amp;ipse</source>
      <translation>&amp;Ellipse auswählen</translation>
    </message>
    <message>
      <source>Select everything that the search finds</source>
      <translation>Alles auswählen, was die Suche findet</translation>
    </message>
    <message>
      <source>Select the whole canvas</source>
      <translation>Die ganze Leinwand auswählen</translation>
    </message>
    <message>
      <source>Select what is bright in a picture file</source>
      <translation>Auswählen, was in einer Bilddatei hell ist</translation>
    </message>
    <message>
      <source>Select what is not selected</source>
      <translation>Auswählen, was nicht ausgewählt ist</translation>
    </message>
    <message>
      <source>Select what is not transparent of the layer, or what a mask keeps</source>
      <translation>Auswählen, was von der Ebene nicht durchsichtig ist oder was eine Maske zeigt</translation>
    </message>
    <message>
      <source>Selection as veil</source>
      <translation>Auswahl als Schleier</translation>
    </message>
    <message>
      <source>Show a part of the picture larger</source>
      <translation>Einen Teil des Bildes größer zeigen</translation>
    </message>
    <message>
      <source>Show boards</source>
      <translation>Pinnwände &amp;zeigen</translation>
    </message>
    <message>
      <source>Show or hide the list of boards beside the pictures</source>
      <translation>Liste der Pinnwände neben den Bildern ein- oder ausblenden</translation>
    </message>
    <message>
      <source>Show the canvas again; in the gallery the candidates stay</source>
      <translation>Wieder die Leinwand zeigen; in der Galerie bleiben die Vorschläge</translation>
    </message>
    <message>
      <source>Show the canvas in place of the picture that is looked at</source>
      <translation>Statt des betrachteten Bildes die Leinwand zeigen</translation>
    </message>
    <message>
      <source>Show the dock with the jobs that run and wait</source>
      <translation>Den Bereich mit laufenden und wartenden Aufträgen zeigen</translation>
    </message>
    <message>
      <source>Show the exported file</source>
      <translation>Exportierte &amp;Datei zeigen</translation>
    </message>
    <message>
      <source>Show the folder that models can be copied into</source>
      <translation>Den Ordner zeigen, in den Modelle kopiert werden können</translation>
    </message>
    <message>
      <source>Show the folder that the model's files are in</source>
      <translation>Den Ordner mit den Dateien des Modells zeigen</translation>
    </message>
    <message>
      <source>Show the folder that the picture on the canvas was saved in</source>
      <translation>Den Ordner zeigen, in dem das Bild auf der Leinwand gespeichert wurde</translation>
    </message>
    <message>
      <source>Show the folder with the lists that prompts can draw words from</source>
      <translation>Den Ordner mit den Listen zeigen, aus denen Prompts Wörter ziehen können</translation>
    </message>
    <message>
      <source>Show the layer, or hide it</source>
      <translation>Die Ebene ein- oder ausblenden</translation>
    </message>
    <message>
      <source>Show the picture &amp;before</source>
      <translation>Bild &amp;davor zeigen</translation>
    </message>
    <message>
      <source>Show the picture larger</source>
      <translation>Bild größer zeigen</translation>
    </message>
    <message>
      <source>Show the picture smaller</source>
      <translation>Bild kleiner zeigen</translation>
    </message>
    <message>
      <source>Show the pictures in a grid, or in one row</source>
      <translation>Bilder in einem Raster oder in einer Reihe zeigen</translation>
    </message>
    <message>
      <source>Show the selection as a coloured veil, or as an outline</source>
      <translation>Die Auswahl als farbigen Schleier oder als Umriss zeigen</translation>
    </message>
    <message>
      <source>Show the whole picture</source>
      <translation>Das ganze Bild zeigen</translation>
    </message>
    <message>
      <source>Show what the picture was made from, with its mask and settings; can be undone</source>
      <translation>Zeigen, woraus das Bild entstanden ist, mit Maske und Einstellungen; lässt sich rückgängig machen</translation>
    </message>
    <message>
      <source>Show what was on the canvas before this picture was made</source>
      <translation>Zeigen, was vor diesem Bild auf der Leinwand war</translation>
    </message>
    <message>
      <source>St&amp;yles…</source>
      <translation>&amp;Stile…</translation>
    </message>
    <message>
      <source>Start no job until the queue is resumed; the running one goes on</source>
      <translation>Keinen Auftrag starten, bis die Warteschlange fortgesetzt wird; der laufende macht weiter</translation>
    </message>
    <message>
      <source>Stop the running job and drop all that wait</source>
      <translation>Den laufenden Auftrag anhalten und alle wartenden verwerfen</translation>
    </message>
    <message>
      <source>Stop the running job at its next step; jobs that wait go on</source>
      <translation>Den laufenden Auftrag beim nächsten Schritt anhalten; wartende machen weiter</translation>
    </message>
    <message>
      <source>Strai&amp;ghten…</source>
      <translation>&amp;Gerade ausrichten…</translation>
    </message>
    <message>
      <source>Swap colo&amp;urs, or add and take away</source>
      <translation>Farben o&amp;der Hinzufügen/Wegnehmen wechseln</translation>
    </message>
    <message>
      <source>Swap the two colours; with the mask brush, add to the selection or take away</source>
      <translation>Die beiden Farben tauschen; beim Maskenpinsel zwischen Hinzufügen und Wegnehmen wechseln</translation>
    </message>
    <message>
      <source>Take a colour from the picture</source>
      <translation>Eine Farbe aus dem Bild aufnehmen</translation>
    </message>
    <message>
      <source>Take all ended jobs off the list; their pictures stay in the gallery</source>
      <translation>Alle beendeten Aufträge aus der Liste nehmen; ihre Bilder bleiben in der Galerie</translation>
    </message>
    <message>
      <source>Take all settings of the picture on the canvas into the prompt dock</source>
      <translation>Alle Einstellungen des Bildes auf der Leinwand in den Prompt-Bereich übernehmen</translation>
    </message>
    <message>
      <source>Take back the last change</source>
      <translation>Die letzte Änderung zurücknehmen</translation>
    </message>
    <message>
      <source>Take the candidate that is shown off the strip; in the gallery it stays</source>
      <translation>Den gezeigten Vorschlag aus der Reihe nehmen; in der Galerie bleibt er</translation>
    </message>
    <message>
      <source>Take the keyboard to the next dock, or to the canvas</source>
      <translation>Die Tastatur in den nächsten Bereich oder auf die Leinwand bringen</translation>
    </message>
    <message>
      <source>Take the layer off the document</source>
      <translation>Die Ebene aus dem Dokument nehmen</translation>
    </message>
    <message>
      <source>Take the layer's handles to scale and turn it; Enter applies</source>
      <translation>Die Ebene an ihren Griffen skalieren und drehen; die Eingabetaste wendet es an</translation>
    </message>
    <message>
      <source>Take the layers out of the group, and the group away</source>
      <translation>Die Ebenen aus der Gruppe holen und die Gruppe entfernen</translation>
    </message>
    <message>
      <source>Take the picture that is looked at for the canvas; can be undone</source>
      <translation>Das betrachtete Bild auf die Leinwand holen; lässt sich rückgängig machen</translation>
    </message>
    <message>
      <source>Take the selected pictures out of the bin</source>
      <translation>Die ausgewählten Bilder aus dem Papierkorb holen</translation>
    </message>
    <message>
      <source>Take the settings of the picture that was opened into the prompt dock</source>
      <translation>Die Einstellungen des geöffneten Bildes in den Prompt-Bereich übernehmen</translation>
    </message>
    <message>
      <source>Take the settings that held before their file was damaged</source>
      <translation>Die Einstellungen übernehmen, die vor der Beschädigung ihrer Datei galten</translation>
    </message>
    <message>
      <source>Take the settings that made this layer into the prompt dock</source>
      <translation>Die Einstellungen, mit denen diese Ebene entstanden ist, in den Prompt-Bereich übernehmen</translation>
    </message>
    <message>
      <source>Turn everything by a quarter, against the clock</source>
      <translation>Alles um eine Vierteldrehung gegen den Uhrzeigersinn drehen</translation>
    </message>
    <message>
      <source>Turn everything by a quarter, with the clock</source>
      <translation>Alles um eine Vierteldrehung im Uhrzeigersinn drehen</translation>
    </message>
    <message>
      <source>Turn everything upside down</source>
      <translation>Alles auf den Kopf stellen</translation>
    </message>
    <message>
      <source>Turn the picture by some degrees until its horizon is level</source>
      <translation>Das Bild um einige Grad drehen, bis sein Horizont waagerecht ist</translation>
    </message>
    <message>
      <source>U&amp;pscale…</source>
      <translation>&amp;Hochskalieren…</translation>
    </message>
    <message>
      <source>Ungrou&amp;p</source>
      <translation>Gruppe &amp;auflösen</translation>
    </message>
    <message>
      <source>Use the models of one more folder; they stay where they are</source>
      <translation>Die Modelle eines weiteren Ordners verwenden; sie bleiben, wo sie sind</translation>
    </message>
    <message>
      <source>Use the picture's &amp;seed</source>
      <translation>&amp;Seed des Bildes verwenden</translation>
    </message>
    <message>
      <source>Use the recip&amp;e</source>
      <translation>Rez&amp;ept verwenden</translation>
    </message>
    <message>
      <source>Use the whole screen</source>
      <translation>Den ganzen Bildschirm nutzen</translation>
    </message>
    <message>
      <source>Use these se&amp;ttings</source>
      <translation>Diese &amp;Einstellungen verwenden</translation>
    </message>
    <message>
      <source>Va&amp;ry</source>
      <translation>Va&amp;riieren</translation>
    </message>
    <message>
      <source>Version, licence, libraries and the device that is used</source>
      <translation>Version, Lizenz, Bibliotheken und das verwendete Gerät</translation>
    </message>
    <message>
      <source>Versions, device and logs to put into a report; nothing is sent</source>
      <translation>Versionen, Gerät und Protokolle für einen Bericht; es wird nichts gesendet</translation>
    </message>
    <message>
      <source>Weigh words &amp;less</source>
      <translation>Wörter s&amp;chwächer gewichten</translation>
    </message>
    <message>
      <source>Weigh words &amp;more</source>
      <translation>Wörter s&amp;tärker gewichten</translation>
    </message>
    <message>
      <source>What pictures are computed on, and where things are kept</source>
      <translation>Worauf Bilder berechnet werden und wo alles aufbewahrt wird</translation>
    </message>
    <message>
      <source>Write a picture file of any kind and size, or one for each layer</source>
      <translation>Eine Bilddatei beliebiger Art und Größe schreiben oder eine für jede Ebene</translation>
    </message>
    <message>
      <source>Write the selection into a grey PNG file</source>
      <translation>Die Auswahl in eine graue PNG-Datei schreiben</translation>
    </message>
    <message>
      <source>Zoom &amp;in</source>
      <translation>Ver&amp;größern</translation>
    </message>
    <message>
      <source>Zoom &amp;out</source>
      <translation>Ver&amp;kleinern</translation>
    </message>
  </context>
  <context>
    <name>AddModelDialog</name>
    <message>
      <source>A repository of huggingface.co, or a file anywhere on the internet</source>
      <translation>Ein Repository auf huggingface.co oder eine Datei irgendwo im Internet</translation>
    </message>
    <message>
      <source>Add a model</source>
      <translation>Modell hinzufügen</translation>
    </message>
    <message>
      <source>All connections…</source>
      <translation>Alle Verbindungen…</translation>
    </message>
    <message>
      <source>Ask what is there: its description and one byte of a file are fetched</source>
      <translation>Nachfragen, was dort liegt: Beschreibung und ein Byte einer Datei werden abgerufen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close this window; downloads go on</source>
      <translation>Dieses Fenster schließen; Downloads laufen weiter</translation>
    </message>
    <message>
      <source>Darkroom works offline: nothing is looked up or fetched.</source>
      <translation>Darkroom arbeitet offline: Nichts wird nachgeschlagen oder heruntergeladen.</translation>
    </message>
    <message>
      <source>Darkroom's own models</source>
      <translation>Darkrooms eigene Modelle</translation>
    </message>
    <message>
      <source>Download</source>
      <translation>Herunterladen</translation>
    </message>
    <message>
      <source>Download {count} files</source>
      <translation>{count} Dateien herunterladen</translation>
    </message>
    <message>
      <source>Fetch the ticked files, and check them on the way</source>
      <translation>Die angekreuzten Dateien herunterladen und dabei prüfen</translation>
    </message>
    <message>
      <source>Look up</source>
      <translation>Nachschlagen</translation>
    </message>
    <message>
      <source>Looking up fetches a description and one byte of a file, nothing else.</source>
      <translation>Nachschlagen ruft eine Beschreibung und ein Byte einer Datei ab, sonst nichts.</translation>
    </message>
    <message>
      <source>Looking…</source>
      <translation>Wird nachgeschlagen…</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Models come from huggingface.co by their name, as it stands at the top of their page, or as a .safetensors or .gguf file from any site by its address.

Each file is checked against what its host says of it, before it becomes a model here. Files that could run programs (.ckpt, .pt, .bin) are not fetched.</source>
      <translation>Modelle kommen von huggingface.co über ihren Namen, wie er oben auf ihrer Seite steht, oder als .safetensors- oder .gguf-Datei von einer beliebigen Website über deren Adresse.

Jede Datei wird mit den Angaben ihres Hosts verglichen, bevor sie hier zum Modell wird. Dateien, die Programme ausführen könnten (.ckpt, .pt, .bin), werden nicht heruntergeladen.</translation>
    </message>
    <message>
      <source>No keyring was found: the token holds until Darkroom ends. It is written nowhere.</source>
      <translation>Kein Schlüsselbund gefunden: Das Token gilt, bis Darkroom endet. Es wird nirgends gespeichert.</translation>
    </message>
    <message>
      <source>See every connection that Darkroom ever made</source>
      <translation>Jede Verbindung sehen, die Darkroom je aufgebaut hat</translation>
    </message>
    <message>
      <source>Stop</source>
      <translation>Anhalten</translation>
    </message>
    <message>
      <source>Turn the offline switch: then looking up and fetching work</source>
      <translation>Den Offline-Schalter umlegen: Dann gehen Nachschlagen und Herunterladen</translation>
    </message>
    <message>
      <source>Use the network</source>
      <translation>Netzwerk nutzen</translation>
    </message>
    <message>
      <source>owner/name, or the https address of a .safetensors file</source>
      <translation>Besitzer/Name oder die https-Adresse einer .safetensors-Datei</translation>
    </message>
  </context>
  <context>
    <name>AmountDialog</name>
    <message>
      <source>Feather</source>
      <translation>Weichzeichnen</translation>
    </message>
    <message>
      <source>Feather the selection</source>
      <translation>Kante der Auswahl weichzeichnen</translation>
    </message>
    <message>
      <source>Grow</source>
      <translation>Vergrößern</translation>
    </message>
    <message>
      <source>Grow the selection</source>
      <translation>Auswahl vergrößern</translation>
    </message>
    <message>
      <source>How far, in pixels of the picture</source>
      <translation>Wie weit, in Pixeln des Bildes</translation>
    </message>
    <message>
      <source>Its edge becomes soft, half inside and half outside.</source>
      <translation>Ihre Kante wird weich, halb nach innen und halb nach außen.</translation>
    </message>
    <message>
      <source>Its edge moves inwards, but not along the canvas' border.</source>
      <translation>Ihre Kante rückt nach innen, aber nicht am Rand der Leinwand.</translation>
    </message>
    <message>
      <source>Its edge moves outwards, corners become round.</source>
      <translation>Ihre Kante rückt nach außen, Ecken werden rund.</translation>
    </message>
    <message>
      <source>Pixels</source>
      <translation>Pixel</translation>
    </message>
    <message>
      <source>Shrink</source>
      <translation>Verkleinern</translation>
    </message>
    <message>
      <source>Shrink the selection</source>
      <translation>Auswahl verkleinern</translation>
    </message>
    <message>
      <source>The canvas shows how the selection would be.</source>
      <translation>Die Leinwand zeigt, wie die Auswahl aussähe.</translation>
    </message>
  </context>
  <context>
    <name>AnchorGrid</name>
    <message>
      <source>Bottom</source>
      <translation>Unten</translation>
    </message>
    <message>
      <source>Bottom left</source>
      <translation>Unten links</translation>
    </message>
    <message>
      <source>Bottom right</source>
      <translation>Unten rechts</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Links</translation>
    </message>
    <message>
      <source>Middle</source>
      <translation>Mitte</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>Rechts</translation>
    </message>
    <message>
      <source>Top</source>
      <translation>Oben</translation>
    </message>
    <message>
      <source>Top left</source>
      <translation>Oben links</translation>
    </message>
    <message>
      <source>Top right</source>
      <translation>Oben rechts</translation>
    </message>
    <message>
      <source>{place}: the picture stays there</source>
      <translation>{place}: Das Bild bleibt dort</translation>
    </message>
  </context>
  <context>
    <name>AxisFields</name>
    <message>
      <source>Compare this value, or leave it out</source>
      <translation>Diesen Wert vergleichen oder weglassen</translation>
    </message>
    <message>
      <source>For example 5, 7.5, 10 or 1-10 (+3) or 10-30 [5]</source>
      <translation>Zum Beispiel 5, 7.5, 10 oder 1-10 (+3) oder 10-30 [5]</translation>
    </message>
    <message>
      <source>Nothing</source>
      <translation>Nichts</translation>
    </message>
    <message>
      <source>Pick values from a list</source>
      <translation>Werte aus einer Liste wählen</translation>
    </message>
    <message>
      <source>The setting whose values are compared</source>
      <translation>Die Einstellung, deren Werte verglichen werden</translation>
    </message>
    <message>
      <source>Values</source>
      <translation>Werte</translation>
    </message>
    <message>
      <source>Values to pick</source>
      <translation>Werte zur Auswahl</translation>
    </message>
    <message>
      <source>Values: {direction}</source>
      <translation>Werte: {direction}</translation>
    </message>
  </context>
  <context>
    <name>BoardList</name>
    <message>
      <source>Add the selected pictures</source>
      <translation>Ausgewählte Bilder hinzufügen</translation>
    </message>
    <message>
      <source>All pictures</source>
      <translation>Alle Bilder</translation>
    </message>
    <message>
      <source>Bin</source>
      <translation>Papierkorb</translation>
    </message>
    <message>
      <source>Boards</source>
      <translation>Pinnwände</translation>
    </message>
    <message>
      <source>Delete the board</source>
      <translation>Pinnwand löschen</translation>
    </message>
    <message>
      <source>Drop pictures on a board to put them there; right-click for more</source>
      <translation>Bilder auf eine Pinnwand ziehen, um sie dort abzulegen; Rechtsklick für mehr</translation>
    </message>
    <message>
      <source>Give this board another name</source>
      <translation>Dieser Pinnwand einen anderen Namen geben</translation>
    </message>
    <message>
      <source>Make an empty board</source>
      <translation>Eine leere Pinnwand anlegen</translation>
    </message>
    <message>
      <source>Name of the board</source>
      <translation>Name der Pinnwand</translation>
    </message>
    <message>
      <source>New board</source>
      <translation>Neue Pinnwand</translation>
    </message>
    <message>
      <source>New board…</source>
      <translation>Neue Pinnwand…</translation>
    </message>
    <message>
      <source>Put the selected pictures onto this board</source>
      <translation>Die ausgewählten Bilder auf diese Pinnwand legen</translation>
    </message>
    <message>
      <source>Rename the board</source>
      <translation>Pinnwand umbenennen</translation>
    </message>
    <message>
      <source>Rename…</source>
      <translation>Umbenennen…</translation>
    </message>
    <message>
      <source>The pictures stay in the gallery</source>
      <translation>Die Bilder bleiben in der Galerie</translation>
    </message>
    <message>
      <source>{name} ({count})</source>
      <translation>{name} ({count})</translation>
    </message>
  </context>
  <context>
    <name>BrushTool</name>
    <message>
      <source>Brush stroke</source>
      <translation>Pinselstrich</translation>
    </message>
    <message>
      <source>Drag to paint. Shift+click: straight line. Alt+click: pick a colour. [ and ]: size.</source>
      <translation>Ziehen malt. Umschalt+Klick: Gerade. Alt+Klick: Farbe. [ und ]: Größe.</translation>
    </message>
    <message>
      <source>Erase</source>
      <translation>Radieren</translation>
    </message>
    <message>
      <source>Paint</source>
      <translation>Malen</translation>
    </message>
  </context>
  <context>
    <name>CandidateChip</name>
    <message>
      <source>Apply</source>
      <translation>Übernehmen</translation>
    </message>
    <message>
      <source>Apply inside of the selection only</source>
      <translation>Nur innerhalb der Auswahl übernehmen</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>Candidates</source>
      <translation>Vorschläge</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>Unterschied</translation>
    </message>
    <message>
      <source>Discard this candidate</source>
      <translation>Diesen Vorschlag verwerfen</translation>
    </message>
    <message>
      <source>How far variations are from this picture: 1 is another picture altogether.</source>
      <translation>Wie weit Varianten von diesem Bild abweichen: 1 ist ein ganz anderes Bild.</translation>
    </message>
    <message>
      <source>Make more pictures with this one's settings and other seeds</source>
      <translation>Weitere Bilder mit den Einstellungen von diesem und anderen Seeds erzeugen</translation>
    </message>
    <message>
      <source>Make pictures that differ from this one as much as the slider says</source>
      <translation>Bilder erzeugen, die von diesem so weit abweichen, wie der Regler angibt</translation>
    </message>
    <message>
      <source>More like this</source>
      <translation>Mehr davon</translation>
    </message>
    <message>
      <source>New seeds</source>
      <translation>Neue Seeds</translation>
    </message>
    <message>
      <source>Next candidate</source>
      <translation>Nächster Vorschlag</translation>
    </message>
    <message>
      <source>Previous candidate</source>
      <translation>Voriger Vorschlag</translation>
    </message>
    <message>
      <source>Put this candidate on the canvas, as a layer (Shift+Return)</source>
      <translation>Diesen Vorschlag als Ebene auf die Leinwand bringen (Umschalt+Return)</translation>
    </message>
    <message>
      <source>Show the canvas as it is without the candidate (Shift+B)</source>
      <translation>Die Leinwand ohne den Vorschlag zeigen (Umschalt+B)</translation>
    </message>
    <message>
      <source>Take this candidate off the strip; in the gallery it stays</source>
      <translation>Diesen Vorschlag aus der Reihe nehmen; in der Galerie bleibt er</translation>
    </message>
    <message>
      <source>Vary this one</source>
      <translation>Dieses variieren</translation>
    </message>
    <message>
      <source>{number} of {count}</source>
      <translation>{number} von {count}</translation>
    </message>
  </context>
  <context>
    <name>Candidates</name>
    <message>
      <source>Apply result</source>
      <translation>Ergebnis übernehmen</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>{words}, candidate {number}</source>
      <translation>{words}, Vorschlag {number}</translation>
    </message>
  </context>
  <context>
    <name>CanvasCommands</name>
    <message>
      <source>{step}: large pictures take a moment…</source>
      <translation>{step}: Große Bilder brauchen einen Moment…</translation>
    </message>
  </context>
  <context>
    <name>CanvasDialog</name>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Close and change nothing</source>
      <translation>Schließen und nichts ändern</translation>
    </message>
  </context>
  <context>
    <name>CanvasEdits</name>
    <message>
      <source>Background</source>
      <translation>Hintergrund</translation>
    </message>
    <message>
      <source>Canvas size</source>
      <translation>Leinwandgröße</translation>
    </message>
    <message>
      <source>Crop to the selection</source>
      <translation>Auf die Auswahl zuschneiden</translation>
    </message>
    <message>
      <source>Flip</source>
      <translation>Spiegeln</translation>
    </message>
    <message>
      <source>Layer 1</source>
      <translation>Ebene 1</translation>
    </message>
    <message>
      <source>New canvas</source>
      <translation>Neue Leinwand</translation>
    </message>
    <message>
      <source>Rotate</source>
      <translation>Drehen</translation>
    </message>
    <message>
      <source>Scale</source>
      <translation>Skalieren</translation>
    </message>
    <message>
      <source>Straighten</source>
      <translation>Gerade ausrichten</translation>
    </message>
    <message>
      <source>Trim</source>
      <translation>Leere Ränder abschneiden</translation>
    </message>
  </context>
  <context>
    <name>CanvasPresenter</name>
    <message>
      <source>Describe a picture and press Generate: it will appear here. It is made on {device}.</source>
      <translation>Ein Bild beschreiben und „Erzeugen“ drücken: Es erscheint dann hier. Berechnet wird es auf {device}.</translation>
    </message>
    <message>
      <source>Developing</source>
      <translation>Bild wird entwickelt</translation>
    </message>
    <message>
      <source>Loading the model</source>
      <translation>Modell wird geladen</translation>
    </message>
    <message>
      <source>Picture {number} of {count}</source>
      <translation>Bild {number} von {count}</translation>
    </message>
    <message>
      <source>Reading the prompt</source>
      <translation>Prompt wird gelesen</translation>
    </message>
    <message>
      <source>Saving</source>
      <translation>Wird gespeichert</translation>
    </message>
    <message>
      <source>Starting…</source>
      <translation>Wird gestartet…</translation>
    </message>
    <message>
      <source>Step</source>
      <translation>Schritt</translation>
    </message>
    <message>
      <source>Stopping…</source>
      <translation>Wird angehalten…</translation>
    </message>
  </context>
  <context>
    <name>CanvasSizeDialog</name>
    <message>
      <source>A side has {limit} pixels at most.</source>
      <translation>Eine Seite hat höchstens {limit} Pixel.</translation>
    </message>
    <message>
      <source>Both sides, compared to what they are now</source>
      <translation>Beide Seiten, verglichen mit jetzt</translation>
    </message>
    <message>
      <source>Bottom</source>
      <translation>Unten</translation>
    </message>
    <message>
      <source>Canvas size</source>
      <translation>Leinwandgröße</translation>
    </message>
    <message>
      <source>Change the canvas</source>
      <translation>Leinwand ändern</translation>
    </message>
    <message>
      <source>Give the canvas this size</source>
      <translation>Der Leinwand diese Größe geben</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Links</translation>
    </message>
    <message>
      <source>Nothing would be left of the canvas.</source>
      <translation>Von der Leinwand bliebe nichts übrig.</translation>
    </message>
    <message>
      <source>Percent</source>
      <translation>Prozent</translation>
    </message>
    <message>
      <source>Pixels to add on this side; less than 0 cuts off</source>
      <translation>Pixel, die an dieser Seite hinzukommen; unter 0 wird abgeschnitten</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>Rechts</translation>
    </message>
    <message>
      <source>Room is added or cut off at the sides; the picture itself keeps its size.</source>
      <translation>An den Seiten kommt Platz hinzu oder wird abgeschnitten; das Bild selbst behält seine Größe.</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>The canvas will have {size} pixels. Nothing is cut off.</source>
      <translation>Die Leinwand wird {size} Pixel groß. Nichts wird abgeschnitten.</translation>
    </message>
    <message>
      <source>The canvas will have {size} pixels. What lies outside is no longer seen; the layers keep it.</source>
      <translation>Die Leinwand wird {size} Pixel groß. Was außerhalb liegt, ist nicht mehr zu sehen; die Ebenen behalten es.</translation>
    </message>
    <message>
      <source>The picture stays</source>
      <translation>Das Bild bleibt</translation>
    </message>
    <message>
      <source>Top</source>
      <translation>Oben</translation>
    </message>
    <message>
      <source>Where the picture stays</source>
      <translation>Wo das Bild bleibt</translation>
    </message>
    <message>
      <source>Width by height in pixels</source>
      <translation>Breite mal Höhe in Pixeln</translation>
    </message>
  </context>
  <context>
    <name>CanvasSizeField</name>
    <message>
      <source>Canvas size</source>
      <translation>Leinwandgröße</translation>
    </message>
    <message>
      <source>What is on the canvas decides the size. The menu Canvas changes it.</source>
      <translation>Der Inhalt der Leinwand bestimmt die Größe. Das Menü „Leinwand“ ändert sie.</translation>
    </message>
  </context>
  <context>
    <name>CanvasView</name>
    <message>
      <source>Describe a picture and press Generate: it will appear here.</source>
      <translation>Ein Bild beschreiben und „Erzeugen“ drücken: Es erscheint dann hier.</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
  </context>
  <context>
    <name>Closing</name>
    <message>
      <source>Bring it back</source>
      <translation>Zurückholen</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Close Darkroom?</source>
      <translation>Darkroom schließen?</translation>
    </message>
    <message>
      <source>Close without it</source>
      <translation>Trotzdem schließen</translation>
    </message>
    <message>
      <source>Don't save</source>
      <translation>Nicht speichern</translation>
    </message>
    <message>
      <source>Finished pictures are saved. Jobs that are kept in the queue for the next start: {count}.</source>
      <translation>Fertige Bilder sind gespeichert. Aufträge, die bis zum nächsten Start in der Warteschlange bleiben: {count}.</translation>
    </message>
    <message>
      <source>Go on</source>
      <translation>Weitermachen</translation>
    </message>
    <message>
      <source>Pictures are still being made.</source>
      <translation>Es entstehen noch Bilder.</translation>
    </message>
    <message>
      <source>Pictures that were made are in the gallery in any case.</source>
      <translation>Erzeugte Bilder sind auf jeden Fall in der Galerie.</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Save the project?</source>
      <translation>Projekt speichern?</translation>
    </message>
    <message>
      <source>Stop and close</source>
      <translation>Anhalten und schließen</translation>
    </message>
    <message>
      <source>There are changes to “{name}” that are not saved.</source>
      <translation>An „{name}“ gibt es Änderungen, die nicht gespeichert sind.</translation>
    </message>
    <message>
      <source>Until Darkroom is closed it can be brought back, and saved.</source>
      <translation>Bis Darkroom geschlossen wird, lässt es sich zurückholen und speichern.</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>Unbenannt</translation>
    </message>
    <message>
      <source>“{name}” is not saved, and another picture has taken its place.</source>
      <translation>„{name}“ ist nicht gespeichert, und ein anderes Bild hat seinen Platz eingenommen.</translation>
    </message>
  </context>
  <context>
    <name>CombineRow</name>
    <message>
      <source>Add to the selection (Shift)</source>
      <translation>Zur Auswahl hinzufügen (Umschalt)</translation>
    </message>
    <message>
      <source>Keep what is in both (Shift+Alt)</source>
      <translation>Behalten, was in beiden liegt (Umschalt+Alt)</translation>
    </message>
    <message>
      <source>Select anew</source>
      <translation>Neu auswählen</translation>
    </message>
    <message>
      <source>Take away from the selection (Alt)</source>
      <translation>Von der Auswahl wegnehmen (Alt)</translation>
    </message>
  </context>
  <context>
    <name>CommandPalette</name>
    <message>
      <source>Command palette</source>
      <translation>Befehlspalette</translation>
    </message>
    <message>
      <source>Commands</source>
      <translation>Befehle</translation>
    </message>
    <message>
      <source>Enter or a click runs the command</source>
      <translation>Die Eingabetaste oder ein Klick führt den Befehl aus</translation>
    </message>
    <message>
      <source>No command has these letters.</source>
      <translation>Kein Befehl enthält diese Buchstaben.</translation>
    </message>
    <message>
      <source>Type a few letters of a command; Enter runs it</source>
      <translation>Ein paar Buchstaben eines Befehls eingeben; die Eingabetaste führt ihn aus</translation>
    </message>
    <message>
      <source>What do you want to do?</source>
      <translation>Was soll geschehen?</translation>
    </message>
  </context>
  <context>
    <name>CommandSet</name>
    <message>
      <source>No program to show folders was found.</source>
      <translation>Es wurde kein Programm zum Anzeigen von Ordnern gefunden.</translation>
    </message>
    <message>
      <source>The folder is {folder}.</source>
      <translation>Der Ordner ist {folder}.</translation>
    </message>
  </context>
  <context>
    <name>Compare</name>
    <message>
      <source>Clip skip</source>
      <translation>Clip-Skip</translation>
    </message>
    <message>
      <source>Guidance</source>
      <translation>Führung</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Sampler</source>
      <translation>Sampler</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Zeitplan</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Seed</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>VAE</source>
      <translation>VAE</translation>
    </message>
    <message>
      <source>Words in the prompt</source>
      <translation>Wörter im Prompt</translation>
    </message>
  </context>
  <context>
    <name>CompareDialog</name>
    <message>
      <source>All known settings are the same.</source>
      <translation>Alle bekannten Einstellungen sind gleich.</translation>
    </message>
    <message>
      <source>Close the comparison (Esc)</source>
      <translation>Vergleich schließen (Esc)</translation>
    </message>
    <message>
      <source>Compare pictures</source>
      <translation>Bilder vergleichen</translation>
    </message>
    <message>
      <source>Difference</source>
      <translation>Unterschied</translation>
    </message>
    <message>
      <source>Drag the line, or use the arrow keys.</source>
      <translation>Die Linie ziehen oder die Pfeiltasten verwenden.</translation>
    </message>
    <message>
      <source>Fit the pictures into the view (0)</source>
      <translation>Bilder in die Ansicht einpassen (0)</translation>
    </message>
    <message>
      <source>Only for two pictures</source>
      <translation>Nur für zwei Bilder</translation>
    </message>
    <message>
      <source>Only for two pictures of the same size</source>
      <translation>Nur für zwei Bilder gleicher Größe</translation>
    </message>
    <message>
      <source>Setting</source>
      <translation>Einstellung</translation>
    </message>
    <message>
      <source>Settings that differ</source>
      <translation>Abweichende Einstellungen</translation>
    </message>
    <message>
      <source>Side by side</source>
      <translation>Nebeneinander</translation>
    </message>
    <message>
      <source>Slider</source>
      <translation>Schieber</translation>
    </message>
    <message>
      <source>The two pictures are equal, pixel by pixel.</source>
      <translation>Die beiden Bilder sind Pixel für Pixel gleich.</translation>
    </message>
    <message>
      <source>The wheel zooms, dragging moves, all together.</source>
      <translation>Das Mausrad zoomt, Ziehen verschiebt, alle gemeinsam.</translation>
    </message>
    <message>
      <source>What differs between them:</source>
      <translation>Worin sie sich unterscheiden:</translation>
    </message>
    <message>
      <source>{factor} times amplified; the largest difference is {largest} of 255.</source>
      <translation>{factor}-fach verstärkt; der größte Unterschied beträgt {largest} von 255.</translation>
    </message>
    <message>
      <source>{mode} ({key})</source>
      <translation>{mode} ({key})</translation>
    </message>
  </context>
  <context>
    <name>CompareMenus</name>
    <message>
      <source>Compare values…</source>
      <translation>Werte vergleichen…</translation>
    </message>
    <message>
      <source>Make the same picture for several values, side by side on one sheet</source>
      <translation>Dasselbe Bild für mehrere Werte erzeugen, nebeneinander auf einem Bogen</translation>
    </message>
  </context>
  <context>
    <name>CompareValuesDialog</name>
    <message>
      <source>1 picture</source>
      <translation>1 Bild</translation>
    </message>
    <message>
      <source>Across</source>
      <translation>Waagerecht</translation>
    </message>
    <message>
      <source>Add the pictures to the queue, as one group</source>
      <translation>Die Bilder als eine Gruppe in die Warteschlange stellen</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Compare nothing</source>
      <translation>Nichts vergleichen</translation>
    </message>
    <message>
      <source>Compare values</source>
      <translation>Werte vergleichen</translation>
    </message>
    <message>
      <source>Down</source>
      <translation>Senkrecht</translation>
    </message>
    <message>
      <source>Make one picture</source>
      <translation>Ein Bild erzeugen</translation>
    </message>
    <message>
      <source>Make pictures</source>
      <translation>Bilder erzeugen</translation>
    </message>
    <message>
      <source>Make {count} pictures</source>
      <translation>{count} Bilder erzeugen</translation>
    </message>
    <message>
      <source>The same picture for each value, side by side on one sheet. Commas part the values.</source>
      <translation>Dasselbe Bild für jeden Wert, nebeneinander auf einem Bogen. Kommas trennen die Werte.</translation>
    </message>
    <message>
      <source>{count} pictures</source>
      <translation>{count} Bilder</translation>
    </message>
    <message>
      <source>{pictures}, about {duration}</source>
      <translation>{pictures}, etwa {duration}</translation>
    </message>
  </context>
  <context>
    <name>CompareView</name>
    <message>
      <source>Comparison</source>
      <translation>Vergleich</translation>
    </message>
  </context>
  <context>
    <name>ConnectionsDialog</name>
    <message>
      <source>Clear</source>
      <translation>Leeren</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close this window</source>
      <translation>Dieses Fenster schließen</translation>
    </message>
    <message>
      <source>Columns</source>
      <translation>Spalten</translation>
    </message>
    <message>
      <source>Connections</source>
      <translation>Verbindungen</translation>
    </message>
    <message>
      <source>Connections, newest first</source>
      <translation>Verbindungen, neueste zuerst</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message numerus="yes">
      <source>Darkroom has connected %n times. Only hosts are noted, no addresses.</source>
      <translation>
        <numerusform>Darkroom hat sich %n Mal verbunden. Vermerkt werden nur Hosts, keine Adressen.</numerusform>
        <numerusform>Darkroom hat sich %n Mal verbunden. Vermerkt werden nur Hosts, keine Adressen.</numerusform>
      </translation>
    </message>
    <message>
      <source>Darkroom has never connected to anything.</source>
      <translation>Darkroom hat sich noch nie mit etwas verbunden.</translation>
    </message>
    <message>
      <source>Forbid every use of the network</source>
      <translation>Jede Nutzung des Netzwerks verbieten</translation>
    </message>
    <message>
      <source>Forget all connections</source>
      <translation>Alle Verbindungen vergessen</translation>
    </message>
    <message>
      <source>Host</source>
      <translation>Host</translation>
    </message>
    <message>
      <source>How much</source>
      <translation>Wie viel</translation>
    </message>
    <message>
      <source>Put the whole list on the clipboard</source>
      <translation>Die ganze Liste in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Zeit</translation>
    </message>
    <message>
      <source>What went over the network</source>
      <translation>Was über das Netzwerk ging</translation>
    </message>
    <message>
      <source>Why</source>
      <translation>Warum</translation>
    </message>
    <message>
      <source>Work offline</source>
      <translation>Offline arbeiten</translation>
    </message>
  </context>
  <context>
    <name>ConvertModelDialog</name>
    <message>
      <source>Agree to have this file read in that way, and make the new file</source>
      <translation>Zustimmen, dass diese Datei so gelesen wird, und die neue Datei erstellen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close this window</source>
      <translation>Dieses Fenster schließen</translation>
    </message>
    <message>
      <source>Convert</source>
      <translation>Umwandeln</translation>
    </message>
    <message>
      <source>Convert to safetensors</source>
      <translation>In safetensors umwandeln</translation>
    </message>
    <message>
      <source>Ending the process…</source>
      <translation>Prozess wird beendet…</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Looking at the file…</source>
      <translation>Datei wird geprüft…</translation>
    </message>
    <message>
      <source>New file</source>
      <translation>Neue Datei</translation>
    </message>
    <message>
      <source>Progress of the conversion</source>
      <translation>Fortschritt der Umwandlung</translation>
    </message>
    <message>
      <source>Reading the weights…</source>
      <translation>Gewichte werden gelesen…</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Starting a process for it…</source>
      <translation>Eigener Prozess wird gestartet…</translation>
    </message>
    <message>
      <source>Taking the file's fingerprint: {percent} %</source>
      <translation>Prüfsumme der Datei wird berechnet: {percent} %</translation>
    </message>
    <message>
      <source>The new file goes beside the original, which stays as it is.</source>
      <translation>Die neue Datei kommt neben das Original, das unverändert bleibt.</translation>
    </message>
    <message>
      <source>The new file goes into Darkroom's folder of models. The original stays as it is.</source>
      <translation>Die neue Datei kommt in Darkrooms Modellordner. Das Original bleibt unverändert.</translation>
    </message>
    <message>
      <source>This file is a pickle. Such files can hold programs beside their weights, which run when they are opened in the usual way. Here nothing is run: a process of its own, without network, reads only the weights, and writes them as safetensors, which hold no programs.</source>
      <translation>Diese Datei ist ein Pickle. Solche Dateien können neben den Gewichten Programme enthalten, die beim üblichen Öffnen ausgeführt werden. Hier wird nichts ausgeführt: Ein eigener Prozess ohne Netzwerk liest nur die Gewichte und schreibt sie als safetensors, die keine Programme enthalten.</translation>
    </message>
    <message>
      <source>Try again</source>
      <translation>Erneut versuchen</translation>
    </message>
    <message>
      <source>Writing the new file: {percent} %</source>
      <translation>Neue Datei wird geschrieben: {percent} %</translation>
    </message>
    <message>
      <source>You agreed to this for this file before. The original stays as it is.</source>
      <translation>Dem wurde für diese Datei schon zugestimmt. Das Original bleibt unverändert.</translation>
    </message>
    <message>
      <source>{name} was made, with {count} tensors, and stands among the models.</source>
      <translation>{name} wurde mit {count} Tensoren erstellt und steht bei den Modellen.</translation>
    </message>
    <message>
      <source>{size}; the new file is about as large</source>
      <translation>{size}; die neue Datei wird etwa so groß</translation>
    </message>
    <message>
      <source>{words} Left out, as no part of the weights: {names}.</source>
      <translation>{words} Ausgelassen, weil kein Teil der Gewichte: {names}.</translation>
    </message>
  </context>
  <context>
    <name>CrashReportDialog</name>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close this window</source>
      <translation>Dieses Fenster schließen</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Put the report on the clipboard</source>
      <translation>Den Bericht in die Zwischenablage legen</translation>
    </message>
    <message>
      <source>Reading the logs…</source>
      <translation>Protokolle werden gelesen…</translation>
    </message>
    <message>
      <source>Report</source>
      <translation>Bericht</translation>
    </message>
    <message>
      <source>Report a problem</source>
      <translation>Problem melden</translation>
    </message>
    <message>
      <source>Save the report</source>
      <translation>Bericht speichern</translation>
    </message>
    <message>
      <source>Save the report as a text file</source>
      <translation>Den Bericht als Textdatei speichern</translation>
    </message>
    <message>
      <source>Save to a file…</source>
      <translation>In Datei speichern…</translation>
    </message>
    <message>
      <source>This is what helps to find a fault.</source>
      <translation>Das hilft, einen Fehler zu finden.</translation>
    </message>
    <message>
      <source>Versions, the device and the ends of the logs. Prompts and the names of your folders were taken out; please look it through all the same. Darkroom sends nothing: copy it or save it, and put it into your report.</source>
      <translation>Versionen, das Gerät und die letzten Zeilen der Protokolle. Prompts und die Namen eigener Ordner wurden entfernt; bitte trotzdem alles durchsehen. Darkroom sendet nichts: Den Text kopieren oder speichern und in den Bericht einfügen.</translation>
    </message>
    <message>
      <source>What a report should hold</source>
      <translation>Was ein Bericht enthalten sollte</translation>
    </message>
  </context>
  <context>
    <name>CropRow</name>
    <message>
      <source>Height</source>
      <translation>Höhe</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Links</translation>
    </message>
    <message>
      <source>Straighten by</source>
      <translation>Ausrichten um</translation>
    </message>
    <message>
      <source>Top</source>
      <translation>Oben</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>Breite</translation>
    </message>
    <message>
      <source>h</source>
      <translation>h</translation>
    </message>
    <message>
      <source>w</source>
      <translation>b</translation>
    </message>
  </context>
  <context>
    <name>CropTool</name>
    <message>
      <source>Crop</source>
      <translation>Zuschneiden</translation>
    </message>
    <message>
      <source>Drag the handles to what is to stay.</source>
      <translation>Die Griffe um das ziehen, was bleiben soll.</translation>
    </message>
    <message>
      <source>Enter: crop. Esc: forget. Shift keeps the shape of the frame.</source>
      <translation>Eingabetaste: zuschneiden. Esc: verwerfen. Umschalt: feste Form.</translation>
    </message>
    <message>
      <source>Straighten and crop</source>
      <translation>Ausrichten und zuschneiden</translation>
    </message>
  </context>
  <context>
    <name>DetailsDock</name>
    <message>
      <source>Choose a picture in the gallery to see how it was made.</source>
      <translation>In der Galerie ein Bild wählen, um zu sehen, wie es entstanden ist.</translation>
    </message>
    <message>
      <source>Keep out</source>
      <translation>Was fehlen soll</translation>
    </message>
    <message>
      <source>Keep the seed of this picture for the next ones</source>
      <translation>Den Seed dieses Bildes für die nächsten behalten</translation>
    </message>
    <message>
      <source>Led to</source>
      <translation>Daraus entstanden</translation>
    </message>
    <message>
      <source>Made from</source>
      <translation>Entstanden aus</translation>
    </message>
    <message>
      <source>Made with a model, in another program, as its file tells.</source>
      <translation>In einem anderen Programm mit einem Modell gemacht, wie die Datei sagt.</translation>
    </message>
    <message>
      <source>Made with a model, in this program; its file says so to others.</source>
      <translation>In diesem Programm mit einem Modell gemacht; die Datei sagt es auch anderen.</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>Prompt</translation>
    </message>
    <message>
      <source>Take all settings of this picture into the prompt dock</source>
      <translation>Alle Einstellungen dieses Bildes in den Prompt-Bereich übernehmen</translation>
    </message>
    <message>
      <source>Take prompt and negative prompt; nothing else changes</source>
      <translation>Prompt und negativen Prompt übernehmen; sonst ändert sich nichts</translation>
    </message>
    <message>
      <source>Take width and height of this picture</source>
      <translation>Breite und Höhe dieses Bildes übernehmen</translation>
    </message>
    <message>
      <source>They have no setting in common.</source>
      <translation>Sie haben keine Einstellung gemeinsam.</translation>
    </message>
    <message>
      <source>Use all</source>
      <translation>Alles verwenden</translation>
    </message>
    <message>
      <source>Use prompt</source>
      <translation>Prompt verwenden</translation>
    </message>
    <message>
      <source>Use seed</source>
      <translation>Seed verwenden</translation>
    </message>
    <message>
      <source>Use size</source>
      <translation>Größe verwenden</translation>
    </message>
    <message>
      <source>What they have in common:</source>
      <translation>Was sie gemeinsam haben:</translation>
    </message>
    <message>
      <source>imported</source>
      <translation>importiert</translation>
    </message>
    <message>
      <source>in the bin</source>
      <translation>im Papierkorb</translation>
    </message>
    <message>
      <source>rated {rating} of 5</source>
      <translation>mit {rating} von 5 bewertet</translation>
    </message>
    <message>
      <source>starred</source>
      <translation>mit Stern</translation>
    </message>
    <message>
      <source>{count} pictures</source>
      <translation>{count} Bilder</translation>
    </message>
  </context>
  <context>
    <name>Dock</name>
    <message>
      <source>Close this dock; the View menu brings it back</source>
      <translation>Diesen Bereich schließen; das Menü „Ansicht“ holt ihn zurück</translation>
    </message>
    <message>
      <source>Close {title}</source>
      <translation>{title} schließen</translation>
    </message>
  </context>
  <context>
    <name>DownloadRow</name>
    <message>
      <source>Cancel {title}, and remove what was fetched</source>
      <translation>{title} abbrechen und das Heruntergeladene entfernen</translation>
    </message>
    <message>
      <source>Go on: {title}</source>
      <translation>Fortsetzen: {title}</translation>
    </message>
    <message>
      <source>Pause: {title}</source>
      <translation>Pause: {title}</translation>
    </message>
    <message>
      <source>Progress: {title}</source>
      <translation>Fortschritt: {title}</translation>
    </message>
    <message>
      <source>Show the folder: {title}</source>
      <translation>Ordner zeigen: {title}</translation>
    </message>
    <message>
      <source>Take {title} off this list; the model stays</source>
      <translation>{title} aus dieser Liste nehmen; das Modell bleibt</translation>
    </message>
  </context>
  <context>
    <name>DownloadRows</name>
    <message>
      <source>Downloads</source>
      <translation>Downloads</translation>
    </message>
  </context>
  <context>
    <name>Downloads</name>
    <message>
      <source>A pickle, which can run programs when it is opened.</source>
      <translation>Ein Pickle, das beim Öffnen Programme ausführen kann.</translation>
    </message>
    <message>
      <source>Downloaded a model</source>
      <translation>Modell heruntergeladen</translation>
    </message>
    <message>
      <source>Finished and checked: {path}</source>
      <translation>Fertig und geprüft: {path}</translation>
    </message>
    <message>
      <source>Its name can't be used on every system.</source>
      <translation>Der Name ist nicht auf jedem System erlaubt.</translation>
    </message>
    <message>
      <source>Looked up a model</source>
      <translation>Modell nachgeschlagen</translation>
    </message>
    <message>
      <source>Not needed to make pictures.</source>
      <translation>Für Bilder nicht nötig.</translation>
    </message>
    <message>
      <source>Paused: {amount}</source>
      <translation>Pausiert: {amount}</translation>
    </message>
    <message>
      <source>Waits for the others</source>
      <translation>Wartet auf die anderen</translation>
    </message>
    <message>
      <source>not ended</source>
      <translation>nicht beendet</translation>
    </message>
    <message>
      <source>{done} of {total}</source>
      <translation>{done} von {total}</translation>
    </message>
    <message>
      <source>{host}, which sends its files from {other}</source>
      <translation>{host}; die Dateien kommen von {other}</translation>
    </message>
    <message>
      <source>{received} received, {sent} sent</source>
      <translation>{received} empfangen, {sent} gesendet</translation>
    </message>
    <message>
      <source>{size}/s</source>
      <translation>{size}/s</translation>
    </message>
    <message>
      <source>{time} left</source>
      <translation>noch {time}</translation>
    </message>
  </context>
  <context>
    <name>DragFiles</name>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
  </context>
  <context>
    <name>DropOverlay</name>
    <message>
      <source>A job for each picture, with its own settings.</source>
      <translation>Ein Auftrag für jedes Bild, mit eigenen Einstellungen.</translation>
    </message>
    <message>
      <source>Add as a layer</source>
      <translation>Als Ebene hinzufügen</translation>
    </message>
    <message>
      <source>Add models</source>
      <translation>Modelle hinzufügen</translation>
    </message>
    <message>
      <source>Add to the prompt</source>
      <translation>Zum Prompt hinzufügen</translation>
    </message>
    <message>
      <source>It lies over what is on the canvas now.</source>
      <translation>Es liegt dann über dem Inhalt der Leinwand.</translation>
    </message>
    <message>
      <source>Nothing is fetched from the web: save the picture first, then drop its file.</source>
      <translation>Aus dem Web wird nichts geladen: Erst das Bild speichern, dann die Datei hierher ziehen.</translation>
    </message>
    <message>
      <source>Open on the canvas</source>
      <translation>Auf der Leinwand öffnen</translation>
    </message>
    <message>
      <source>Open the first one</source>
      <translation>Das erste öffnen</translation>
    </message>
    <message>
      <source>Process as a batch</source>
      <translation>Als Stapel verarbeiten</translation>
    </message>
    <message>
      <source>Take them into the prompt dock at once.</source>
      <translation>Sie sofort in den Prompt-Bereich übernehmen.</translation>
    </message>
    <message>
      <source>The text comes after the words that are there.</source>
      <translation>Der Text kommt hinter die vorhandenen Wörter.</translation>
    </message>
    <message>
      <source>To be edited; settings that it holds are offered.</source>
      <translation>Zum Bearbeiten; enthaltene Einstellungen werden angeboten.</translation>
    </message>
    <message>
      <source>Use as the selection</source>
      <translation>Als Auswahl verwenden</translation>
    </message>
    <message>
      <source>Use its settings</source>
      <translation>Einstellungen verwenden</translation>
    </message>
    <message>
      <source>Used where they lie; nothing is copied.</source>
      <translation>Sie werden verwendet, wo sie liegen; nichts wird kopiert.</translation>
    </message>
    <message>
      <source>What is bright in it is selected.</source>
      <translation>Was darin hell ist, wird ausgewählt.</translation>
    </message>
  </context>
  <context>
    <name>EditCommands</name>
    <message>
      <source>&amp;Redo</source>
      <translation>&amp;Wiederholen</translation>
    </message>
    <message>
      <source>&amp;Redo {step}</source>
      <translation>&amp;Wiederholen: {step}</translation>
    </message>
    <message>
      <source>&amp;Undo</source>
      <translation>&amp;Rückgängig</translation>
    </message>
    <message>
      <source>&amp;Undo {step}</source>
      <translation>&amp;Rückgängig: {step}</translation>
    </message>
  </context>
  <context>
    <name>EditingBar</name>
    <message>
      <source>Discard</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Editing a waiting job</source>
      <translation>Wartender Auftrag in Bearbeitung</translation>
    </message>
    <message>
      <source>Leave the job as it is, and bring back the settings from before</source>
      <translation>Den Auftrag lassen, wie er ist, und die vorherigen Einstellungen zurückholen</translation>
    </message>
    <message>
      <source>Put these settings in the job's place; it keeps its turn</source>
      <translation>Den Auftrag durch diese Einstellungen ersetzen; er behält seinen Platz</translation>
    </message>
    <message>
      <source>Save changes</source>
      <translation>Änderungen speichern</translation>
    </message>
  </context>
  <context>
    <name>Editor</name>
    <message>
      <source>Add picture</source>
      <translation>Bild hinzufügen</translation>
    </message>
    <message>
      <source>Open picture</source>
      <translation>Bild öffnen</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Select by a picture</source>
      <translation>Nach einem Bild auswählen</translation>
    </message>
  </context>
  <context>
    <name>EditorClipboard</name>
    <message>
      <source>Copy one here or in another program first.</source>
      <translation>Zuerst eines hier oder in einem anderen Programm kopieren.</translation>
    </message>
    <message>
      <source>Cut</source>
      <translation>Ausschneiden</translation>
    </message>
    <message>
      <source>Paste</source>
      <translation>Einfügen</translation>
    </message>
    <message>
      <source>Paste as a new canvas</source>
      <translation>Als neue Leinwand einfügen</translation>
    </message>
    <message>
      <source>Pasted</source>
      <translation>Eingefügt</translation>
    </message>
    <message>
      <source>There is no picture on the clipboard.</source>
      <translation>In der Zwischenablage ist kein Bild.</translation>
    </message>
  </context>
  <context>
    <name>Edits</name>
    <message>
      <source>Do it again with the one that it was for.</source>
      <translation>Mit dem Dokument wiederholen, für das es gedacht war.</translation>
    </message>
    <message>
      <source>Try again when it has ended.</source>
      <translation>Erneut versuchen, wenn es beendet ist.</translation>
    </message>
    <message>
      <source>“{step}” is still under way, so nothing else was begun.</source>
      <translation>„{step}“ läuft noch, daher wurde nichts anderes begonnen.</translation>
    </message>
    <message>
      <source>“{step}” was not done: another document has come onto the canvas.</source>
      <translation>„{step}“ wurde nicht ausgeführt: Ein anderes Dokument ist auf die Leinwand gekommen.</translation>
    </message>
  </context>
  <context>
    <name>EllipseTool</name>
    <message>
      <source>Select an ellipse</source>
      <translation>Ellipse auswählen</translation>
    </message>
  </context>
  <context>
    <name>EraserTool</name>
    <message>
      <source>Drag to erase. Shift+click: a straight line. [ and ]: size.</source>
      <translation>Ziehen radiert. Umschalt+Klick: Gerade. [ und ]: Größe.</translation>
    </message>
  </context>
  <context>
    <name>Export</name>
    <message>
      <source>Colour profile</source>
      <translation>Farbprofil</translation>
    </message>
    <message>
      <source>Mark of pictures made by AI (IPTC)</source>
      <translation>Kennzeichen für KI-Bilder (IPTC)</translation>
    </message>
    <message>
      <source>Settings and prompts</source>
      <translation>Einstellungen und Prompts</translation>
    </message>
  </context>
  <context>
    <name>ExportCanvasDialog</name>
    <message>
      <source>A file for other programs and other people. The project stays as it is.</source>
      <translation>Eine Datei für andere Programme und andere Menschen. Das Projekt bleibt unverändert.</translation>
    </message>
    <message>
      <source>A {format} file of {size} pixels for each visible layer, without blend mode and opacity.</source>
      <translation>Für jede sichtbare Ebene eine {format}-Datei mit {size} Pixeln, ohne Mischmodus und Deckkraft.</translation>
    </message>
    <message>
      <source>A {format} file of {size} pixels.</source>
      <translation>Eine {format}-Datei mit {size} Pixeln.</translation>
    </message>
    <message>
      <source>All that is in the file beside the picture itself</source>
      <translation>Alles, was neben dem Bild selbst in der Datei steht</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Hintergrund</translation>
    </message>
    <message>
      <source>Black</source>
      <translation>Schwarz</translation>
    </message>
    <message>
      <source>Choose where the file goes, then write it</source>
      <translation>Wählen, wohin die Datei kommt, und sie schreiben</translation>
    </message>
    <message>
      <source>Colour profile</source>
      <translation>Farbprofil</translation>
    </message>
    <message>
      <source>Compared to the canvas, which stays as it is</source>
      <translation>Verglichen mit der Leinwand, die unverändert bleibt</translation>
    </message>
    <message>
      <source>Each layer by itself</source>
      <translation>Jede Ebene für sich</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Export</translation>
    </message>
    <message>
      <source>Export the canvas</source>
      <translation>Leinwand exportieren</translation>
    </message>
    <message>
      <source>Export the layers</source>
      <translation>Ebenen exportieren</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>Higher is better and larger</source>
      <translation>Höher ist besser und größer</translation>
    </message>
    <message>
      <source>Keep every pixel as it is; larger</source>
      <translation>Jedes Pixel bewahren; größere Datei</translation>
    </message>
    <message>
      <source>Layers for Krita and GIMP</source>
      <translation>Ebenen für Krita und GIMP</translation>
    </message>
    <message>
      <source>Mark as made by AI</source>
      <translation>Als KI-Bild kennzeichnen</translation>
    </message>
    <message>
      <source>Nothing but the picture.</source>
      <translation>Nichts als das Bild.</translation>
    </message>
    <message>
      <source>Of the picture that was opened</source>
      <translation>Das des geöffneten Bildes</translation>
    </message>
    <message>
      <source>One file with all layers, their modes and masks.</source>
      <translation>Eine Datei mit allen Ebenen, ihren Modi und Masken.</translation>
    </message>
    <message>
      <source>Percent</source>
      <translation>Prozent</translation>
    </message>
    <message>
      <source>Prompt and settings</source>
      <translation>Prompt und Einstellungen</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>The kind of file</source>
      <translation>Die Art der Datei</translation>
    </message>
    <message>
      <source>The mark of the IPTC that sites look for</source>
      <translation>Das Kennzeichen der IPTC, nach dem Websites suchen</translation>
    </message>
    <message>
      <source>The whole picture</source>
      <translation>Das ganze Bild</translation>
    </message>
    <message>
      <source>Transparent</source>
      <translation>Durchsichtig</translation>
    </message>
    <message>
      <source>What goes into the file</source>
      <translation>Was in die Datei kommt</translation>
    </message>
    <message>
      <source>What lies below transparent parts</source>
      <translation>Was unter durchsichtigen Teilen liegt</translation>
    </message>
    <message>
      <source>What the file tells</source>
      <translation>Was die Datei verrät</translation>
    </message>
    <message>
      <source>White</source>
      <translation>Weiß</translation>
    </message>
    <message>
      <source>Whoever has the file can then read them</source>
      <translation>Wer die Datei hat, kann beides dann lesen</translation>
    </message>
    <message>
      <source>Width by height in pixels</source>
      <translation>Breite mal Höhe in Pixeln</translation>
    </message>
    <message>
      <source>Without loss</source>
      <translation>Verlustfrei</translation>
    </message>
    <message>
      <source>picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>{words} JPEG knows no transparency: white lies below it.</source>
      <translation>{words} JPEG kennt keine Durchsichtigkeit: Weiß liegt darunter.</translation>
    </message>
  </context>
  <context>
    <name>ExportCommands</name>
    <message>
      <source>The canvas was exported to {name}.</source>
      <translation>Die Leinwand wurde nach {name} exportiert.</translation>
    </message>
  </context>
  <context>
    <name>ExportDialog</name>
    <message>
      <source>As they are</source>
      <translation>Unverändert</translation>
    </message>
    <message>
      <source>Choose a folder</source>
      <translation>Ordner wählen</translation>
    </message>
    <message>
      <source>Close without copying</source>
      <translation>Schließen, ohne zu kopieren</translation>
    </message>
    <message>
      <source>Copy the pictures</source>
      <translation>Bilder kopieren</translation>
    </message>
    <message>
      <source>Export</source>
      <translation>Exportieren</translation>
    </message>
    <message>
      <source>Export pictures</source>
      <translation>Bilder exportieren</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>For JPEG and WebP: higher is better and larger.</source>
      <translation>Für JPEG und WebP: höher ist besser und größer.</translation>
    </message>
    <message>
      <source>Format</source>
      <translation>Format</translation>
    </message>
    <message>
      <source>Keep prompt and settings in the copies</source>
      <translation>Prompt und Einstellungen in den Kopien behalten</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>What kind of files the copies are</source>
      <translation>Welche Art von Dateien die Kopien sind</translation>
    </message>
    <message>
      <source>Where the copies go</source>
      <translation>Wohin die Kopien kommen</translation>
    </message>
    <message>
      <source>Whoever has the copies can then read how they were made.</source>
      <translation>Wer die Kopien hat, kann dann lesen, wie sie entstanden sind.</translation>
    </message>
    <message>
      <source>{count} picture is copied to a folder.</source>
      <translation>{count} Bild wird in einen Ordner kopiert.</translation>
    </message>
    <message>
      <source>{count} pictures are copied to a folder.</source>
      <translation>{count} Bilder werden in einen Ordner kopiert.</translation>
    </message>
  </context>
  <context>
    <name>ExtendRow</name>
    <message>
      <source>Bottom</source>
      <translation>Unten</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Links</translation>
    </message>
    <message>
      <source>Right</source>
      <translation>Rechts</translation>
    </message>
    <message>
      <source>Top</source>
      <translation>Oben</translation>
    </message>
    <message>
      <source>bottom</source>
      <translation>unten</translation>
    </message>
    <message>
      <source>left</source>
      <translation>links</translation>
    </message>
    <message>
      <source>right</source>
      <translation>rechts</translation>
    </message>
    <message>
      <source>top</source>
      <translation>oben</translation>
    </message>
  </context>
  <context>
    <name>ExtendTool</name>
    <message>
      <source>Drag the edges outward; then Generate fills what is new.</source>
      <translation>Die Ränder nach außen ziehen; „Erzeugen“ füllt dann das Neue.</translation>
    </message>
    <message>
      <source>Enter: extend the canvas. Esc: forget.</source>
      <translation>Eingabetaste: Leinwand erweitern. Esc: verwerfen.</translation>
    </message>
    <message>
      <source>Extend the canvas</source>
      <translation>Leinwand erweitern</translation>
    </message>
  </context>
  <context>
    <name>FactRow</name>
    <message>
      <source>Copy: {label}</source>
      <translation>Kopieren: {label}</translation>
    </message>
  </context>
  <context>
    <name>FewStepNote</name>
    <message>
      <source>Bring back sampler, steps and guidance from before</source>
      <translation>Vorherige Werte für Sampler, Schritte und Führung zurückholen</translation>
    </message>
    <message>
      <source>Set sampler, steps and guidance to what it is made for</source>
      <translation>Sampler, Schritte und Führung passend dazu einstellen</translation>
    </message>
    <message>
      <source>Undo</source>
      <translation>Rückgängig</translation>
    </message>
    <message>
      <source>Use these</source>
      <translation>Verwenden</translation>
    </message>
    <message>
      <source>{name} is made for few steps ({method}): sampler, steps and guidance follow it. Without guidance the words to keep out have no effect.</source>
      <translation>{name} ist für wenige Schritte gemacht ({method}): Sampler, Schritte und Führung richten sich danach. Ohne Führung wirkt nicht, was fehlen soll.</translation>
    </message>
    <message>
      <source>{name} is made for {method}: {sampler}, {steps} steps, guidance {guidance}.</source>
      <translation>{name} ist für {method} gemacht: {sampler}, {steps} Schritte, Führung {guidance}.</translation>
    </message>
  </context>
  <context>
    <name>FigureRow</name>
    <message>
      <source>Apply</source>
      <translation>Anwenden</translation>
    </message>
    <message>
      <source>Apply (Enter)</source>
      <translation>Anwenden (Eingabetaste)</translation>
    </message>
    <message>
      <source>Forget</source>
      <translation>Verwerfen</translation>
    </message>
    <message>
      <source>Forget it (Esc)</source>
      <translation>Verwerfen (Esc)</translation>
    </message>
  </context>
  <context>
    <name>FileCommands</name>
    <message>
      <source>Choose a name that ends in .png, .jpg or .webp.</source>
      <translation>Einen Namen wählen, der auf .png, .jpg oder .webp endet.</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Pictures are not saved as {suffix} files.</source>
      <translation>Bilder werden nicht als {suffix}-Dateien gespeichert.</translation>
    </message>
    <message>
      <source>Recent projects</source>
      <translation>Zuletzt geöffnete Projekte</translation>
    </message>
    <message>
      <source>Save the picture</source>
      <translation>Bild speichern</translation>
    </message>
  </context>
  <context>
    <name>FillTool</name>
    <message>
      <source>Click to fill what looks alike with the colour. Alt+click: pick a colour.</source>
      <translation>Klick füllt Ähnliches mit der Farbe. Alt+Klick: Farbe aufnehmen.</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Füllen</translation>
    </message>
    <message>
      <source>Paint</source>
      <translation>Malen</translation>
    </message>
  </context>
  <context>
    <name>FolderBatch</name>
    <message>
      <source>PNG, JPEG and WebP files of Darkroom and of other programs hold their settings.</source>
      <translation>PNG-, JPEG- und WebP-Dateien von Darkroom und anderen Programmen enthalten ihre Einstellungen.</translation>
    </message>
    <message>
      <source>There is no picture that says how it was made. Pictures without settings: {count}.</source>
      <translation>Kein Bild verrät, wie es entstanden ist. Bilder ohne Einstellungen: {count}.</translation>
    </message>
  </context>
  <context>
    <name>FolderField</name>
    <message>
      <source>Choose a folder: {name}</source>
      <translation>Ordner wählen: {name}</translation>
    </message>
    <message>
      <source>No folder of your own: {name}</source>
      <translation>Kein eigener Ordner: {name}</translation>
    </message>
  </context>
  <context>
    <name>FolderListField</name>
    <message>
      <source>Add a folder…</source>
      <translation>Ordner hinzufügen…</translation>
    </message>
    <message>
      <source>Choose one more folder</source>
      <translation>Weiteren Ordner wählen</translation>
    </message>
    <message>
      <source>Take {folder} out of the list; nothing in it is changed</source>
      <translation>{folder} aus der Liste nehmen; der Inhalt bleibt unverändert</translation>
    </message>
  </context>
  <context>
    <name>GalleryCommands</name>
    <message>
      <source>Empty the bin</source>
      <translation>Papierkorb leeren</translation>
    </message>
    <message>
      <source>Empty the bin?</source>
      <translation>Papierkorb leeren?</translation>
    </message>
    <message>
      <source>Files that Darkroom made go to the system's trash; imported files stay where they are.</source>
      <translation>Dateien, die Darkroom erzeugt hat, kommen in den Papierkorb des Systems; importierte Dateien bleiben, wo sie sind.</translation>
    </message>
    <message>
      <source>Keep them</source>
      <translation>Behalten</translation>
    </message>
    <message>
      <source>The bin is empty; files moved to the trash: {count}.</source>
      <translation>Der Papierkorb ist leer; Dateien im Papierkorb des Systems: {count}.</translation>
    </message>
    <message>
      <source>The pictures in the bin are taken off the gallery for good.</source>
      <translation>Die Bilder im Papierkorb werden endgültig aus der Galerie entfernt.</translation>
    </message>
  </context>
  <context>
    <name>GalleryDock</name>
    <message>
      <source>Finished pictures gather here, with all their settings.</source>
      <translation>Hier sammeln sich fertige Bilder mit allen ihren Einstellungen.</translation>
    </message>
    <message>
      <source>No picture matches this search.</source>
      <translation>Kein Bild passt zu dieser Suche.</translation>
    </message>
    <message>
      <source>Pictures, newest first</source>
      <translation>Bilder, neueste zuerst</translation>
    </message>
  </context>
  <context>
    <name>GalleryEdits</name>
    <message numerus="yes">
      <source>%n file(s) could not be moved to the system's trash.</source>
      <translation>
        <numerusform>%n Datei konnte nicht in den Papierkorb des Systems gelegt werden.</numerusform>
        <numerusform>%n Dateien konnten nicht in den Papierkorb des Systems gelegt werden.</numerusform>
      </translation>
    </message>
    <message>
      <source>Add to the board</source>
      <translation>Auf die Pinnwand legen</translation>
    </message>
    <message>
      <source>Delete pictures</source>
      <translation>Bilder löschen</translation>
    </message>
    <message>
      <source>Rate pictures</source>
      <translation>Bilder bewerten</translation>
    </message>
    <message>
      <source>Restore pictures</source>
      <translation>Bilder wiederherstellen</translation>
    </message>
    <message>
      <source>Star pictures</source>
      <translation>Bilder mit Stern markieren</translation>
    </message>
    <message>
      <source>Take off the board</source>
      <translation>Von der Pinnwand nehmen</translation>
    </message>
    <message>
      <source>They are no longer in the gallery; delete them with the file manager.</source>
      <translation>In der Galerie sind sie nicht mehr; zum Löschen den Dateimanager verwenden.</translation>
    </message>
  </context>
  <context>
    <name>GalleryFileCommands</name>
    <message>
      <source>Copied: {done}. Not copied: {failed}.</source>
      <translation>Kopiert: {done}. Nicht kopiert: {failed}.</translation>
    </message>
    <message>
      <source>Copying picture {number} of {total}…</source>
      <translation>Bild {number} von {total} wird kopiert…</translation>
    </message>
    <message>
      <source>Import a folder</source>
      <translation>Ordner importieren</translation>
    </message>
    <message>
      <source>Import pictures</source>
      <translation>Bilder importieren</translation>
    </message>
    <message>
      <source>Imported: {done}. In the gallery already: {known}. Not readable: {failed}.</source>
      <translation>Importiert: {done}. Schon in der Galerie: {known}. Nicht lesbar: {failed}.</translation>
    </message>
    <message>
      <source>Importing picture {number} of {total}…</source>
      <translation>Bild {number} von {total} wird importiert…</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
  </context>
  <context>
    <name>GalleryHeader</name>
    <message>
      <source>Boards</source>
      <translation>Pinnwände</translation>
    </message>
    <message>
      <source>Compare</source>
      <translation>Vergleichen</translation>
    </message>
    <message>
      <source>Compare the selected pictures: two to four (C)</source>
      <translation>Ausgewählte Bilder vergleichen: zwei bis vier (C)</translation>
    </message>
    <message>
      <source>Delete a saved search</source>
      <translation>Gespeicherte Suche löschen</translation>
    </message>
    <message>
      <source>Forget this search; pictures stay</source>
      <translation>Diese Suche vergessen; Bilder bleiben erhalten</translation>
    </message>
    <message>
      <source>Grid</source>
      <translation>Raster</translation>
    </message>
    <message>
      <source>Keep what is searched for under a name</source>
      <translation>Das Gesuchte unter einem Namen aufbewahren</translation>
    </message>
    <message>
      <source>Name for {text}</source>
      <translation>Name für {text}</translation>
    </message>
    <message>
      <source>Save the search</source>
      <translation>Suche speichern</translation>
    </message>
    <message>
      <source>Save this search, or use a saved one</source>
      <translation>Diese Suche speichern oder eine gespeicherte verwenden</translation>
    </message>
    <message>
      <source>Save this search…</source>
      <translation>Diese Suche speichern…</translation>
    </message>
    <message>
      <source>Saved searches</source>
      <translation>Gespeicherte Suchen</translation>
    </message>
    <message>
      <source>Search for {text}</source>
      <translation>Nach {text} suchen</translation>
    </message>
    <message>
      <source>Search pictures</source>
      <translation>Bilder suchen</translation>
    </message>
    <message>
      <source>Show only these pictures: {text}</source>
      <translation>Nur diese Bilder zeigen: {text}</translation>
    </message>
    <message>
      <source>Show or hide the list of boards, and the bin</source>
      <translation>Liste der Pinnwände und Papierkorb ein- oder ausblenden</translation>
    </message>
    <message>
      <source>Show the pictures in a grid, or in one row</source>
      <translation>Bilder im Raster oder in einer Reihe zeigen</translation>
    </message>
    <message>
      <source>Starred</source>
      <translation>Mit Stern</translation>
    </message>
    <message>
      <source>Today</source>
      <translation>Heute</translation>
    </message>
    <message>
      <source>Words for the search</source>
      <translation>Wörter für die Suche</translation>
    </message>
    <message>
      <source>Words of the prompt, the model or the sampler. Also:
"red apple"   these words in this order
-word   not this word
model:   sampler:   seed:   size:&gt;512   steps:&lt;20
date:today   date:2026-11   date:&gt;2026-10
star:yes   rating:&gt;3   board:"Name"   bin:yes</source>
      <translation>Wörter aus Prompt, Modell oder Sampler. Außerdem:
"roter Apfel"   diese Wörter in dieser Reihenfolge
-Wort   dieses Wort nicht
model:   sampler:   seed:   size:&gt;512   steps:&lt;20
date:today   date:2026-11   date:&gt;2026-10
star:yes   rating:&gt;3   board:"Name"   bin:yes</translation>
    </message>
    <message>
      <source>{count} picture</source>
      <translation>{count} Bild</translation>
    </message>
    <message>
      <source>{count} pictures</source>
      <translation>{count} Bilder</translation>
    </message>
  </context>
  <context>
    <name>GenerateCommands</name>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
  </context>
  <context>
    <name>Generation</name>
    <message>
      <source>Bring back its canvas</source>
      <translation>Leinwand des Bildes zurückholen</translation>
    </message>
    <message>
      <source>Make one, or open one.</source>
      <translation>Eines erzeugen oder öffnen.</translation>
    </message>
    <message>
      <source>Sides go up to {side} pixels: choose a smaller factor.</source>
      <translation>Seiten gehen bis {side} Pixel: Einen kleineren Faktor wählen.</translation>
    </message>
    <message>
      <source>The picture would become {size} pixels large.</source>
      <translation>Das Bild würde {size} Pixel groß.</translation>
    </message>
    <message>
      <source>There is no picture on the canvas to be made larger.</source>
      <translation>Auf der Leinwand ist kein Bild, das sich vergrößern ließe.</translation>
    </message>
  </context>
  <context>
    <name>HandTool</name>
    <message>
      <source>Drag to move the view. Ctrl+0 shows all of it.</source>
      <translation>Ziehen verschiebt die Ansicht. Strg+0 zeigt alles.</translation>
    </message>
  </context>
  <context>
    <name>HistoryDock</name>
    <message>
      <source>1 step</source>
      <translation>1 Schritt</translation>
    </message>
    <message>
      <source>Click a step to go back or on to it; the arrow keys do the same</source>
      <translation>Ein Klick auf einen Schritt geht zu ihm zurück oder vor; die Pfeiltasten auch</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>What the steps take in memory; the oldest make room for new ones</source>
      <translation>Was die Schritte an Speicher belegen; die ältesten machen neuen Platz</translation>
    </message>
    <message>
      <source>{count} steps</source>
      <translation>{count} Schritte</translation>
    </message>
    <message>
      <source>{steps}, {number} MB</source>
      <translation>{steps}, {number} MB</translation>
    </message>
  </context>
  <context>
    <name>InpaintOptions</name>
    <message>
      <source>As it is</source>
      <translation>Wie es ist</translation>
    </message>
    <message>
      <source>Blurred</source>
      <translation>Unscharf</translation>
    </message>
    <message>
      <source>Border</source>
      <translation>Rand</translation>
    </message>
    <message>
      <source>Bring the new part's colours in line with its surroundings.</source>
      <translation>Die Farben des neuen Teils an seine Umgebung angleichen.</translation>
    </message>
    <message>
      <source>Feather</source>
      <translation>Weiche Kante</translation>
    </message>
    <message>
      <source>Grey</source>
      <translation>Grau</translation>
    </message>
    <message>
      <source>Grow</source>
      <translation>Vergrößern</translation>
    </message>
    <message>
      <source>How many pixels around the selection the model sees. 0 chooses them by the selection's size.</source>
      <translation>Wie viele Pixel um die Auswahl das Modell sieht. 0 richtet sich nach der Größe der Auswahl.</translation>
    </message>
    <message>
      <source>How many pixels further than the selection the new part reaches.</source>
      <translation>Um wie viele Pixel der neue Teil über die Auswahl hinausreicht.</translation>
    </message>
    <message>
      <source>Match colours</source>
      <translation>Farben angleichen</translation>
    </message>
    <message>
      <source>Noise</source>
      <translation>Rauschen</translation>
    </message>
    <message>
      <source>Nothing to go by.</source>
      <translation>Kein Anhaltspunkt.</translation>
    </message>
    <message>
      <source>Over how many pixels the new part fades into the old one.</source>
      <translation>Über wie viele Pixel der neue Teil in den alten übergeht.</translation>
    </message>
    <message>
      <source>Random colours: the freest start.</source>
      <translation>Zufällige Farben: der freieste Anfang.</translation>
    </message>
    <message>
      <source>Soft parts change less</source>
      <translation>Weiche Teile ändern sich weniger</translation>
    </message>
    <message>
      <source>Soft parts of the selection keep more of what is there.</source>
      <translation>Weiche Teile der Auswahl behalten mehr vom Vorhandenen.</translation>
    </message>
    <message>
      <source>Start from</source>
      <translation>Beginnen mit</translation>
    </message>
    <message>
      <source>Surroundings</source>
      <translation>Umgebung</translation>
    </message>
    <message>
      <source>The colours that are there, no shapes.</source>
      <translation>Die vorhandenen Farben, keine Formen.</translation>
    </message>
    <message>
      <source>The surroundings, drawn inwards.</source>
      <translation>Die Umgebung, nach innen gezogen.</translation>
    </message>
    <message>
      <source>What is there now shows through.</source>
      <translation>Das Vorhandene scheint durch.</translation>
    </message>
    <message>
      <source>What stands in the selection before it is drawn; empty parts take the border.</source>
      <translation>Was in der Auswahl steht, bevor gezeichnet wird; leere Teile übernehmen den Rand.</translation>
    </message>
  </context>
  <context>
    <name>JobEditing</name>
    <message>
      <source>It was started or removed. Your changes are still in the prompt dock.</source>
      <translation>Er wurde gestartet oder entfernt. Die Änderungen stehen noch im Bereich Prompt.</translation>
    </message>
    <message>
      <source>Put the model into one of the model folders, or remove the job.</source>
      <translation>Das Modell in einen der Modellordner legen oder den Auftrag entfernen.</translation>
    </message>
    <message>
      <source>The job that you edited does not wait any more.</source>
      <translation>Der bearbeitete Auftrag wartet nicht mehr.</translation>
    </message>
    <message>
      <source>The job's model {model} is not installed, so it can't be edited.</source>
      <translation>Das Modell {model} des Auftrags ist nicht installiert; er lässt sich daher nicht bearbeiten.</translation>
    </message>
  </context>
  <context>
    <name>JobForecast</name>
    <message>
      <source>about {duration}</source>
      <translation>etwa {duration}</translation>
    </message>
    <message>
      <source>about {memory} of memory</source>
      <translation>etwa {memory} Speicher</translation>
    </message>
  </context>
  <context>
    <name>KeyDialog</name>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Give the action these keys, in place of those it has</source>
      <translation>Der Aktion diese Tasten statt der bisherigen geben</translation>
    </message>
    <message>
      <source>Keys for: {name}</source>
      <translation>Tasten für: {name}</translation>
    </message>
    <message>
      <source>Leave the keys as they are</source>
      <translation>Tasten lassen, wie sie sind</translation>
    </message>
    <message>
      <source>No keys</source>
      <translation>Keine Tasten</translation>
    </message>
    <message>
      <source>Press the new keys</source>
      <translation>Neue Tasten drücken</translation>
    </message>
    <message>
      <source>Press the new keys…</source>
      <translation>Neue Tasten drücken…</translation>
    </message>
    <message>
      <source>The action has no keys any more</source>
      <translation>Die Aktion hat dann keine Tasten mehr</translation>
    </message>
    <message>
      <source>These keys are free.</source>
      <translation>Diese Tasten sind frei.</translation>
    </message>
    <message>
      <source>These keys belong to: {names}. They would be taken from there.</source>
      <translation>Diese Tasten gehören zu: {names}. Dort würden sie entfernt.</translation>
    </message>
    <message>
      <source>Use these keys</source>
      <translation>Tasten verwenden</translation>
    </message>
  </context>
  <context>
    <name>KeyLine</name>
    <message>
      <source>Back to the usual keys: {name}</source>
      <translation>Zurück zu den üblichen Tasten: {name}</translation>
    </message>
    <message>
      <source>Change</source>
      <translation>Ändern</translation>
    </message>
    <message>
      <source>Change the keys: {name}</source>
      <translation>Tasten ändern: {name}</translation>
    </message>
    <message>
      <source>Press other keys for this action</source>
      <translation>Andere Tasten für diese Aktion drücken</translation>
    </message>
    <message>
      <source>no key</source>
      <translation>keine Taste</translation>
    </message>
  </context>
  <context>
    <name>LassoTool</name>
    <message>
      <source>Drag around what is to be selected. Shift: add; Alt: take away.</source>
      <translation>Das Gewünschte umfahren. Umschalt: hinzufügen; Alt: wegnehmen.</translation>
    </message>
    <message>
      <source>Select with the lasso</source>
      <translation>Mit dem Lasso auswählen</translation>
    </message>
  </context>
  <context>
    <name>LayerDelegate</name>
    <message>
      <source>Drag the layer to another place, or out of the list as a picture. F2 gives it a name.</source>
      <translation>Die Ebene an eine andere Stelle ziehen oder als Bild aus der Liste heraus. F2 gibt ihr einen Namen.</translation>
    </message>
    <message>
      <source>Enter keeps the name, Esc the one before</source>
      <translation>Die Eingabetaste behält den Namen, Esc den bisherigen</translation>
    </message>
    <message>
      <source>List what is in the group, or fold it</source>
      <translation>Inhalt der Gruppe auflisten oder einklappen</translation>
    </message>
    <message>
      <source>Name of the layer</source>
      <translation>Name der Ebene</translation>
    </message>
    <message>
      <source>Protect the layer from changes, or no longer</source>
      <translation>Die Ebene vor Änderungen schützen oder freigeben</translation>
    </message>
    <message>
      <source>Show or hide the layer (Space)</source>
      <translation>Die Ebene ein- oder ausblenden (Leertaste)</translation>
    </message>
    <message>
      <source>Show the selection as a veil or as an outline</source>
      <translation>Die Auswahl als Schleier oder als Umriss zeigen</translation>
    </message>
    <message>
      <source>The selection: what tools work inside of, and what is made new</source>
      <translation>Die Auswahl: worin Werkzeuge wirken und was neu erzeugt wird</translation>
    </message>
    <message>
      <source>mask</source>
      <translation>Maske</translation>
    </message>
    <message>
      <source>soft</source>
      <translation>weich</translation>
    </message>
    <message>
      <source>soft mask</source>
      <translation>weiche Maske</translation>
    </message>
    <message>
      <source>{number} %</source>
      <translation>{number} %</translation>
    </message>
  </context>
  <context>
    <name>LayerEdits</name>
    <message>
      <source>Blend mode</source>
      <translation>Mischmodus</translation>
    </message>
    <message>
      <source>Delete layer</source>
      <translation>Ebene löschen</translation>
    </message>
    <message>
      <source>Delete pixels</source>
      <translation>Pixel löschen</translation>
    </message>
    <message>
      <source>Duplicate layer</source>
      <translation>Ebene duplizieren</translation>
    </message>
    <message>
      <source>Flatten</source>
      <translation>Auf eine Ebene reduzieren</translation>
    </message>
    <message>
      <source>Group layer</source>
      <translation>Ebene gruppieren</translation>
    </message>
    <message>
      <source>Group {number}</source>
      <translation>Gruppe {number}</translation>
    </message>
    <message>
      <source>Hide layer</source>
      <translation>Ebene ausblenden</translation>
    </message>
    <message>
      <source>Layer {number}</source>
      <translation>Ebene {number}</translation>
    </message>
    <message>
      <source>Lock layer</source>
      <translation>Ebene sperren</translation>
    </message>
    <message>
      <source>Mask {number}</source>
      <translation>Maske {number}</translation>
    </message>
    <message>
      <source>Merge down</source>
      <translation>Nach unten vereinen</translation>
    </message>
    <message>
      <source>Merge visible layers</source>
      <translation>Sichtbare Ebenen vereinen</translation>
    </message>
    <message>
      <source>Move layer</source>
      <translation>Ebene verschieben</translation>
    </message>
    <message>
      <source>New group</source>
      <translation>Neue Gruppe</translation>
    </message>
    <message>
      <source>New layer</source>
      <translation>Neue Ebene</translation>
    </message>
    <message>
      <source>New mask layer</source>
      <translation>Neue Maskenebene</translation>
    </message>
    <message>
      <source>Opacity</source>
      <translation>Deckkraft</translation>
    </message>
    <message>
      <source>Rename layer</source>
      <translation>Ebene umbenennen</translation>
    </message>
    <message>
      <source>Show layer</source>
      <translation>Ebene einblenden</translation>
    </message>
    <message>
      <source>Ungroup</source>
      <translation>Gruppe auflösen</translation>
    </message>
    <message>
      <source>Unlock layer</source>
      <translation>Ebene entsperren</translation>
    </message>
  </context>
  <context>
    <name>LayerRows</name>
    <message>
      <source>Selection</source>
      <translation>Auswahl</translation>
    </message>
    <message>
      <source>folded group</source>
      <translation>eingeklappte Gruppe</translation>
    </message>
    <message>
      <source>group</source>
      <translation>Gruppe</translation>
    </message>
    <message>
      <source>hidden</source>
      <translation>ausgeblendet</translation>
    </message>
    <message>
      <source>locked</source>
      <translation>gesperrt</translation>
    </message>
    <message>
      <source>mask</source>
      <translation>Maske</translation>
    </message>
  </context>
  <context>
    <name>Layers</name>
    <message>
      <source>Colour</source>
      <translation>Farbe</translation>
    </message>
    <message>
      <source>Darken</source>
      <translation>Abdunkeln</translation>
    </message>
    <message>
      <source>Lighten</source>
      <translation>Aufhellen</translation>
    </message>
    <message>
      <source>Luminosity</source>
      <translation>Luminanz</translation>
    </message>
    <message>
      <source>Multiply</source>
      <translation>Multiplizieren</translation>
    </message>
    <message>
      <source>Normal</source>
      <translation>Normal</translation>
    </message>
    <message>
      <source>Overlay</source>
      <translation>Überlagern</translation>
    </message>
    <message>
      <source>Screen</source>
      <translation>Negativ multiplizieren</translation>
    </message>
  </context>
  <context>
    <name>LayersDock</name>
    <message>
      <source>Blend mode</source>
      <translation>Mischmodus</translation>
    </message>
    <message>
      <source>Drag the picture out</source>
      <translation>Bild herausziehen</translation>
    </message>
    <message>
      <source>Drag the whole picture to another program; a click copies it</source>
      <translation>Das ganze Bild in ein anderes Programm ziehen; ein Klick kopiert es</translation>
    </message>
    <message>
      <source>How much of the layer is seen, in percent</source>
      <translation>Wie viel von der Ebene zu sehen ist, in Prozent</translation>
    </message>
    <message>
      <source>How the layer mixes with what lies below it</source>
      <translation>Wie sich die Ebene mit dem mischt, was darunter liegt</translation>
    </message>
    <message>
      <source>Layer</source>
      <translation>Ebene</translation>
    </message>
    <message>
      <source>Layers stand here: open or drop a picture, or begin with an empty layer.</source>
      <translation>Hier stehen Ebenen: Ein Bild öffnen oder herziehen oder mit einer leeren Ebene beginnen.</translation>
    </message>
    <message>
      <source>Opacity</source>
      <translation>Deckkraft</translation>
    </message>
  </context>
  <context>
    <name>LayersView</name>
    <message>
      <source>Layers</source>
      <translation>Ebenen</translation>
    </message>
    <message>
      <source>The topmost layer comes first. Space shows or hides the chosen one.</source>
      <translation>Die oberste Ebene steht zuerst. Die Leertaste blendet die gewählte ein oder aus.</translation>
    </message>
  </context>
  <context>
    <name>Layout</name>
    <message>
      <source>Details</source>
      <translation>Details</translation>
    </message>
    <message>
      <source>Gallery</source>
      <translation>Galerie</translation>
    </message>
    <message>
      <source>History</source>
      <translation>Verlauf</translation>
    </message>
    <message>
      <source>Layers</source>
      <translation>Ebenen</translation>
    </message>
    <message>
      <source>LoRA</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>Prompt</translation>
    </message>
    <message>
      <source>Queue</source>
      <translation>Warteschlange</translation>
    </message>
  </context>
  <context>
    <name>Licences</name>
    <message>
      <source>A licence of its own: read it before you use the model.</source>
      <translation>Eine eigene Lizenz: vor der Verwendung des Modells lesen.</translation>
    </message>
    <message>
      <source>Any but harmful use</source>
      <translation>Nichts Schädliches</translation>
    </message>
    <message>
      <source>Any use</source>
      <translation>Jede Nutzung</translation>
    </message>
    <message>
      <source>For private use and research: no commercial use without asking its makers.</source>
      <translation>Für private Nutzung und Forschung: keine kommerzielle Nutzung ohne Rückfrage bei den Urhebern.</translation>
    </message>
    <message>
      <source>Free for any use, also commercial; keep the notice of its makers.</source>
      <translation>Frei für jede Nutzung, auch kommerzielle; den Hinweis der Urheber beibehalten.</translation>
    </message>
    <message>
      <source>Free for any use; what you make of the model itself has to stay under the same licence.</source>
      <translation>Frei für jede Nutzung; was aus dem Modell selbst entsteht, muss unter derselben Lizenz bleiben.</translation>
    </message>
    <message>
      <source>Free for private people and small companies; larger ones need a licence of its makers.</source>
      <translation>Frei für Privatpersonen und kleine Firmen; größere brauchen eine Lizenz der Urheber.</translation>
    </message>
    <message>
      <source>Free, also commercially, but for the harmful uses that it lists; pass these terms on.</source>
      <translation>Frei, auch kommerziell, außer für die aufgeführten schädlichen Zwecke; diese Bedingungen weitergeben.</translation>
    </message>
    <message>
      <source>No licence is stated: ask its makers what you may do with it.</source>
      <translation>Keine Lizenz angegeben: die Urheber fragen, was erlaubt ist.</translation>
    </message>
    <message>
      <source>No licence stated</source>
      <translation>Ohne Lizenzangabe</translation>
    </message>
    <message>
      <source>Not commercial</source>
      <translation>Nicht kommerziell</translation>
    </message>
    <message>
      <source>Own licence</source>
      <translation>Eigene Lizenz</translation>
    </message>
    <message>
      <source>Share alike</source>
      <translation>Gleiche Lizenz</translation>
    </message>
    <message>
      <source>Small companies</source>
      <translation>Kleine Firmen</translation>
    </message>
  </context>
  <context>
    <name>LikenessRow</name>
    <message>
      <source>How much the colour covers</source>
      <translation>Wie stark die Farbe deckt</translation>
    </message>
    <message>
      <source>Look at all layers</source>
      <translation>Alle Ebenen beachten</translation>
    </message>
    <message>
      <source>Look at the whole picture, not at the chosen layer alone</source>
      <translation>Das ganze Bild beachten, nicht nur die gewählte Ebene</translation>
    </message>
    <message>
      <source>Only what hangs together</source>
      <translation>Nur Zusammenhängendes</translation>
    </message>
    <message>
      <source>Only what hangs together with the place that is clicked</source>
      <translation>Nur, was mit der angeklickten Stelle zusammenhängt</translation>
    </message>
    <message>
      <source>The largest difference of red, green, blue or alpha, 0 to 255</source>
      <translation>Der größte Unterschied bei Rot, Grün, Blau oder Alpha, 0 bis 255</translation>
    </message>
    <message>
      <source>opacity</source>
      <translation>Deckkraft</translation>
    </message>
    <message>
      <source>tolerance</source>
      <translation>Toleranz</translation>
    </message>
  </context>
  <context>
    <name>LookCard</name>
    <message>
      <source>Access</source>
      <translation>Zugang</translation>
    </message>
    <message>
      <source>Access has to be given first.</source>
      <translation>Zuerst muss Zugang gewährt werden.</translation>
    </message>
    <message>
      <source>Access token</source>
      <translation>Zugangstoken</translation>
    </message>
    <message>
      <source>Access token of {host}</source>
      <translation>Zugangstoken von {host}</translation>
    </message>
    <message>
      <source>Files</source>
      <translation>Dateien</translation>
    </message>
    <message>
      <source>From</source>
      <translation>Von</translation>
    </message>
    <message>
      <source>Gated by its makers; your token has access.</source>
      <translation>Von den Urhebern beschränkt; das eigene Token hat Zugang.</translation>
    </message>
    <message>
      <source>Goes to</source>
      <translation>Kommt nach</translation>
    </message>
    <message>
      <source>It is kept in the keyring of your system, in no file of Darkroom</source>
      <translation>Es liegt im Schlüsselbund des Systems, in keiner Datei von Darkroom</translation>
    </message>
    <message>
      <source>Its text</source>
      <translation>Lizenztext</translation>
    </message>
    <message>
      <source>Keep the token and look again</source>
      <translation>Das Token behalten und erneut nachschlagen</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Page</source>
      <translation>Seite</translation>
    </message>
    <message>
      <source>The model folder that the files are put into</source>
      <translation>Der Modellordner, in den die Dateien kommen</translation>
    </message>
    <message>
      <source>There is not enough room on this disk: choose another folder, or free some.</source>
      <translation>Auf diesem Datenträger ist nicht genug Platz: einen anderen Ordner wählen oder Platz schaffen.</translation>
    </message>
    <message>
      <source>Tick the files to take.</source>
      <translation>Die gewünschten Dateien ankreuzen.</translation>
    </message>
    <message>
      <source>Use this token</source>
      <translation>Token verwenden</translation>
    </message>
    <message>
      <source>{size} free</source>
      <translation>{size} frei</translation>
    </message>
  </context>
  <context>
    <name>LoraDelegate</name>
    <message>
      <source>Its file names no trigger words.</source>
      <translation>Die Datei nennt keine Triggerwörter.</translation>
    </message>
    <message>
      <source>Put “{word}” into the prompt</source>
      <translation>„{word}“ in den Prompt einfügen</translation>
    </message>
  </context>
  <context>
    <name>LoraDock</name>
    <message>
      <source>Enter or a click uses it or leaves it out; the menu has its words</source>
      <translation>Eingabetaste oder Klick verwendet das LoRA oder lässt es weg; das Menü enthält seine Wörter</translation>
    </message>
    <message>
      <source>Find LoRAs by title, family or trigger word</source>
      <translation>LoRAs nach Titel, Familie oder Triggerwort finden</translation>
    </message>
    <message>
      <source>Leave it out</source>
      <translation>Weglassen</translation>
    </message>
    <message>
      <source>LoRAs</source>
      <translation>LoRAs</translation>
    </message>
    <message>
      <source>LoRAs and textual inversions from your model folders stand here. Drop a file on the window to add the folder that it is in.</source>
      <translation>Hier stehen LoRAs und Textual Inversions aus den Modellordnern. Eine Datei auf das Fenster ziehen, um ihren Ordner hinzuzufügen.</translation>
    </message>
    <message>
      <source>No LoRA matches this search.</source>
      <translation>Kein LoRA passt zu dieser Suche.</translation>
    </message>
    <message>
      <source>Put it into the prompt</source>
      <translation>In den Prompt einfügen</translation>
    </message>
    <message>
      <source>Put it into what to keep out</source>
      <translation>Zu „Was fehlen soll“ hinzufügen</translation>
    </message>
    <message numerus="yes">
      <source>Search %n LoRAs</source>
      <translation>
        <numerusform>%n LoRA durchsuchen</numerusform>
        <numerusform>%n LoRAs durchsuchen</numerusform>
      </translation>
    </message>
    <message>
      <source>Search LoRAs</source>
      <translation>LoRAs suchen</translation>
    </message>
    <message>
      <source>Trigger words</source>
      <translation>Triggerwörter</translation>
    </message>
    <message>
      <source>Use it</source>
      <translation>Verwenden</translation>
    </message>
  </context>
  <context>
    <name>LoraRow</name>
    <message>
      <source>Draw without this LoRA</source>
      <translation>Ohne dieses LoRA zeichnen</translation>
    </message>
    <message>
      <source>How much of {name} changes how the prompt is read.</source>
      <translation>Wie stark {name} ändert, wie der Prompt gelesen wird.</translation>
    </message>
    <message>
      <source>How much of {name} is added: 0 is nothing, 1 what it was made for. Negative values can be typed.</source>
      <translation>Wie viel von {name} hinzukommt: 0 ist nichts, 1 das, wofür es gemacht ist. Negative Werte lassen sich eintippen.</translation>
    </message>
    <message>
      <source>Remove {name}</source>
      <translation>{name} entfernen</translation>
    </message>
    <message>
      <source>Set the strength for the text encoders apart</source>
      <translation>Die Stärke für die Text-Encoder getrennt einstellen</translation>
    </message>
    <message>
      <source>Text encoders</source>
      <translation>Text-Encoder</translation>
    </message>
    <message>
      <source>Text encoders of {name}</source>
      <translation>Text-Encoder von {name}</translation>
    </message>
    <message>
      <source>Text encoders of {name} apart</source>
      <translation>Text-Encoder von {name} getrennt</translation>
    </message>
  </context>
  <context>
    <name>MachinePage</name>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Gallery</source>
      <translation>Galerie</translation>
    </message>
    <message>
      <source>Logs</source>
      <translation>Protokolle</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Arbeitsspeicher</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Pictures are made on</source>
      <translation>Bilder entstehen auf</translation>
    </message>
    <message>
      <source>Processors</source>
      <translation>Prozessoren</translation>
    </message>
    <message>
      <source>Put these facts on the clipboard</source>
      <translation>Diese Angaben in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>System</source>
      <translation>System</translation>
    </message>
    <message>
      <source>the engine is starting</source>
      <translation>die Engine startet</translation>
    </message>
  </context>
  <context>
    <name>MainWindow</name>
    <message>
      <source>Canvas</source>
      <translation>Leinwand</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Show or hide the dock {title}</source>
      <translation>Bereich {title} ein- oder ausblenden</translation>
    </message>
  </context>
  <context>
    <name>MaskTool</name>
    <message>
      <source>Drag over what is to become new. X: take away. Q: veil or outline. [ and ]: size.</source>
      <translation>Übermalen, was neu wird. X: wegnehmen. Q: Schleier/Umriss. [ und ]: Größe.</translation>
    </message>
    <message>
      <source>Drag to take away from the selection. X: add again. Q: veil or outline.</source>
      <translation>Ziehen nimmt weg. X: wieder hinzufügen. Q: Schleier/Umriss.</translation>
    </message>
    <message>
      <source>Paint the selection</source>
      <translation>Auswahl malen</translation>
    </message>
    <message>
      <source>Take away from the selection</source>
      <translation>Von der Auswahl wegnehmen</translation>
    </message>
  </context>
  <context>
    <name>Meaning</name>
    <message>
      <source>Extend the picture</source>
      <translation>Bild erweitern</translation>
    </message>
    <message>
      <source>Fill the empty edges</source>
      <translation>Leere Ränder füllen</translation>
    </message>
    <message>
      <source>Generate</source>
      <translation>Erzeugen</translation>
    </message>
    <message>
      <source>Inpaint the selection</source>
      <translation>Auswahl neu malen</translation>
    </message>
    <message>
      <source>Nothing is selected, and no part of the canvas is empty: select what is to be made new.</source>
      <translation>Nichts ist ausgewählt und kein Teil der Leinwand ist leer: auswählen, was neu entstehen soll.</translation>
    </message>
    <message>
      <source>Redraw the picture</source>
      <translation>Bild neu malen</translation>
    </message>
    <message>
      <source>Select a part of the picture, or take the selection away.</source>
      <translation>Einen Teil des Bildes auswählen oder die Auswahl aufheben.</translation>
    </message>
    <message>
      <source>The selection lies outside of the canvas, so nothing would be made new.</source>
      <translation>Die Auswahl liegt außerhalb der Leinwand, daher würde nichts neu erzeugt.</translation>
    </message>
    <message>
      <source>There is no picture on the canvas yet.</source>
      <translation>Auf der Leinwand ist noch kein Bild.</translation>
    </message>
  </context>
  <context>
    <name>ModelCardDialog</name>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close this window</source>
      <translation>Dieses Fenster schließen</translation>
    </message>
    <message>
      <source>Favourite</source>
      <translation>Favorit</translation>
    </message>
    <message>
      <source>Favourites stand before the other models</source>
      <translation>Favoriten stehen vor den anderen Modellen</translation>
    </message>
    <message>
      <source>Model card</source>
      <translation>Modellkarte</translation>
    </message>
    <message>
      <source>Model card: {title}</source>
      <translation>Modellkarte: {title}</translation>
    </message>
    <message>
      <source>Open a web page?</source>
      <translation>Webseite öffnen?</translation>
    </message>
    <message>
      <source>Open in the browser</source>
      <translation>Im Browser öffnen</translation>
    </message>
    <message>
      <source>Reading the card…</source>
      <translation>Karte wird gelesen…</translation>
    </message>
    <message>
      <source>Stay here</source>
      <translation>Hier bleiben</translation>
    </message>
    <message>
      <source>The card points to a page on the internet.</source>
      <translation>Die Karte verweist auf eine Seite im Internet.</translation>
    </message>
    <message>
      <source>This model brings no card along. Ask where you got it from.</source>
      <translation>Dieses Modell bringt keine Karte mit. Am besten dort nachfragen, woher es stammt.</translation>
    </message>
    <message>
      <source>What its makers say of the model</source>
      <translation>Was die Urheber über das Modell sagen</translation>
    </message>
  </context>
  <context>
    <name>ModelDelegate</name>
    <message>
      <source>Favourites come first</source>
      <translation>Favoriten stehen vorn</translation>
    </message>
    <message>
      <source>It is the same file as {name}.</source>
      <translation>Es ist dieselbe Datei wie {name}.</translation>
    </message>
    <message>
      <source>Its picture is being made…</source>
      <translation>Sein Bild entsteht…</translation>
    </message>
    <message>
      <source>The same file as {name}</source>
      <translation>Dieselbe Datei wie {name}</translation>
    </message>
    <message>
      <source>{size} · on this machine</source>
      <translation>{size} · auf diesem Rechner</translation>
    </message>
    <message>
      <source>{width} × {height} · needs up to {memory}</source>
      <translation>{width} × {height} · braucht bis zu {memory}</translation>
    </message>
  </context>
  <context>
    <name>ModelFacts</name>
    <message>
      <source>Draws well with sides of {least} to {most} pixels.</source>
      <translation>Zeichnet gut bei Seiten von {least} bis {most} Pixeln.</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Goes only with models of the kind {family}.</source>
      <translation>Passt nur zu Modellen der Art {family}.</translation>
    </message>
    <message>
      <source>It is the same file as {name}.</source>
      <translation>Es ist dieselbe Datei wie {name}.</translation>
    </message>
    <message>
      <source>Its makers do not say on which pictures.</source>
      <translation>Die Urheber sagen nicht, mit welchen Bildern.</translation>
    </message>
    <message>
      <source>Kind</source>
      <translation>Art</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Limits</source>
      <translation>Grenzen</translation>
    </message>
    <message>
      <source>Made by</source>
      <translation>Urheber</translation>
    </message>
    <message>
      <source>Made for few steps ({method}).</source>
      <translation>Für wenige Schritte gemacht ({method}).</translation>
    </message>
    <message>
      <source>Made from</source>
      <translation>Entstanden aus</translation>
    </message>
    <message>
      <source>Not computed yet: that is done while nothing else runs.</source>
      <translation>Noch nicht berechnet: Das geschieht, wenn sonst nichts läuft.</translation>
    </message>
    <message>
      <source>SHA-256</source>
      <translation>SHA-256</translation>
    </message>
    <message>
      <source>See what its makers say.</source>
      <translation>Siehe Angaben der Urheber.</translation>
    </message>
    <message>
      <source>Short hash</source>
      <translation>Kurzer Hash</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Size: {width} × {height} pixels.</source>
      <translation>Größe: {width} × {height} Pixel.</translation>
    </message>
    <message>
      <source>Source</source>
      <translation>Quelle</translation>
    </message>
    <message>
      <source>Trained on</source>
      <translation>Trainiert mit</translation>
    </message>
  </context>
  <context>
    <name>ModelFilters</name>
    <message>
      <source>All families</source>
      <translation>Alle Familien</translation>
    </message>
    <message>
      <source>All folders</source>
      <translation>Alle Ordner</translation>
    </message>
    <message>
      <source>All licences</source>
      <translation>Alle Lizenzen</translation>
    </message>
    <message>
      <source>Family</source>
      <translation>Familie</translation>
    </message>
    <message>
      <source>Folder</source>
      <translation>Ordner</translation>
    </message>
    <message>
      <source>Licence</source>
      <translation>Lizenz</translation>
    </message>
    <message>
      <source>Not known</source>
      <translation>Unbekannt</translation>
    </message>
    <message>
      <source>Show only files for models of one family</source>
      <translation>Nur Dateien für Modelle einer Familie zeigen</translation>
    </message>
    <message>
      <source>Show only files in one folder</source>
      <translation>Nur Dateien in einem Ordner zeigen</translation>
    </message>
    <message>
      <source>Show only files whose licence allows this</source>
      <translation>Nur Dateien zeigen, deren Lizenz das erlaubt</translation>
    </message>
  </context>
  <context>
    <name>ModelKinds</name>
    <message>
      <source>ControlNet</source>
      <translation>ControlNet</translation>
    </message>
    <message>
      <source>ControlNets</source>
      <translation>ControlNets</translation>
    </message>
    <message>
      <source>Denoiser</source>
      <translation>Entrauscher</translation>
    </message>
    <message>
      <source>Denoisers alone</source>
      <translation>Einzelne Entrauscher</translation>
    </message>
    <message>
      <source>For moving pictures</source>
      <translation>Für bewegte Bilder</translation>
    </message>
    <message>
      <source>Hypernetwork</source>
      <translation>Hypernetzwerk</translation>
    </message>
    <message>
      <source>Hypernetworks</source>
      <translation>Hypernetzwerke</translation>
    </message>
    <message>
      <source>IP-Adapter</source>
      <translation>IP-Adapter</translation>
    </message>
    <message>
      <source>IP-Adapters</source>
      <translation>IP-Adapter</translation>
    </message>
    <message>
      <source>Image encoder</source>
      <translation>Bild-Encoder</translation>
    </message>
    <message>
      <source>Image encoders</source>
      <translation>Bild-Encoder</translation>
    </message>
    <message>
      <source>LoRA</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>LoRAs</source>
      <translation>LoRAs</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Not known</source>
      <translation>Unbekannt</translation>
    </message>
    <message>
      <source>T2I-Adapter</source>
      <translation>T2I-Adapter</translation>
    </message>
    <message>
      <source>T2I-Adapters</source>
      <translation>T2I-Adapter</translation>
    </message>
    <message>
      <source>Text encoder</source>
      <translation>Text-Encoder</translation>
    </message>
    <message>
      <source>Text encoders</source>
      <translation>Text-Encoder</translation>
    </message>
    <message>
      <source>Textual inversion</source>
      <translation>Textual Inversion</translation>
    </message>
    <message>
      <source>Textual inversions</source>
      <translation>Textual Inversions</translation>
    </message>
    <message>
      <source>Tiny VAE</source>
      <translation>Kleiner VAE</translation>
    </message>
    <message>
      <source>Tiny VAEs</source>
      <translation>Kleine VAEs</translation>
    </message>
    <message>
      <source>Upscaler</source>
      <translation>Upscaler</translation>
    </message>
    <message>
      <source>Upscalers</source>
      <translation>Upscaler</translation>
    </message>
    <message>
      <source>VAE</source>
      <translation>VAE</translation>
    </message>
    <message>
      <source>VAEs</source>
      <translation>VAEs</translation>
    </message>
    <message>
      <source>Video</source>
      <translation>Video</translation>
    </message>
  </context>
  <context>
    <name>ModelMoves</name>
    <message>
      <source>Move {name}</source>
      <translation>{name} verschieben</translation>
    </message>
  </context>
  <context>
    <name>ModelsCommands</name>
    <message>
      <source>Add a folder with models</source>
      <translation>Ordner mit Modellen hinzufügen</translation>
    </message>
  </context>
  <context>
    <name>ModelsDock</name>
    <message>
      <source>All files</source>
      <translation>Alle Dateien</translation>
    </message>
    <message>
      <source>Enter or a click chooses the model</source>
      <translation>Eingabetaste oder Klick wählt das Modell</translation>
    </message>
    <message>
      <source>Filter</source>
      <translation>Filter</translation>
    </message>
    <message>
      <source>Filter by family, licence and folder</source>
      <translation>Nach Familie, Lizenz und Ordner filtern</translation>
    </message>
    <message>
      <source>Find models by title, kind or licence</source>
      <translation>Modelle nach Titel, Art oder Lizenz finden</translation>
    </message>
    <message>
      <source>Kind of files</source>
      <translation>Art der Dateien</translation>
    </message>
    <message numerus="yes">
      <source>Looking for models: %n files found…</source>
      <translation>
        <numerusform>Modelle werden gesucht: %n Datei gefunden…</numerusform>
        <numerusform>Modelle werden gesucht: %n Dateien gefunden…</numerusform>
      </translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Models stand here. Add the folder that yours are in; they stay where they are.</source>
      <translation>Hier stehen Modelle. Den Ordner mit den eigenen hinzufügen; sie bleiben, wo sie sind.</translation>
    </message>
    <message>
      <source>No file matches this search and these filters.</source>
      <translation>Keine Datei passt zu dieser Suche und diesen Filtern.</translation>
    </message>
    <message>
      <source>No model matches this search.</source>
      <translation>Kein Modell passt zu dieser Suche.</translation>
    </message>
    <message numerus="yes">
      <source>Search %n files</source>
      <translation>
        <numerusform>%n Datei durchsuchen</numerusform>
        <numerusform>%n Dateien durchsuchen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>Search %n models</source>
      <translation>
        <numerusform>%n Modell durchsuchen</numerusform>
        <numerusform>%n Modelle durchsuchen</numerusform>
      </translation>
    </message>
    <message>
      <source>Search models</source>
      <translation>Modelle suchen</translation>
    </message>
    <message>
      <source>Show whole models, or LoRAs, VAEs and other files that were found</source>
      <translation>Ganze Modelle zeigen oder gefundene LoRAs, VAEs und andere Dateien</translation>
    </message>
    <message>
      <source>{shown} of {total}</source>
      <translation>{shown} von {total}</translation>
    </message>
  </context>
  <context>
    <name>MoveRow</name>
    <message>
      <source>Angle</source>
      <translation>Winkel</translation>
    </message>
    <message>
      <source>Height</source>
      <translation>Höhe</translation>
    </message>
    <message>
      <source>Left</source>
      <translation>Links</translation>
    </message>
    <message>
      <source>Top</source>
      <translation>Oben</translation>
    </message>
    <message>
      <source>Width</source>
      <translation>Breite</translation>
    </message>
    <message>
      <source>h</source>
      <translation>h</translation>
    </message>
    <message>
      <source>w</source>
      <translation>b</translation>
    </message>
  </context>
  <context>
    <name>MoveTool</name>
    <message>
      <source>Choose a layer with something on it to move it.</source>
      <translation>Eine Ebene mit Inhalt wählen, um sie zu verschieben.</translation>
    </message>
    <message>
      <source>Drag to move. Handles scale, outside of a corner turns. Arrow keys move by a pixel.</source>
      <translation>Ziehen verschiebt. Griffe skalieren, neben Ecken dreht. Pfeiltasten: 1 Pixel.</translation>
    </message>
    <message>
      <source>Enter: apply. Esc: forget. Shift keeps the shape, Alt the middle.</source>
      <translation>Eingabetaste: anwenden. Esc: verwerfen. Umschalt: feste Form, Alt: feste Mitte.</translation>
    </message>
    <message>
      <source>Move the layer</source>
      <translation>Ebene verschieben</translation>
    </message>
    <message>
      <source>Transform the layer</source>
      <translation>Ebene transformieren</translation>
    </message>
  </context>
  <context>
    <name>Name</name>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>OK</source>
      <translation>OK</translation>
    </message>
  </context>
  <context>
    <name>NewCanvasDialog</name>
    <message>
      <source>A colour</source>
      <translation>Eine Farbe</translation>
    </message>
    <message>
      <source>An empty canvas takes the place of this one; undo brings it back.</source>
      <translation>Eine leere Leinwand ersetzt diese; Rückgängig holt sie zurück.</translation>
    </message>
    <message>
      <source>Background</source>
      <translation>Hintergrund</translation>
    </message>
    <message>
      <source>Begin</source>
      <translation>Beginnen</translation>
    </message>
    <message>
      <source>Begin with this canvas</source>
      <translation>Mit dieser Leinwand beginnen</translation>
    </message>
    <message>
      <source>Black</source>
      <translation>Schwarz</translation>
    </message>
    <message>
      <source>Choose a colour…</source>
      <translation>Farbe wählen…</translation>
    </message>
    <message>
      <source>Colour of the canvas</source>
      <translation>Farbe der Leinwand</translation>
    </message>
    <message>
      <source>Generate fills it with a picture of this size.</source>
      <translation>„Erzeugen“ füllt sie mit einem Bild dieser Größe.</translation>
    </message>
    <message>
      <source>It begins with one layer of this colour.</source>
      <translation>Sie beginnt mit einer Ebene in dieser Farbe.</translation>
    </message>
    <message>
      <source>New canvas</source>
      <translation>Neue Leinwand</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>The colour of the whole canvas</source>
      <translation>Die Farbe der ganzen Leinwand</translation>
    </message>
    <message>
      <source>Transparent</source>
      <translation>Durchsichtig</translation>
    </message>
    <message>
      <source>What the canvas holds at first; what is transparent can be made by Generate</source>
      <translation>Was die Leinwand anfangs enthält; Durchsichtiges kann „Erzeugen“ füllen</translation>
    </message>
    <message>
      <source>White</source>
      <translation>Weiß</translation>
    </message>
    <message>
      <source>Width by height in pixels; the button lists common sizes</source>
      <translation>Breite mal Höhe in Pixeln; der Knopf nennt gängige Größen</translation>
    </message>
  </context>
  <context>
    <name>NoticeBar</name>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Details</source>
      <translation>Details</translation>
    </message>
    <message>
      <source>Do something about it</source>
      <translation>Etwas dagegen tun</translation>
    </message>
    <message>
      <source>Error</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Hinweis</translation>
    </message>
    <message>
      <source>Put the notice and its details on the clipboard</source>
      <translation>Hinweis und Details in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>Show or hide what a report of this should hold</source>
      <translation>Ein- oder ausblenden, was ein Fehlerbericht dazu enthalten sollte</translation>
    </message>
    <message>
      <source>Warning</source>
      <translation>Warnung</translation>
    </message>
    <message>
      <source>What a report of this should hold</source>
      <translation>Was ein Fehlerbericht dazu enthalten sollte</translation>
    </message>
  </context>
  <context>
    <name>NoticeHistory</name>
    <message>
      <source>Copy</source>
      <translation>Kopieren</translation>
    </message>
    <message>
      <source>Error</source>
      <translation>Fehler</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Meldungen</translation>
    </message>
    <message>
      <source>Messages, newest first</source>
      <translation>Meldungen, neueste zuerst</translation>
    </message>
    <message>
      <source>Note</source>
      <translation>Hinweis</translation>
    </message>
    <message>
      <source>Put all messages and their details on the clipboard</source>
      <translation>Alle Meldungen und ihre Details in die Zwischenablage kopieren</translation>
    </message>
    <message>
      <source>There has been nothing to say.</source>
      <translation>Bisher gab es nichts zu melden.</translation>
    </message>
    <message>
      <source>Warning</source>
      <translation>Warnung</translation>
    </message>
    <message>
      <source>What Darkroom has said since the start</source>
      <translation>Was Darkroom seit dem Start gemeldet hat</translation>
    </message>
  </context>
  <context>
    <name>OpenCommands</name>
    <message>
      <source>All files</source>
      <translation>Alle Dateien</translation>
    </message>
    <message>
      <source>Open</source>
      <translation>Öffnen</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Pictures and projects</source>
      <translation>Bilder und Projekte</translation>
    </message>
    <message>
      <source>Projects</source>
      <translation>Projekte</translation>
    </message>
  </context>
  <context>
    <name>Opening</name>
    <message>
      <source>A model is a folder with a file model_index.json in it.</source>
      <translation>Ein Modell ist ein Ordner, in dem eine Datei model_index.json liegt.</translation>
    </message>
    <message>
      <source>A prompt holds {count} characters.</source>
      <translation>Ein Prompt fasst {count} Zeichen.</translation>
    </message>
    <message>
      <source>Add words to the prompt</source>
      <translation>Wörter zum Prompt hinzufügen</translation>
    </message>
    <message>
      <source>All of them can be used.</source>
      <translation>Alle sind nutzbar.</translation>
    </message>
    <message>
      <source>Darkroom does not know what {name} is.</source>
      <translation>Darkroom erkennt nicht, was {name} ist.</translation>
    </message>
    <message>
      <source>It stays in the folder {folder}, which is looked into from now on.</source>
      <translation>Die Datei bleibt im Ordner {folder}, der ab jetzt durchsucht wird.</translation>
    </message>
    <message>
      <source>Look at the page that it came from.</source>
      <translation>Auf der Seite nachsehen, von der sie stammt.</translation>
    </message>
    <message>
      <source>Models found in the folder {name}: {count}.</source>
      <translation>Im Ordner {name} gefundene Modelle: {count}.</translation>
    </message>
    <message>
      <source>Pasted</source>
      <translation>Eingefügt</translation>
    </message>
    <message>
      <source>Pictures lose their settings when they are edited or sent through a messenger.</source>
      <translation>Bilder verlieren ihre Einstellungen, wenn sie bearbeitet oder per Messenger verschickt werden.</translation>
    </message>
    <message>
      <source>Pictures, text and folders with models or pictures can be.</source>
      <translation>Möglich sind Bilder, Text und Ordner mit Modellen oder Bildern.</translation>
    </message>
    <message>
      <source>Save the picture first, then drop its file.</source>
      <translation>Erst das Bild speichern, dann die Datei hierher ziehen.</translation>
    </message>
    <message>
      <source>The model {name} is not installed.</source>
      <translation>Das Modell {name} ist nicht installiert.</translation>
    </message>
    <message>
      <source>The settings of {name} were taken.</source>
      <translation>Die Einstellungen von {name} wurden übernommen.</translation>
    </message>
    <message>
      <source>The text</source>
      <translation>Der Text</translation>
    </message>
    <message>
      <source>The text is too long for a prompt.</source>
      <translation>Der Text ist zu lang für einen Prompt.</translation>
    </message>
    <message>
      <source>There is no model in the folder {name} that Darkroom knows.</source>
      <translation>Im Ordner {name} liegt kein Modell, das Darkroom kennt.</translation>
    </message>
    <message>
      <source>There is nothing in it that can be opened here.</source>
      <translation>Darin ist nichts, was sich hier öffnen lässt.</translation>
    </message>
    <message>
      <source>They are used where they lie; nothing was copied.</source>
      <translation>Sie werden dort genutzt, wo sie liegen; nichts wurde kopiert.</translation>
    </message>
    <message>
      <source>This is an address in the web; Darkroom fetches nothing from there.</source>
      <translation>Das ist eine Webadresse; Darkroom lädt von dort nichts.</translation>
    </message>
    <message>
      <source>{name} does not say how a picture was made.</source>
      <translation>{name} verrät nicht, wie ein Bild entstanden ist.</translation>
    </message>
    <message>
      <source>{name} stands in the dock LoRA now.</source>
      <translation>{name} steht jetzt im Bereich „LoRA“.</translation>
    </message>
    <message>
      <source>{name} stands in the dock Models now.</source>
      <translation>{name} steht jetzt im Bereich „Modelle“.</translation>
    </message>
    <message>
      <source>{name} was made with {program} and holds its settings.</source>
      <translation>{name} wurde mit {program} erzeugt und enthält die Einstellungen.</translation>
    </message>
    <message>
      <source>{name} was opened.</source>
      <translation>{name} wurde geöffnet.</translation>
    </message>
    <message>
      <source>{sentences} More in the details: {count}.</source>
      <translation>{sentences} Mehr in den Details: {count}.</translation>
    </message>
  </context>
  <context>
    <name>Outside</name>
    <message>
      <source>A job failed</source>
      <translation>Ein Auftrag ist fehlgeschlagen</translation>
    </message>
    <message>
      <source>Pictures that were made: {count}.</source>
      <translation>Erzeugte Bilder: {count}.</translation>
    </message>
    <message>
      <source>Your pictures are ready</source>
      <translation>Die Bilder sind fertig</translation>
    </message>
    <message>
      <source>{percent} % - Darkroom</source>
      <translation>{percent} % - Darkroom</translation>
    </message>
  </context>
  <context>
    <name>PaintRow</name>
    <message>
      <source>A pen that presses less paints thinner</source>
      <translation>Ein Stift, der weniger drückt, malt dünner</translation>
    </message>
    <message>
      <source>Diameter of the brush in pixels ([ and ])</source>
      <translation>Durchmesser des Pinsels in Pixeln ([ und ])</translation>
    </message>
    <message>
      <source>More about the brush</source>
      <translation>Mehr zum Pinsel</translation>
    </message>
    <message>
      <source>Pressure changes the size</source>
      <translation>Druck ändert die Größe</translation>
    </message>
    <message>
      <source>Take away</source>
      <translation>Wegnehmen</translation>
    </message>
    <message>
      <source>Take away from the selection instead of adding to it (X)</source>
      <translation>Von der Auswahl wegnehmen, statt hinzuzufügen (X)</translation>
    </message>
    <message>
      <source>The most that one stroke covers</source>
      <translation>Wie stark ein Strich höchstens deckt</translation>
    </message>
    <message>
      <source>The part of the brush that is full</source>
      <translation>Der Teil des Pinsels, der voll deckt</translation>
    </message>
    <message>
      <source>hardness</source>
      <translation>Härte</translation>
    </message>
    <message>
      <source>opacity</source>
      <translation>Deckkraft</translation>
    </message>
    <message>
      <source>size</source>
      <translation>Größe</translation>
    </message>
  </context>
  <context>
    <name>PartsFields</name>
    <message>
      <source>A second model that makes the last steps.</source>
      <translation>Ein zweites Modell, das die letzten Schritte macht.</translation>
    </message>
    <message>
      <source>After this share of the noise is gone, the refiner takes over.</source>
      <translation>Ist dieser Anteil des Rauschens abgebaut, übernimmt der Refiner.</translation>
    </message>
    <message>
      <source>Hand over at</source>
      <translation>Übergabe bei</translation>
    </message>
    <message>
      <source>How long the schedule stays at high noise: more for large pictures. Empty: the model's own.</source>
      <translation>Wie lange der Zeitplan bei starkem Rauschen bleibt: mehr für große Bilder. Leer: der Wert des Modells.</translation>
    </message>
    <message>
      <source>It is not in your model folders.</source>
      <translation>Liegt in keinem der Modellordner.</translation>
    </message>
    <message>
      <source>None</source>
      <translation>Keiner</translation>
    </message>
    <message>
      <source>Refiner</source>
      <translation>Refiner</translation>
    </message>
    <message>
      <source>Shift</source>
      <translation>Shift</translation>
    </message>
    <message>
      <source>The model's own</source>
      <translation>Der des Modells</translation>
    </message>
    <message>
      <source>Turns what the model made into the picture: colours and fine detail.</source>
      <translation>Macht aus dem Ergebnis des Modells das Bild: Farben und feine Details.</translation>
    </message>
    <message>
      <source>VAE</source>
      <translation>VAE</translation>
    </message>
  </context>
  <context>
    <name>Passport</name>
    <message>
      <source>Click a word, or press Enter on it, to put it into the prompt</source>
      <translation>Ein Klick auf ein Wort oder die Eingabetaste fügt es in den Prompt ein</translation>
    </message>
    <message>
      <source>Kept by Darkroom: the model's files stay as they are</source>
      <translation>Von Darkroom aufbewahrt: Die Dateien des Modells bleiben unverändert</translation>
    </message>
    <message>
      <source>Trigger words</source>
      <translation>Triggerwörter</translation>
    </message>
    <message>
      <source>Trigger words: a click puts one into the prompt</source>
      <translation>Triggerwörter: Ein Klick fügt eines in den Prompt ein</translation>
    </message>
    <message>
      <source>What is this model good for?</source>
      <translation>Wofür ist dieses Modell gut?</translation>
    </message>
    <message>
      <source>Your notes</source>
      <translation>Eigene Notizen</translation>
    </message>
  </context>
  <context>
    <name>PickerTool</name>
    <message>
      <source>Click or drag to take a colour. X swaps it with the other one.</source>
      <translation>Klicken oder Ziehen nimmt eine Farbe auf. X tauscht sie mit der anderen.</translation>
    </message>
  </context>
  <context>
    <name>PictureChip</name>
    <message>
      <source>Back to the canvas</source>
      <translation>Zurück zur Leinwand</translation>
    </message>
    <message>
      <source>Before</source>
      <translation>Vorher</translation>
    </message>
    <message>
      <source>Edit</source>
      <translation>Bearbeiten</translation>
    </message>
    <message>
      <source>Newer picture</source>
      <translation>Neueres Bild</translation>
    </message>
    <message>
      <source>Older picture</source>
      <translation>Älteres Bild</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Show the canvas again; the picture stays in the gallery</source>
      <translation>Wieder die Leinwand zeigen; das Bild bleibt in der Galerie</translation>
    </message>
    <message>
      <source>Show what this picture took the place of (Shift+B)</source>
      <translation>Zeigen, was durch dieses Bild ersetzt wurde (Umschalt+B)</translation>
    </message>
    <message>
      <source>Take this picture for the canvas: paint on it, redraw parts of it</source>
      <translation>Dieses Bild auf die Leinwand holen: darauf malen, Teile neu zeichnen lassen</translation>
    </message>
  </context>
  <context>
    <name>PictureFacts</name>
    <message>
      <source>Clip skip</source>
      <translation>Clip-Skip</translation>
    </message>
    <message>
      <source>Date</source>
      <translation>Datum</translation>
    </message>
    <message>
      <source>Device</source>
      <translation>Gerät</translation>
    </message>
    <message>
      <source>Drawn from</source>
      <translation>Gezogen aus</translation>
    </message>
    <message>
      <source>Guidance</source>
      <translation>Führung</translation>
    </message>
    <message>
      <source>Keep out</source>
      <translation>Was fehlen soll</translation>
    </message>
    <message>
      <source>Keep out, drawn from</source>
      <translation>Was fehlen soll, gezogen aus</translation>
    </message>
    <message>
      <source>LoRA</source>
      <translation>LoRA</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>Model licence</source>
      <translation>Modell-Lizenz</translation>
    </message>
    <message>
      <source>Program</source>
      <translation>Programm</translation>
    </message>
    <message>
      <source>Prompt</source>
      <translation>Prompt</translation>
    </message>
    <message>
      <source>Refiner</source>
      <translation>Refiner</translation>
    </message>
    <message>
      <source>Sampler</source>
      <translation>Sampler</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Zeitplan</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Seed</translation>
    </message>
    <message>
      <source>Shift</source>
      <translation>Shift</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>Time</source>
      <translation>Dauer</translation>
    </message>
    <message>
      <source>VAE</source>
      <translation>VAE</translation>
    </message>
    <message>
      <source>Versions</source>
      <translation>Versionen</translation>
    </message>
  </context>
  <context>
    <name>PictureMenu</name>
    <message>
      <source>Add to board</source>
      <translation>Zur Pinnwand hinzufügen</translation>
    </message>
    <message>
      <source>Put the selected pictures onto this board</source>
      <translation>Die ausgewählten Bilder an diese Pinnwand heften</translation>
    </message>
  </context>
  <context>
    <name>PictureNotes</name>
    <message>
      <source>A group mixes with what is below it: here its layers are mixed by themselves first.</source>
      <translation>Eine Gruppe mischt sich mit dem, was darunter liegt: Hier werden ihre Ebenen erst untereinander gemischt.</translation>
    </message>
    <message>
      <source>A layer reaches very far out of the canvas: only what lies on the canvas was saved.</source>
      <translation>Eine Ebene reicht sehr weit über die Leinwand hinaus: Nur was auf der Leinwand liegt, wurde gespeichert.</translation>
    </message>
    <message>
      <source>It holds printing colours (CMYK) without a profile: they may differ from the original's.</source>
      <translation>Es enthält Druckfarben (CMYK) ohne Profil: Sie können vom Original abweichen.</translation>
    </message>
    <message>
      <source>Its 16 bits for each colour were reduced to 8.</source>
      <translation>Seine 16 Bit pro Farbe wurden auf 8 verringert.</translation>
    </message>
    <message>
      <source>Its colour profile is damaged or unfit, and was ignored.</source>
      <translation>Sein Farbprofil ist beschädigt oder ungeeignet und wurde ignoriert.</translation>
    </message>
    <message>
      <source>Its colours were converted to sRGB, by its colour profile.</source>
      <translation>Seine Farben wurden anhand seines Farbprofils in sRGB umgewandelt.</translation>
    </message>
    <message>
      <source>Layers of text, filters or drawings were left out.</source>
      <translation>Ebenen mit Text, Filtern oder Zeichnungen wurden ausgelassen.</translation>
    </message>
    <message>
      <source>Some layers mix in a way that is not known here: they are shown as normal.</source>
      <translation>Einige Ebenen mischen sich auf eine hier unbekannte Art: Sie werden normal gezeigt.</translation>
    </message>
    <message>
      <source>The file holds several pictures: the first one was opened.</source>
      <translation>Die Datei enthält mehrere Bilder: Das erste wurde geöffnet.</translation>
    </message>
  </context>
  <context>
    <name>PictureRow</name>
    <message>
      <source>Show {picture}</source>
      <translation>{picture} zeigen</translation>
    </message>
  </context>
  <context>
    <name>PolygonTool</name>
    <message>
      <source>Click corners around what is to be selected. Shift: add; Alt: take away.</source>
      <translation>Ecken um das Gewünschte klicken. Umschalt: hinzufügen; Alt: wegnehmen.</translation>
    </message>
    <message>
      <source>Click corners. Enter or a double click: close. Backspace: one back. Esc: forget.</source>
      <translation>Ecken klicken. Eingabetaste/Doppelklick: schließen. Rücktaste: zurück. Esc: verwerfen.</translation>
    </message>
    <message>
      <source>Select a polygon</source>
      <translation>Polygon auswählen</translation>
    </message>
  </context>
  <context>
    <name>PreferencesDialog</name>
    <message>
      <source>About this machine</source>
      <translation>Über diesen Rechner</translation>
    </message>
    <message>
      <source>Choose a page</source>
      <translation>Seite wählen</translation>
    </message>
    <message>
      <source>Close</source>
      <translation>Schließen</translation>
    </message>
    <message>
      <source>Close the preferences; changes are kept</source>
      <translation>Einstellungen schließen; Änderungen bleiben erhalten</translation>
    </message>
    <message>
      <source>Export the settings</source>
      <translation>Einstellungen exportieren</translation>
    </message>
    <message>
      <source>Export…</source>
      <translation>Exportieren…</translation>
    </message>
    <message>
      <source>File</source>
      <translation>Datei</translation>
    </message>
    <message>
      <source>Give all settings of this page their defaults</source>
      <translation>Alle Einstellungen dieser Seite auf die Vorgaben zurücksetzen</translation>
    </message>
    <message>
      <source>Import settings</source>
      <translation>Einstellungen importieren</translation>
    </message>
    <message>
      <source>Import…</source>
      <translation>Importieren…</translation>
    </message>
    <message>
      <source>Keyboard</source>
      <translation>Tastatur</translation>
    </message>
    <message>
      <source>No setting matches this search.</source>
      <translation>Keine Einstellung passt zu dieser Suche.</translation>
    </message>
    <message>
      <source>Pages</source>
      <translation>Seiten</translation>
    </message>
    <message>
      <source>Preferences</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Reset this page</source>
      <translation>Seite zurücksetzen</translation>
    </message>
    <message>
      <source>Save these settings to a file, or take them from one</source>
      <translation>Diese Einstellungen in einer Datei speichern oder aus einer übernehmen</translation>
    </message>
    <message>
      <source>Save these settings, without your prompts, to a file</source>
      <translation>Diese Einstellungen, ohne die Prompts, in einer Datei speichern</translation>
    </message>
    <message>
      <source>Search the preferences</source>
      <translation>Einstellungen durchsuchen</translation>
    </message>
    <message>
      <source>Settings</source>
      <translation>Einstellungen</translation>
    </message>
    <message>
      <source>Show the settings and keys with these words, of all pages</source>
      <translation>Einstellungen und Tasten mit diesen Wörtern zeigen, von allen Seiten</translation>
    </message>
    <message>
      <source>Take all settings from a file that was exported</source>
      <translation>Alle Einstellungen aus einer exportierten Datei übernehmen</translation>
    </message>
  </context>
  <context>
    <name>PreviewPane</name>
    <message>
      <source>Preview</source>
      <translation>Vorschau</translation>
    </message>
  </context>
  <context>
    <name>ProcessFolderDialog</name>
    <message>
      <source>Add {count} to the queue</source>
      <translation>{count} in die Warteschlange</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Each job gets a fresh seed</source>
      <translation>Jeder Auftrag bekommt einen neuen Seed</translation>
    </message>
    <message>
      <source>Each job gets the seed of its picture</source>
      <translation>Jeder Auftrag bekommt den Seed seines Bildes</translation>
    </message>
    <message>
      <source>Files that can't be opened: {count}.</source>
      <translation>Dateien, die sich nicht öffnen lassen: {count}.</translation>
    </message>
    <message>
      <source>New seeds: other pictures of the same kind</source>
      <translation>Neue Seeds: andere Bilder derselben Art</translation>
    </message>
    <message>
      <source>Pictures that say how they were made: {count}.</source>
      <translation>Bilder mit Angaben, wie sie entstanden sind: {count}.</translation>
    </message>
    <message>
      <source>Pictures that say how they were made: {count}. To make them again takes about {time}.</source>
      <translation>Bilder mit Angaben, wie sie entstanden sind: {count}. Sie neu zu erzeugen dauert etwa {time}.</translation>
    </message>
    <message>
      <source>Process pictures</source>
      <translation>Bilder verarbeiten</translation>
    </message>
    <message>
      <source>Queue nothing</source>
      <translation>Nichts einreihen</translation>
    </message>
    <message>
      <source>Queue one job for each picture, as one group</source>
      <translation>Für jedes Bild einen Auftrag einreihen, alle in einer Gruppe</translation>
    </message>
    <message>
      <source>The same seeds: the same pictures on the chosen model</source>
      <translation>Dieselben Seeds: dieselben Bilder mit dem gewählten Modell</translation>
    </message>
    <message>
      <source>Without settings, left out: {count}.</source>
      <translation>Ohne Einstellungen, ausgelassen: {count}.</translation>
    </message>
  </context>
  <context>
    <name>ProgressChip</name>
    <message numerus="yes">
      <source>%n min left</source>
      <translation>
        <numerusform>noch %n min</numerusform>
        <numerusform>noch %n min</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n s left</source>
      <translation>
        <numerusform>noch %n s</numerusform>
        <numerusform>noch %n s</numerusform>
      </translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Progress</source>
      <translation>Fortschritt</translation>
    </message>
    <message>
      <source>Stop this job at its next step; jobs that wait go on</source>
      <translation>Diesen Auftrag beim nächsten Schritt abbrechen; wartende Aufträge laufen weiter</translation>
    </message>
    <message>
      <source>{words} {step} / {steps}</source>
      <translation>{words} {step} / {steps}</translation>
    </message>
  </context>
  <context>
    <name>ProjectState</name>
    <message>
      <source>Darkroom was cut off. The canvas with {name} was kept at {time}.</source>
      <translation>Darkroom endete unerwartet. Die Leinwand mit {name} wurde um {time} gesichert.</translation>
    </message>
    <message>
      <source>Open layers</source>
      <translation>Ebenen öffnen</translation>
    </message>
    <message>
      <source>Open project</source>
      <translation>Projekt öffnen</translation>
    </message>
    <message>
      <source>Restore the canvas</source>
      <translation>Leinwand wiederherstellen</translation>
    </message>
    <message>
      <source>Revert</source>
      <translation>Zur gespeicherten Fassung</translation>
    </message>
    <message>
      <source>Untitled</source>
      <translation>Unbenannt</translation>
    </message>
    <message>
      <source>Use the project's settings</source>
      <translation>Einstellungen des Projekts verwenden</translation>
    </message>
    <message>
      <source>You can restore it; what is on the canvas now can be brought back by undo.</source>
      <translation>Sie lässt sich wiederherstellen; was jetzt auf der Leinwand ist, holt Rückgängig zurück.</translation>
    </message>
    <message>
      <source>your work</source>
      <translation>der eigenen Arbeit</translation>
    </message>
    <message>
      <source>{name} looks other than in the program that made it.</source>
      <translation>{name} sieht anders aus als in dem Programm, das es erstellt hat.</translation>
    </message>
  </context>
  <context>
    <name>PromptDock</name>
    <message>
      <source>1 uses the text encoder's last layer; some models were trained with 2.</source>
      <translation>1 nutzt die letzte Schicht des Text-Encoders; manche Modelle wurden mit 2 trainiert.</translation>
    </message>
    <message>
      <source>Add to the paused queue</source>
      <translation>In die angehaltene Warteschlange</translation>
    </message>
    <message>
      <source>Add to the queue</source>
      <translation>In die Warteschlange</translation>
    </message>
    <message>
      <source>Clip skip</source>
      <translation>Clip-Skip</translation>
    </message>
    <message>
      <source>Clip skip, other parts for the model, and how a selection is made new</source>
      <translation>Clip-Skip, andere Teile für das Modell und wie eine Auswahl neu gezeichnet wird</translation>
    </message>
    <message>
      <source>Describe the picture. (more:1.3) and [less] weigh words, BREAK starts a new part.</source>
      <translation>Das Bild beschreiben. (mehr:1.3) und [weniger] gewichten Wörter, BREAK beginnt einen neuen Teil.</translation>
    </message>
    <message>
      <source>Generate</source>
      <translation>Erzeugen</translation>
    </message>
    <message>
      <source>Generate {count} pictures</source>
      <translation>{count} Bilder erzeugen</translation>
    </message>
    <message>
      <source>Guidance</source>
      <translation>Führung</translation>
    </message>
    <message>
      <source>How closely the picture follows the prompt; too much looks burnt.</source>
      <translation>Wie eng das Bild dem Prompt folgt; zu viel wirkt wie verbrannt.</translation>
    </message>
    <message>
      <source>How many; each uses the next seed.</source>
      <translation>Wie viele; jedes nutzt den nächsten Seed.</translation>
    </message>
    <message>
      <source>How often the picture is refined: more takes longer and soon changes little.</source>
      <translation>Wie oft das Bild verfeinert wird: Mehr dauert länger und ändert bald nur noch wenig.</translation>
    </message>
    <message>
      <source>How the noise is taken away over the steps; Automatic is the model's own way.</source>
      <translation>Wie das Rauschen über die Schritte abgebaut wird; „Automatic“ ist die Art des Modells.</translation>
    </message>
    <message>
      <source>Keep out</source>
      <translation>Was fehlen soll</translation>
    </message>
    <message>
      <source>Keep out: only with guidance</source>
      <translation>Was fehlen soll: nur mit Führung</translation>
    </message>
    <message>
      <source>Looking for models…</source>
      <translation>Modelle werden gesucht…</translation>
    </message>
    <message>
      <source>Model</source>
      <translation>Modell</translation>
    </message>
    <message>
      <source>More options</source>
      <translation>Mehr Optionen</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Sampler</source>
      <translation>Sampler</translation>
    </message>
    <message>
      <source>Schedule</source>
      <translation>Zeitplan</translation>
    </message>
    <message>
      <source>Seed</source>
      <translation>Seed</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>Steps</source>
      <translation>Schritte</translation>
    </message>
    <message>
      <source>The diffusion model that draws.</source>
      <translation>Das Diffusionsmodell, das zeichnet.</translation>
    </message>
    <message>
      <source>The engine is starting; you can already queue pictures.</source>
      <translation>Die Engine startet; Bilder lassen sich schon einreihen.</translation>
    </message>
    <message>
      <source>The method that turns noise into the picture.</source>
      <translation>Das Verfahren, das aus Rauschen das Bild macht.</translation>
    </message>
    <message>
      <source>The same seed and settings give the same picture. Empty: a new one each time.</source>
      <translation>Gleicher Seed und gleiche Einstellungen ergeben das gleiche Bild. Leer: jedes Mal ein neuer.</translation>
    </message>
    <message>
      <source>What should be there</source>
      <translation>Was zu sehen sein soll</translation>
    </message>
    <message>
      <source>What to steer away from. Has no effect at a guidance of 1 or less.</source>
      <translation>Was zu vermeiden ist. Bei einer Führung von 1 oder weniger ohne Wirkung.</translation>
    </message>
    <message>
      <source>Width and height in pixels, in steps of 8. Models draw best near their own size.</source>
      <translation>Breite und Höhe in Pixeln, in Schritten von 8. Modelle zeichnen nahe ihrer eigenen Größe am besten.</translation>
    </message>
    <message>
      <source>a blue car on a yellow background</source>
      <translation>a blue car on a yellow background</translation>
    </message>
    <message>
      <source>goes to the paused queue</source>
      <translation>kommt in die angehaltene Warteschlange</translation>
    </message>
    <message>
      <source>goes to the queue</source>
      <translation>kommt in die Warteschlange</translation>
    </message>
    <message>
      <source>what the picture should not have</source>
      <translation>was das Bild nicht haben soll</translation>
    </message>
  </context>
  <context>
    <name>PromptExample</name>
    <message>
      <source>Draw again; a seed that is kept becomes another one</source>
      <translation>Neu ziehen; ein festgehaltener Seed wird durch einen anderen ersetzt</translation>
    </message>
    <message>
      <source>Draw another example</source>
      <translation>Anderes Beispiel ziehen</translation>
    </message>
    <message>
      <source>Warning</source>
      <translation>Warnung</translation>
    </message>
    <message>
      <source>What one picture's prompt becomes; each seed draws its own</source>
      <translation>Was aus dem Prompt eines Bildes wird; jeder Seed zieht anders</translation>
    </message>
  </context>
  <context>
    <name>PromptField</name>
    <message>
      <source>Longer than one chunk of {limit} tokens: read in several, so late words weigh less.</source>
      <translation>Länger als ein Abschnitt von {limit} Tokens: wird in mehreren gelesen, späte Wörter wiegen daher weniger.</translation>
    </message>
    <message>
      <source>Tokens that the model reads at once</source>
      <translation>Tokens, die das Modell auf einmal liest</translation>
    </message>
  </context>
  <context>
    <name>PromptHeader</name>
    <message>
      <source>Draw one of its lines for each picture</source>
      <translation>Für jedes Bild eine seiner Zeilen ziehen</translation>
    </message>
    <message>
      <source>Each text file there is a list of words, one in a line</source>
      <translation>Jede Textdatei dort ist eine Wortliste, ein Wort pro Zeile</translation>
    </message>
    <message>
      <source>Earlier prompts</source>
      <translation>Frühere Prompts</translation>
    </message>
    <message>
      <source>Empty this list; pictures keep their prompts</source>
      <translation>Diese Liste leeren; Bilder behalten ihre Prompts</translation>
    </message>
    <message>
      <source>Forget all earlier prompts</source>
      <translation>Alle früheren Prompts vergessen</translation>
    </message>
    <message>
      <source>Insert a wildcard</source>
      <translation>Platzhalter einfügen</translation>
    </message>
    <message>
      <source>Open the wildcards folder</source>
      <translation>Platzhalterordner öffnen</translation>
    </message>
    <message>
      <source>Prompts that you used gather here</source>
      <translation>Hier sammeln sich benutzte Prompts</translation>
    </message>
    <message>
      <source>Put a style's words around the prompt</source>
      <translation>Den Prompt mit den Wörtern eines Stils umgeben</translation>
    </message>
    <message>
      <source>Put text files into the wildcards folder</source>
      <translation>Textdateien in den Platzhalterordner legen</translation>
    </message>
    <message>
      <source>Styles</source>
      <translation>Stile</translation>
    </message>
    <message>
      <source>Use this prompt again, with its negative prompt</source>
      <translation>Diesen Prompt mit seinem negativen Prompt wieder verwenden</translation>
    </message>
    <message>
      <source>Wildcards</source>
      <translation>Platzhalter</translation>
    </message>
    <message>
      <source>Words that are drawn from lists of yours</source>
      <translation>Wörter, die aus eigenen Listen gezogen werden</translation>
    </message>
    <message>
      <source>animals.txt becomes __animals__, and each picture draws a line of it</source>
      <translation>animals.txt wird zu __animals__, und jedes Bild zieht daraus eine Zeile</translation>
    </message>
  </context>
  <context>
    <name>PromptHistory</name>
    <message>
      <source>Use an earlier prompt</source>
      <translation>Früheren Prompt verwenden</translation>
    </message>
  </context>
  <context>
    <name>Queue</name>
    <message numerus="yes">
      <source>%n jobs</source>
      <translation>
        <numerusform>%n Auftrag</numerusform>
        <numerusform>%n Aufträge</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n models</source>
      <translation>
        <numerusform>%n Modell</numerusform>
        <numerusform>%n Modelle</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n pictures</source>
      <translation>
        <numerusform>%n Bild</numerusform>
        <numerusform>%n Bilder</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n sizes</source>
      <translation>
        <numerusform>%n Größe</numerusform>
        <numerusform>%n Größen</numerusform>
      </translation>
    </message>
    <message numerus="yes">
      <source>%n steps</source>
      <translation>
        <numerusform>%n Schritt</numerusform>
        <numerusform>%n Schritte</numerusform>
      </translation>
    </message>
    <message>
      <source>1 job</source>
      <translation>1 Auftrag</translation>
    </message>
    <message>
      <source>Cancelled</source>
      <translation>Abgebrochen</translation>
    </message>
    <message>
      <source>Comparison: {prompt}</source>
      <translation>Vergleich: {prompt}</translation>
    </message>
    <message>
      <source>Developing</source>
      <translation>Wird entwickelt</translation>
    </message>
    <message>
      <source>Done</source>
      <translation>Fertig</translation>
    </message>
    <message>
      <source>Failed</source>
      <translation>Fehlgeschlagen</translation>
    </message>
    <message>
      <source>Folder: {prompt}</source>
      <translation>Ordner: {prompt}</translation>
    </message>
    <message>
      <source>Loading the model</source>
      <translation>Modell wird geladen</translation>
    </message>
    <message>
      <source>No prompt</source>
      <translation>Kein Prompt</translation>
    </message>
    <message>
      <source>Picture {number} of {count} · {words}</source>
      <translation>Bild {number} von {count} · {words}</translation>
    </message>
    <message>
      <source>Starting</source>
      <translation>Startet</translation>
    </message>
    <message>
      <source>Step {step} of {steps}</source>
      <translation>Schritt {step} von {steps}</translation>
    </message>
    <message>
      <source>Stopping…</source>
      <translation>Wird angehalten…</translation>
    </message>
    <message>
      <source>Waiting</source>
      <translation>Wartet</translation>
    </message>
    <message>
      <source>about {duration}</source>
      <translation>etwa {duration}</translation>
    </message>
    <message>
      <source>guidance {value}</source>
      <translation>Führung {value}</translation>
    </message>
    <message>
      <source>seed {seed}</source>
      <translation>Seed {seed}</translation>
    </message>
    <message>
      <source>{done} of {count}</source>
      <translation>{done} von {count}</translation>
    </message>
    <message>
      <source>{done} of {count}, {failed} failed</source>
      <translation>{done} von {count}, {failed} fehlgeschlagen</translation>
    </message>
    <message>
      <source>{jobs}, about {duration} left</source>
      <translation>{jobs}, noch etwa {duration}</translation>
    </message>
    <message>
      <source>{jobs}, paused</source>
      <translation>{jobs}, pausiert</translation>
    </message>
    <message>
      <source>{made} of {count} made, the rest cancelled</source>
      <translation>{made} von {count} erzeugt, der Rest abgebrochen</translation>
    </message>
  </context>
  <context>
    <name>QueueCommands</name>
    <message>
      <source>Process a folder</source>
      <translation>Ordner verarbeiten</translation>
    </message>
  </context>
  <context>
    <name>QueueDock</name>
    <message>
      <source>Clear ended</source>
      <translation>Beendete entfernen</translation>
    </message>
    <message>
      <source>Go on with the waiting jobs</source>
      <translation>Mit den wartenden Aufträgen weitermachen</translation>
    </message>
    <message>
      <source>Jobs wait here while a picture is made. Press Generate again to add one.</source>
      <translation>Hier warten Aufträge, während ein Bild entsteht. Ein weiterer Klick auf Erzeugen fügt einen hinzu.</translation>
    </message>
    <message>
      <source>Pause</source>
      <translation>Pause</translation>
    </message>
    <message>
      <source>Resume</source>
      <translation>Fortsetzen</translation>
    </message>
    <message>
      <source>Start no job until the queue is resumed</source>
      <translation>Keinen Auftrag starten, bis die Warteschlange fortgesetzt wird</translation>
    </message>
    <message>
      <source>Start no job until the queue is resumed; the running one goes on</source>
      <translation>Keinen Auftrag starten, bis die Warteschlange fortgesetzt wird; der laufende geht weiter</translation>
    </message>
    <message>
      <source>Take ended jobs off this list</source>
      <translation>Beendete Aufträge aus dieser Liste nehmen</translation>
    </message>
  </context>
  <context>
    <name>QueueState</name>
    <message>
      <source>Choose one in the prompt dock.</source>
      <translation>Im Prompt-Bereich eines wählen.</translation>
    </message>
    <message>
      <source>No model is chosen.</source>
      <translation>Kein Modell ist gewählt.</translation>
    </message>
  </context>
  <context>
    <name>QueueView</name>
    <message>
      <source>Queue</source>
      <translation>Warteschlange</translation>
    </message>
    <message>
      <source>Running, waiting and ended jobs. Drag a waiting one to another place.</source>
      <translation>Laufende, wartende und beendete Aufträge. Wartende lassen sich an eine andere Stelle ziehen.</translation>
    </message>
  </context>
  <context>
    <name>RectangleTool</name>
    <message>
      <source>Drag. Shift first: add; Alt first: take away. Later: square; from its middle.</source>
      <translation>Ziehen. Erst Umschalt: hinzufügen; erst Alt: wegnehmen. Später: Quadrat; aus der Mitte.</translation>
    </message>
    <message>
      <source>Select a rectangle</source>
      <translation>Rechteck auswählen</translation>
    </message>
  </context>
  <context>
    <name>Reuse</name>
    <message>
      <source>Use all settings</source>
      <translation>Alle Einstellungen verwenden</translation>
    </message>
    <message>
      <source>Use the prompt</source>
      <translation>Prompt verwenden</translation>
    </message>
  </context>
  <context>
    <name>Row</name>
    <message>
      <source> %</source>
      <translation> %</translation>
    </message>
  </context>
  <context>
    <name>Samplers</name>
    <message>
      <source>Clean pictures in 10 to 20 steps. A good first choice.</source>
      <translation>Saubere Bilder in 10 bis 20 Schritten. Eine gute erste Wahl.</translation>
    </message>
    <message>
      <source>DPM++ in pairs of steps, with fresh noise: rich detail.</source>
      <translation>DPM++ in Schrittpaaren, mit frischem Rauschen: viele Details.</translation>
    </message>
    <message>
      <source>Euler corrected by a second evaluation: twice the time.</source>
      <translation>Euler, durch eine zweite Auswertung korrigiert: doppelte Zeit.</translation>
    </message>
    <message>
      <source>Euler with fresh noise: changes with the number of steps.</source>
      <translation>Euler mit frischem Rauschen: ändert sich mit der Zahl der Schritte.</translation>
    </message>
    <message>
      <source>For models and LoRAs distilled to 2 to 8 steps.</source>
      <translation>Für Modelle und LoRAs, die auf 2 bis 8 Schritte destilliert sind.</translation>
    </message>
    <message>
      <source>Like DPM++ 2M with fresh noise at each step: more texture.</source>
      <translation>Wie DPM++ 2M, mit frischem Rauschen bei jedem Schritt: mehr Textur.</translation>
    </message>
    <message>
      <source>Like LCM, with more detail: for LoRAs of TCD and Hyper.</source>
      <translation>Wie LCM, mit mehr Details: für LoRAs von TCD und Hyper.</translation>
    </message>
    <message>
      <source>Predictor and corrector in one: good at 8 to 15 steps.</source>
      <translation>Prädiktor und Korrektor in einem: gut bei 8 bis 15 Schritten.</translation>
    </message>
    <message>
      <source>Second order with fresh noise: needs 20 steps or more.</source>
      <translation>Zweite Ordnung mit frischem Rauschen: braucht 20 Schritte oder mehr.</translation>
    </message>
    <message>
      <source>Second order: twice the time of Euler.</source>
      <translation>Zweite Ordnung: doppelt so lange wie Euler.</translation>
    </message>
    <message>
      <source>The default of the first Stable Diffusion.</source>
      <translation>Der Standard des ersten Stable Diffusion.</translation>
    </message>
    <message>
      <source>The first fast sampler: no fresh noise, good for comparisons.</source>
      <translation>Der erste schnelle Sampler: kein frisches Rauschen, gut für Vergleiche.</translation>
    </message>
    <message>
      <source>The simplest sampler: soft, predictable.</source>
      <translation>Der einfachste Sampler: weich, berechenbar.</translation>
    </message>
  </context>
  <context>
    <name>Saving</name>
    <message>
      <source>Darkroom projects</source>
      <translation>Darkroom-Projekte</translation>
    </message>
    <message>
      <source>Picture</source>
      <translation>Bild</translation>
    </message>
    <message>
      <source>Save the project</source>
      <translation>Projekt speichern</translation>
    </message>
  </context>
  <context>
    <name>ScaleCanvasDialog</name>
    <message>
      <source>All layers become larger or smaller, each pixel computed anew.</source>
      <translation>Alle Ebenen werden größer oder kleiner, jedes Pixel wird neu berechnet.</translation>
    </message>
    <message>
      <source>Both sides, compared to what they are now</source>
      <translation>Beide Seiten, verglichen mit jetzt</translation>
    </message>
    <message>
      <source>From {before} to {after} pixels, each the mean of those it replaces.</source>
      <translation>Von {before} auf {after} Pixel, jedes das Mittel derer, die es ersetzt.</translation>
    </message>
    <message>
      <source>From {before} to {after} pixels, sharpened a little as it grows (Lanczos).</source>
      <translation>Von {before} auf {after} Pixel, beim Vergrößern leicht geschärft (Lanczos).</translation>
    </message>
    <message>
      <source>Give the picture this size</source>
      <translation>Dem Bild diese Größe geben</translation>
    </message>
    <message>
      <source>Keep proportions</source>
      <translation>Seitenverhältnis beibehalten</translation>
    </message>
    <message>
      <source>Percent</source>
      <translation>Prozent</translation>
    </message>
    <message>
      <source>Scale</source>
      <translation>Skalieren</translation>
    </message>
    <message>
      <source>Scale the picture</source>
      <translation>Bild skalieren</translation>
    </message>
    <message>
      <source>Size</source>
      <translation>Größe</translation>
    </message>
    <message>
      <source>The picture has this size already.</source>
      <translation>Das Bild hat schon diese Größe.</translation>
    </message>
    <message>
      <source>When one side changes, the other follows</source>
      <translation>Ändert sich eine Seite, folgt die andere</translation>
    </message>
    <message>
      <source>Width by height in pixels</source>
      <translation>Breite mal Höhe in Pixeln</translation>
    </message>
  </context>
  <context>
    <name>Scene</name>
    <message>
      <source>preview</source>
      <translation>Vorschau</translation>
    </message>
  </context>
  <context>
    <name>SearchField</name>
    <message>
      <source>Clear the search</source>
      <translation>Suche leeren</translation>
    </message>
  </context>
  <context>
    <name>SeedField</name>
    <message>
      <source>Keep the last seed</source>
      <translation>Letzten Seed behalten</translation>
    </message>
    <message>
      <source>Let the seed change</source>
      <translation>Seed wechseln lassen</translation>
    </message>
    <message>
      <source>New seed for each picture</source>
      <translation>Neuer Seed für jedes Bild</translation>
    </message>
    <message>
      <source>random</source>
      <translation>zufällig</translation>
    </message>
  </context>
  <context>
    <name>SelectCommands</name>
    <message>
      <source>Load a selection</source>
      <translation>Auswahl laden</translation>
    </message>
    <message>
      <source>Masks</source>
      <translation>Masken</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Save the selection</source>
      <translation>Auswahl speichern</translation>
    </message>
    <message>
      <source>selection</source>
      <translation>Auswahl</translation>
    </message>
  </context>
  <context>
    <name>SelectTool</name>
    <message>
      <source>Move the selection</source>
      <translation>Auswahl verschieben</translation>
    </message>
    <message>
      <source>Select nothing</source>
      <translation>Nichts auswählen</translation>
    </message>
  </context>
  <context>
    <name>SelectionEdits</name>
    <message>
      <source>Feather selection</source>
      <translation>Kante der Auswahl weichzeichnen</translation>
    </message>
    <message>
      <source>Fill holes</source>
      <translation>Löcher füllen</translation>
    </message>
    <message>
      <source>Grow selection</source>
      <translation>Auswahl vergrößern</translation>
    </message>
    <message>
      <source>Invert selection</source>
      <translation>Auswahl umkehren</translation>
    </message>
    <message>
      <source>Load selection</source>
      <translation>Auswahl laden</translation>
    </message>
    <message>
      <source>Select again</source>
      <translation>Erneut auswählen</translation>
    </message>
    <message>
      <source>Select all</source>
      <translation>Alles auswählen</translation>
    </message>
    <message>
      <source>Select nothing</source>
      <translation>Nichts auswählen</translation>
    </message>
    <message>
      <source>Select the layer's content</source>
      <translation>Inhalt der Ebene auswählen</translation>
    </message>
    <message>
      <source>Shrink selection</source>
      <translation>Auswahl verkleinern</translation>
    </message>
  </context>
  <context>
    <name>SettingEditor</name>
    <message>
      <source>Back to the default: {name}</source>
      <translation>Zurück zum Standard: {name}</translation>
    </message>
    <message>
      <source>Default: {value}</source>
      <translation>Standard: {value}</translation>
    </message>
    <message>
      <source>On</source>
      <translation>Ein</translation>
    </message>
    <message>
      <source>The usual place</source>
      <translation>Der übliche Ort</translation>
    </message>
    <message>
      <source>none</source>
      <translation>keine</translation>
    </message>
    <message>
      <source>off</source>
      <translation>aus</translation>
    </message>
    <message>
      <source>on</source>
      <translation>ein</translation>
    </message>
    <message>
      <source>the usual place</source>
      <translation>der übliche Ort</translation>
    </message>
  </context>
  <context>
    <name>Settings</name>
    <message>
      <source>A notification of the desktop, when another window is in front and the job took over 15 s.</source>
      <translation>Eine Benachrichtigung des Desktops, wenn ein anderes Fenster vorn ist und der Auftrag über 15 s gedauert hat.</translation>
    </message>
    <message>
      <source>As the desktop has it</source>
      <translation>Wie der Desktop</translation>
    </message>
    <message>
      <source>Colours of the window.</source>
      <translation>Farben des Fensters.</translation>
    </message>
    <message>
      <source>Dark</source>
      <translation>Dunkel</translation>
    </message>
    <message>
      <source>Folders with models, beside the program's own. Nothing in them is changed.</source>
      <translation>Ordner mit Modellen, neben dem programmeigenen. Darin wird nichts verändert.</translation>
    </message>
    <message>
      <source>For JPEG and WebP: higher is better and larger.</source>
      <translation>Für JPEG und WebP: höher ist besser und größer.</translation>
    </message>
    <message>
      <source>High contrast</source>
      <translation>Hoher Kontrast</translation>
    </message>
    <message>
      <source>Language</source>
      <translation>Sprache</translation>
    </message>
    <message>
      <source>Light</source>
      <translation>Hell</translation>
    </message>
    <message>
      <source>Look</source>
      <translation>Aussehen</translation>
    </message>
    <message>
      <source>Model folders</source>
      <translation>Modellordner</translation>
    </message>
    <message>
      <source>Models</source>
      <translation>Modelle</translation>
    </message>
    <message>
      <source>Network</source>
      <translation>Netzwerk</translation>
    </message>
    <message>
      <source>No animations: changes appear at once.</source>
      <translation>Keine Animationen: Änderungen erscheinen sofort.</translation>
    </message>
    <message>
      <source>Nothing is fetched at all. Otherwise Darkroom uses the network only when you press something that says so; each connection is noted under Models, Connections.</source>
      <translation>Es wird überhaupt nichts heruntergeladen. Sonst nutzt Darkroom das Netzwerk nur auf Knopfdruck, wenn es dort auch steht; jede Verbindung wird unter „Modelle“, „Verbindungen“ vermerkt.</translation>
    </message>
    <message>
      <source>Of the menus and messages. It changes at the next start.</source>
      <translation>Der Menüs und Meldungen. Sie wechselt beim nächsten Start.</translation>
    </message>
    <message>
      <source>PNG keeps every pixel; JPEG and WebP are smaller.</source>
      <translation>PNG bewahrt jedes Pixel; JPEG und WebP sind kleiner.</translation>
    </message>
    <message>
      <source>Picture format</source>
      <translation>Bildformat</translation>
    </message>
    <message>
      <source>Pictures</source>
      <translation>Bilder</translation>
    </message>
    <message>
      <source>Pictures folder</source>
      <translation>Bilderordner</translation>
    </message>
    <message>
      <source>Quality</source>
      <translation>Qualität</translation>
    </message>
    <message>
      <source>Reduce motion</source>
      <translation>Bewegung verringern</translation>
    </message>
    <message>
      <source>Save prompts in pictures</source>
      <translation>Prompts in Bildern speichern</translation>
    </message>
    <message>
      <source>Tell when long jobs end</source>
      <translation>Ende langer Aufträge melden</translation>
    </message>
    <message>
      <source>Theme</source>
      <translation>Farbschema</translation>
    </message>
    <message>
      <source>Where finished pictures are saved. Empty: the usual place.</source>
      <translation>Wo fertige Bilder gespeichert werden. Leer: der übliche Ort.</translation>
    </message>
    <message>
      <source>Whoever has the picture can read them. The other settings are saved in any case.</source>
      <translation>Wer das Bild hat, kann sie lesen. Die anderen Einstellungen werden in jedem Fall gespeichert.</translation>
    </message>
    <message>
      <source>Work offline</source>
      <translation>Offline arbeiten</translation>
    </message>
  </context>
  <context>
    <name>Shelves</name>
    <message>
      <source>Delete the board</source>
      <translation>Pinnwand löschen</translation>
    </message>
    <message>
      <source>Delete the saved search</source>
      <translation>Gespeicherte Suche löschen</translation>
    </message>
  </context>
  <context>
    <name>ShortcutSheet</name>
    <message>
      <source>Keyboard shortcuts</source>
      <translation>Tastenkürzel</translation>
    </message>
    <message>
      <source>No action with keys matches this search.</source>
      <translation>Keine Aktion mit Tasten passt zu dieser Suche.</translation>
    </message>
    <message>
      <source>Search actions and keys</source>
      <translation>Aktionen und Tasten suchen</translation>
    </message>
    <message>
      <source>Show the actions with these words, or with these keys</source>
      <translation>Aktionen mit diesen Wörtern oder diesen Tasten zeigen</translation>
    </message>
  </context>
  <context>
    <name>SizeField</name>
    <message>
      <source>Common sizes and proportions</source>
      <translation>Gängige Größen und Seitenverhältnisse</translation>
    </message>
    <message>
      <source>Keep proportions</source>
      <translation>Seitenverhältnis beibehalten</translation>
    </message>
    <message>
      <source>Make pictures of this size</source>
      <translation>Bilder in dieser Größe erzeugen</translation>
    </message>
    <message>
      <source>Swap width and height</source>
      <translation>Breite und Höhe tauschen</translation>
    </message>
    <message>
      <source>When one side changes, the other follows</source>
      <translation>Ändert sich eine Seite, folgt die andere</translation>
    </message>
    <message>
      <source>{name}, width by height</source>
      <translation>{name}, Breite mal Höhe</translation>
    </message>
  </context>
  <context>
    <name>SliderField</name>
    <message>
      <source>{name}, typed</source>
      <translation>{name}, getippt</translation>
    </message>
  </context>
  <context>
    <name>StatusBar</name>
    <message>
      <source>A model is being looked up or fetched</source>
      <translation>Ein Modell wird nachgeschlagen oder heruntergeladen</translation>
    </message>
    <message>
      <source>Always offline</source>
      <translation>Immer offline</translation>
    </message>
    <message>
      <source>Every use of the network is forbidden</source>
      <translation>Jede Nutzung des Netzwerks ist verboten</translation>
    </message>
    <message>
      <source>How large the picture is shown; a click offers other sizes</source>
      <translation>Wie groß das Bild gezeigt wird; ein Klick bietet andere Größen</translation>
    </message>
    <message>
      <source>Jobs that wait; a click shows the queue</source>
      <translation>Wartende Aufträge; ein Klick zeigt die Warteschlange</translation>
    </message>
    <message>
      <source>Memory</source>
      <translation>Speicher</translation>
    </message>
    <message>
      <source>Memory that Darkroom uses, of what this computer has</source>
      <translation>Arbeitsspeicher, den Darkroom belegt, von dem dieses Computers</translation>
    </message>
    <message>
      <source>Memory that Darkroom uses, of what this computer has; click to unload the models</source>
      <translation>Arbeitsspeicher, den Darkroom belegt, von dem dieses Computers; ein Klick entlädt die Modelle</translation>
    </message>
    <message>
      <source>Messages</source>
      <translation>Meldungen</translation>
    </message>
    <message>
      <source>Messages since the start</source>
      <translation>Meldungen seit dem Start</translation>
    </message>
    <message>
      <source>Nothing leaves this computer</source>
      <translation>Nichts verlässt diesen Computer</translation>
    </message>
    <message>
      <source>Offline</source>
      <translation>Offline</translation>
    </message>
    <message>
      <source>Online</source>
      <translation>Online</translation>
    </message>
    <message>
      <source>Queue {count}</source>
      <translation>Warteschlange {count}</translation>
    </message>
    <message>
      <source>RAM {used} / {total} GB</source>
      <translation>RAM {used} / {total} GB</translation>
    </message>
    <message>
      <source>Sampling steps in a second</source>
      <translation>Sampling-Schritte pro Sekunde</translation>
    </message>
    <message>
      <source>Saved as {path}</source>
      <translation>Gespeichert als {path}</translation>
    </message>
    <message>
      <source>Starting the engine…</source>
      <translation>Engine startet…</translation>
    </message>
    <message>
      <source>The model that pictures are made with; a click shows all models</source>
      <translation>Das Modell, mit dem Bilder erzeugt werden; ein Klick zeigt alle Modelle</translation>
    </message>
    <message>
      <source>The models were unloaded. The next picture loads its model again.</source>
      <translation>Die Modelle wurden entladen. Das nächste Bild lädt sein Modell wieder.</translation>
    </message>
    <message>
      <source>The pixel under the cursor and its colour</source>
      <translation>Das Pixel unter dem Mauszeiger und seine Farbe</translation>
    </message>
    <message>
      <source>What pictures are computed on; click for more about this machine</source>
      <translation>Worauf Bilder berechnet werden; ein Klick zeigt mehr über diesen Rechner</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>{percent} %</source>
      <translation>{percent} %</translation>
    </message>
    <message>
      <source>{seconds} s/it</source>
      <translation>{seconds} s/it</translation>
    </message>
    <message>
      <source>{speed} it/s</source>
      <translation>{speed} it/s</translation>
    </message>
    <message>
      <source>{state}; a click shows all connections</source>
      <translation>{state}; ein Klick zeigt alle Verbindungen</translation>
    </message>
  </context>
  <context>
    <name>Stepper</name>
    <message>
      <source>Fewer: {name}</source>
      <translation>Weniger: {name}</translation>
    </message>
    <message>
      <source>More: {name}</source>
      <translation>Mehr: {name}</translation>
    </message>
  </context>
  <context>
    <name>StraightenDialog</name>
    <message>
      <source>Cut off the empty corners</source>
      <translation>Leere Ecken abschneiden</translation>
    </message>
    <message>
      <source>Degrees</source>
      <translation>Grad</translation>
    </message>
    <message>
      <source>Drag the slider, or click its value and type.</source>
      <translation>Den Regler ziehen oder seinen Wert anklicken und tippen.</translation>
    </message>
    <message>
      <source>Straighten</source>
      <translation>Gerade ausrichten</translation>
    </message>
    <message>
      <source>The canvas becomes larger; its corners are transparent.</source>
      <translation>Die Leinwand wird größer; ihre Ecken sind durchsichtig.</translation>
    </message>
    <message>
      <source>The canvas becomes smaller: the frame shows what stays.</source>
      <translation>Die Leinwand wird kleiner: Der Rahmen zeigt, was bleibt.</translation>
    </message>
    <message>
      <source>Turn the picture and all its layers</source>
      <translation>Das Bild mit allen Ebenen drehen</translation>
    </message>
    <message>
      <source>Turn the picture until what should be level lies along the lines.</source>
      <translation>Das Bild drehen, bis an den Linien liegt, was waagerecht sein soll.</translation>
    </message>
    <message>
      <source>With the clock; less than 0 turns against it</source>
      <translation>Im Uhrzeigersinn; unter 0 dagegen</translation>
    </message>
    <message>
      <source>Without this, the canvas grows until all of the picture fits</source>
      <translation>Sonst wächst die Leinwand, bis das ganze Bild darauf passt</translation>
    </message>
  </context>
  <context>
    <name>StrengthField</name>
    <message>
      <source>How much the picture is redrawn: 1 keeps next to nothing of it.</source>
      <translation>Wie stark das Bild neu gezeichnet wird: 1 behält fast nichts davon.</translation>
    </message>
    <message>
      <source>How much the selection is made new: 1 keeps nothing of what is in it.</source>
      <translation>Wie stark die Auswahl erneuert wird: 1 behält nichts von ihrem Inhalt.</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>Stärke</translation>
    </message>
  </context>
  <context>
    <name>Studio</name>
    <message>
      <source>A job from last time waits.</source>
      <translation>Ein Auftrag vom letzten Mal wartet.</translation>
    </message>
    <message>
      <source>Resume the queue when you like; until then it is paused.</source>
      <translation>Die Warteschlange lässt sich jederzeit fortsetzen; bis dahin ist sie pausiert.</translation>
    </message>
    <message>
      <source>The queue is paused: this job waits in it.</source>
      <translation>Die Warteschlange ist pausiert: Dieser Auftrag wartet darin.</translation>
    </message>
    <message>
      <source>{count} jobs from last time wait.</source>
      <translation>{count} Aufträge vom letzten Mal warten.</translation>
    </message>
    <message>
      <source>{title} was downloaded, and checked.</source>
      <translation>{title} wurde heruntergeladen und geprüft.</translation>
    </message>
  </context>
  <context>
    <name>Styles</name>
    <message>
      <source>Choose another name.</source>
      <translation>Einen anderen Namen wählen.</translation>
    </message>
    <message>
      <source>Delete the style {name}</source>
      <translation>Stil {name} löschen</translation>
    </message>
    <message>
      <source>Save the style {name}</source>
      <translation>Stil {name} speichern</translation>
    </message>
    <message>
      <source>Some of your styles can't be used.</source>
      <translation>Einige der eigenen Stile sind nicht verwendbar.</translation>
    </message>
    <message>
      <source>The others are there. Saving a style leaves out the rows that can't be used.</source>
      <translation>Die anderen sind da. Beim Speichern eines Stils fallen die nicht verwendbaren Zeilen weg.</translation>
    </message>
    <message>
      <source>There is a style of yours called {name} already.</source>
      <translation>Es gibt schon einen eigenen Stil namens {name}.</translation>
    </message>
    <message>
      <source>Use the style {name}</source>
      <translation>Stil {name} verwenden</translation>
    </message>
  </context>
  <context>
    <name>StylesDialog</name>
    <message>
      <source>Comes with Darkroom</source>
      <translation>Mit Darkroom geliefert</translation>
    </message>
    <message>
      <source>Delete</source>
      <translation>Löschen</translation>
    </message>
    <message>
      <source>Find styles by words of their name or of what they add</source>
      <translation>Stile nach Wörtern im Namen oder im Zusatztext finden</translation>
    </message>
    <message>
      <source>For the prompt</source>
      <translation>Für den Prompt</translation>
    </message>
    <message>
      <source>Keep out: {words}</source>
      <translation>Was fehlen soll: {words}</translation>
    </message>
    <message>
      <source>Keep what the fields show among your own styles</source>
      <translation>Den Inhalt der Felder unter den eigenen Stilen ablegen</translation>
    </message>
    <message>
      <source>Make a style of the words that are in the prompt dock now</source>
      <translation>Aus den Wörtern, die jetzt im Prompt-Bereich stehen, einen Stil machen</translation>
    </message>
    <message>
      <source>Name</source>
      <translation>Name</translation>
    </message>
    <message>
      <source>New from prompt</source>
      <translation>Neu aus Prompt</translation>
    </message>
    <message>
      <source>Put these words around the prompt; can be undone</source>
      <translation>Diese Wörter um den Prompt legen; lässt sich rückgängig machen</translation>
    </message>
    <message>
      <source>Save</source>
      <translation>Speichern</translation>
    </message>
    <message>
      <source>Search styles</source>
      <translation>Stile suchen</translation>
    </message>
    <message>
      <source>Styles</source>
      <translation>Stile</translation>
    </message>
    <message>
      <source>Take this style of yours away; can be undone</source>
      <translation>Diesen eigenen Stil entfernen; lässt sich rückgängig machen</translation>
    </message>
    <message>
      <source>To keep out</source>
      <translation>Was fehlen soll</translation>
    </message>
    <message>
      <source>Use style</source>
      <translation>Stil verwenden</translation>
    </message>
    <message>
      <source>What is added to the negative prompt.</source>
      <translation>Was zum negativen Prompt hinzukommt.</translation>
    </message>
    <message>
      <source>What the list calls it</source>
      <translation>Wie er in der Liste heißt</translation>
    </message>
    <message>
      <source>Your prompt becomes</source>
      <translation>Der Prompt wird zu</translation>
    </message>
    <message>
      <source>Yours</source>
      <translation>Eigene</translation>
    </message>
    <message>
      <source>{place} is where your own words go; without it these words come after them.</source>
      <translation>{place} steht für die eigenen Wörter; fehlt es, folgen diese Wörter auf sie.</translation>
    </message>
    <message>
      <source>{place}, oil painting</source>
      <translation>{place}, Ölgemälde</translation>
    </message>
  </context>
  <context>
    <name>Swatches</name>
    <message>
      <source>Colour</source>
      <translation>Farbe</translation>
    </message>
    <message>
      <source>Colour of brush and fill: {colour}</source>
      <translation>Farbe von Pinsel und Füllung: {colour}</translation>
    </message>
    <message>
      <source>The other colour</source>
      <translation>Die andere Farbe</translation>
    </message>
    <message>
      <source>The other colour: {colour} (X swaps)</source>
      <translation>Die andere Farbe: {colour} (X tauscht)</translation>
    </message>
  </context>
  <context>
    <name>TaskSwitch</name>
    <message>
      <source>Automatic</source>
      <translation>Automatisch</translation>
    </message>
    <message>
      <source>From the words alone, at the size of the canvas</source>
      <translation>Aus den Wörtern allein, in der Größe der Leinwand</translation>
    </message>
    <message>
      <source>Image to image</source>
      <translation>Bild zu Bild</translation>
    </message>
    <message>
      <source>Inpaint</source>
      <translation>Inpainting</translation>
    </message>
    <message>
      <source>Text to image</source>
      <translation>Text zu Bild</translation>
    </message>
    <message>
      <source>The whole picture is drawn over, as much as the strength says</source>
      <translation>Das ganze Bild wird überzeichnet, so weit die Stärke reicht</translation>
    </message>
    <message>
      <source>What Generate does</source>
      <translation>Was „Erzeugen“ tut</translation>
    </message>
    <message>
      <source>What Generate does: decided by what is on the canvas, or by you</source>
      <translation>Was „Erzeugen“ tut: je nach Inhalt der Leinwand oder selbst gewählt</translation>
    </message>
    <message>
      <source>What is on the canvas decides</source>
      <translation>Der Inhalt der Leinwand entscheidet</translation>
    </message>
    <message>
      <source>What is selected, or empty, is made new; all else stays</source>
      <translation>Ausgewähltes oder Leeres entsteht neu; alles andere bleibt</translation>
    </message>
  </context>
  <context>
    <name>TextBlock</name>
    <message>
      <source>Copy: {label}</source>
      <translation>Kopieren: {label}</translation>
    </message>
  </context>
  <context>
    <name>ToolBar</name>
    <message>
      <source>Tools</source>
      <translation>Werkzeuge</translation>
    </message>
  </context>
  <context>
    <name>ToolInput</name>
    <message>
      <source>Open a picture, drop one here, or make one with Generate.</source>
      <translation>Ein Bild öffnen, hierher ziehen oder mit „Erzeugen“ eines machen.</translation>
    </message>
    <message>
      <source>There is nothing on the canvas to work on.</source>
      <translation>Auf der Leinwand ist nichts zum Bearbeiten.</translation>
    </message>
  </context>
  <context>
    <name>ToolOptions</name>
    <message>
      <source>Brush</source>
      <translation>Pinsel</translation>
    </message>
    <message>
      <source>Crop</source>
      <translation>Zuschneiden</translation>
    </message>
    <message>
      <source>Ellipse</source>
      <translation>Ellipse</translation>
    </message>
    <message>
      <source>Eraser</source>
      <translation>Radierer</translation>
    </message>
    <message>
      <source>Extend</source>
      <translation>Erweitern</translation>
    </message>
    <message>
      <source>Fill</source>
      <translation>Füllen</translation>
    </message>
    <message>
      <source>Hand</source>
      <translation>Hand</translation>
    </message>
    <message>
      <source>Lasso</source>
      <translation>Lasso</translation>
    </message>
    <message>
      <source>Magic wand</source>
      <translation>Zauberstab</translation>
    </message>
    <message>
      <source>Mask brush</source>
      <translation>Maskenpinsel</translation>
    </message>
    <message>
      <source>Move</source>
      <translation>Verschieben</translation>
    </message>
    <message>
      <source>Options of the tool</source>
      <translation>Optionen des Werkzeugs</translation>
    </message>
    <message>
      <source>Picker</source>
      <translation>Pipette</translation>
    </message>
    <message>
      <source>Polygon</source>
      <translation>Polygon</translation>
    </message>
    <message>
      <source>Rectangle</source>
      <translation>Rechteck</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
  </context>
  <context>
    <name>UpscaleDialog</name>
    <message>
      <source>A network draws the larger picture, tile by tile.</source>
      <translation>Ein Netz zeichnet das größere Bild, Kachel für Kachel.</translation>
    </message>
    <message>
      <source>Add it to the queue</source>
      <translation>In die Warteschlange stellen</translation>
    </message>
    <message>
      <source>Cancel</source>
      <translation>Abbrechen</translation>
    </message>
    <message>
      <source>Draw over the larger picture part by part: adds detail, and takes much longer</source>
      <translation>Das größere Bild Teil für Teil überzeichnen: bringt Details und dauert viel länger</translation>
    </message>
    <message>
      <source>Factor</source>
      <translation>Faktor</translation>
    </message>
    <message>
      <source>How much may change: low adds detail, high draws what the prompt names in every tile</source>
      <translation>Wie viel sich ändern darf: Wenig bringt Details, viel zeichnet in jede Kachel, was der Prompt nennt</translation>
    </message>
    <message>
      <source>Leave the picture as it is</source>
      <translation>Das Bild unverändert lassen</translation>
    </message>
    <message>
      <source>Method</source>
      <translation>Verfahren</translation>
    </message>
    <message>
      <source>Needs a model: choose one in the prompt dock</source>
      <translation>Braucht ein Modell: im Prompt-Bereich eines wählen</translation>
    </message>
    <message>
      <source>Refine with the prompt</source>
      <translation>Mit dem Prompt verfeinern</translation>
    </message>
    <message>
      <source>Sharp resampling: adds nothing, takes a moment</source>
      <translation>Scharfes Umrechnen: fügt nichts hinzu, dauert einen Moment</translation>
    </message>
    <message>
      <source>Smooth and fast. Upscalers (ESRGAN, .safetensors) in a model folder are offered here, too.</source>
      <translation>Glatt und schnell. Upscaler (ESRGAN, .safetensors) aus einem Modellordner stehen hier ebenfalls.</translation>
    </message>
    <message>
      <source>Strength</source>
      <translation>Stärke</translation>
    </message>
    <message>
      <source>Upscale</source>
      <translation>Hochskalieren</translation>
    </message>
    <message>
      <source>What makes the picture larger</source>
      <translation>Was das Bild vergrößert</translation>
    </message>
    <message>
      <source>{factor} times as wide and as high</source>
      <translation>{factor}-mal so breit und so hoch</translation>
    </message>
    <message>
      <source>{model} draws over the larger picture in overlapping tiles.</source>
      <translation>{model} überzeichnet das größere Bild in überlappenden Kacheln.</translation>
    </message>
    <message>
      <source>{width} × {height} becomes {wider} × {higher} pixels</source>
      <translation>{width} × {height} wird zu {wider} × {higher} Pixeln</translation>
    </message>
    <message>
      <source>{width} × {height} would become {wider} × {higher}: sides go up to {side} pixels.</source>
      <translation>{width} × {height} würde zu {wider} × {higher}: Seiten gehen bis {side} Pixel.</translation>
    </message>
  </context>
  <context>
    <name>WandTool</name>
    <message>
      <source>Click to select what looks alike. Shift: add; Alt: take away.</source>
      <translation>Klick wählt Ähnliches aus. Umschalt: hinzufügen; Alt: wegnehmen.</translation>
    </message>
    <message>
      <source>Select by colour</source>
      <translation>Nach Farbe auswählen</translation>
    </message>
  </context>
  <context>
    <name>ZoomChip</name>
    <message>
      <source>Fit the picture into the view</source>
      <translation>Bild in die Ansicht einpassen</translation>
    </message>
    <message>
      <source>Show at 100 %</source>
      <translation>Mit 100 % zeigen</translation>
    </message>
    <message>
      <source>Zoom</source>
      <translation>Zoom</translation>
    </message>
    <message>
      <source>Zoom in</source>
      <translation>Vergrößern</translation>
    </message>
    <message>
      <source>Zoom out</source>
      <translation>Verkleinern</translation>
    </message>
    <message>
      <source>Zoom {percent} %</source>
      <translation>Zoom {percent} %</translation>
    </message>
    <message>
      <source>{percent} %</source>
      <translation>{percent} %</translation>
    </message>
  </context>
  <context>
    <name>ZoomTool</name>
    <message>
      <source>Click to zoom in, with Alt to zoom out; drag around what you want to see.</source>
      <translation>Klick vergrößert, Alt+Klick verkleinert; Aufziehen zeigt diesen Teil.</translation>
    </message>
  </context>
  <context>
    <name>_BrushPanel</name>
    <message>
      <source>A pen that presses less covers less</source>
      <translation>Ein Stift, der weniger drückt, deckt weniger</translation>
    </message>
    <message>
      <source>Between dabs, as a part of the brush's size</source>
      <translation>Zwischen Tupfern, als Anteil der Pinselgröße</translation>
    </message>
    <message>
      <source>Brush</source>
      <translation>Pinsel</translation>
    </message>
    <message>
      <source>Flow, %</source>
      <translation>Fluss, %</translation>
    </message>
    <message>
      <source>Hardness, %</source>
      <translation>Härte, %</translation>
    </message>
    <message>
      <source>Opacity, %</source>
      <translation>Deckkraft, %</translation>
    </message>
    <message>
      <source>Pressure changes the opacity</source>
      <translation>Druck ändert die Deckkraft</translation>
    </message>
    <message>
      <source>Spacing, %</source>
      <translation>Abstand, %</translation>
    </message>
    <message>
      <source>The most that one stroke covers</source>
      <translation>Wie stark ein Strich höchstens deckt</translation>
    </message>
    <message>
      <source>The part of the brush that is full</source>
      <translation>Der Teil des Pinsels, der voll deckt</translation>
    </message>
    <message>
      <source>What one dab of the brush covers</source>
      <translation>Wie stark ein Tupfer des Pinsels deckt</translation>
    </message>
  </context>
  <context>
    <name>_Files</name>
    <message>
      <source>SHA-256 {digest}</source>
      <translation>SHA-256 {digest}</translation>
    </message>
    <message>
      <source>Tick what is to be fetched</source>
      <translation>Ankreuzen, was heruntergeladen werden soll</translation>
    </message>
    <message>
      <source>size unknown</source>
      <translation>Größe unbekannt</translation>
    </message>
  </context>
  <context>
    <name>_Steps</name>
    <message>
      <source>Start</source>
      <translation>Anfang</translation>
    </message>
    <message>
      <source>taken back</source>
      <translation>zurückgenommen</translation>
    </message>
  </context>
  <context>
    <name>_ToolButton</name>
    <message>
      <source>Tools like this one</source>
      <translation>Ähnliche Werkzeuge</translation>
    </message>
  </context>
</TS>
