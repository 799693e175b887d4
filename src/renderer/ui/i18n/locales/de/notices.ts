export const noticesDe = {
  notices: {
    label: 'Hinweise',
    dismiss: 'Ausblenden',
    more_one: '{{count}} weiterer Hinweis',
    more_other: '{{count}} weitere Hinweise',
    fewer: 'Weniger zeigen',
    openSettings: 'Einstellungen öffnen',
  },
  notice: {
    'phone-restarted':
      'Der Telefonteil wurde neu gestartet. Ein laufender Anruf ist beendet; du kannst wieder Anrufe annehmen.',
    'calls-interrupted_one': 'Ein Anruf brach ab, als Cornetta sich beendete. Er steht in der Anrufliste.',
    'calls-interrupted_other': '{{count}} Anrufe brachen ab, als Cornetta sich beendete. Sie stehen in der Anrufliste.',
    'recordings-recovered_one': 'Eine Aufnahme brach ab und ist bis zur letzten Sekunde gespeichert.',
    'recordings-recovered_other': '{{count}} Aufnahmen brachen ab und sind bis zur letzten Sekunde gespeichert.',
    'recordings-out-of-reach_one': 'Der Aufnahmeordner ist nicht erreichbar. Eine unfertige Aufnahme liegt darin.',
    'recordings-out-of-reach_other':
      'Der Aufnahmeordner ist nicht erreichbar. {{count}} unfertige Aufnahmen liegen darin.',
    'recordings-folder':
      'Anrufe können nicht aufgenommen werden: Der Ordner {{directory}} ist nicht erreichbar oder nicht beschreibbar. Frag die IT.',
    'recording-failed': 'Die Aufnahme hat aufgehört. Der bisherige Teil ist gespeichert; der Anruf geht weiter.',
    'recording-disk-full':
      'Die Festplatte ist voll, darum hat die Aufnahme aufgehört. Der bisherige Teil ist gespeichert. Bitte Platz schaffen.',
    'microphone-failed':
      'Das Mikrofon ist nicht nutzbar. Prüfe das Kabel und die Datenschutz-Einstellungen des Systems.',
    'microphone-missing': 'Kein Mikrofon gefunden. Schließe eines an, um zu sprechen.',
    'microphone-changed': 'Das Mikrofon wurde abgezogen. Cornetta nutzt jetzt ein anderes.',
    'registration-refused': 'Die Telefonanlage hat die Anmeldung abgelehnt. Bitte die IT, das Konto zu prüfen.',
    'gateway-restarted': 'Der Verbindungsdienst wurde neu gestartet. Nichts ging verloren.',
    'gateway-refused': 'Das Gateway hat die Anmeldung abgelehnt. Bitte die IT, den Zugangsschlüssel zu prüfen.',
    'storage-failing':
      'Anrufdaten können gerade nicht gespeichert werden. Sie bleiben im Arbeitsspeicher und werden so bald wie möglich gesichert. Schaffe Platz auf der Festplatte oder frage die IT.',
    'cache-rebuilt': 'Gespeicherte Unterhaltungen waren beschädigt und werden neu geladen. Nichts ging verloren.',
    'ledger-salvaged': 'Die Anrufliste war beschädigt und wurde repariert. Eine Kopie der alten Datei ist aufgehoben.',
    'audit-broken':
      'Das Protokoll der Kontoänderungen auf diesem Computer wurde verändert oder ist unvollständig. Sag der IT Bescheid.',
    'no-keyring':
      'Dieser Computer hat keinen sicheren Ort für Passwörter, darum werden sie nicht gespeichert. Bitte die IT, einen einzurichten.',
    'secret-missing':
      'Passwort oder Zugangstoken ist nicht im Schlüsselbund dieses Computers, deshalb besteht keine Verbindung. Gib es unter „Konto“ noch einmal ein.',
    'account-damaged':
      'Das gespeicherte Konto ließ sich nicht lesen, deshalb läuft die Sandbox. Gib es unter „Konto“ noch einmal ein.',
    'call-failed': 'Ein Anruf kam nicht zustande. Du kannst es noch einmal versuchen.',
    'call-refused': 'Der Anruf wurde nicht gestartet: {{reason}}.',
    'mute-failed': 'Das Mikrofon wurde nicht stummgeschaltet: Man hört dich noch. Versuche es erneut.',
    'unmute-failed': 'Das Mikrofon ist noch stumm. Versuche es erneut.',
    'hold-failed': 'Der Anruf wurde nicht gehalten. Versuche es erneut.',
    'resume-failed': 'Der Anruf wird noch gehalten. Versuche es erneut.',
    'digits-failed': 'Ziffern vom Tastenfeld wurden nicht gesendet. Versuche es erneut.',
    'call-answered-elsewhere': 'Jemand aus dem Team hat den Anruf angenommen.',
    'call-answered-by': '{{agent}} hat den Anruf angenommen.',
    'message-failed':
      'Eine Nachricht wurde nicht gesendet. Sie steht noch in der Unterhaltung; versuche es dort erneut.',
    'message-window-closed':
      'Eine Nachricht wurde nicht gesendet: Die 24 Stunden des Kontakts waren vorbei. Sie bleibt in der Unterhaltung; versuche es erneut, sobald der Kontakt sich gemeldet hat.',
    'note-lost': 'Die Aufnahme ist verloren. Bitte nimm die Nachricht noch einmal auf.',
    'note-damaged':
      'Eine Nachricht, die beim Ende der App aufgenommen wurde, ist beschädigt. Was davon zu lesen war, ist noch da.',
    'note-failed': 'Eine Nachricht an einen Kontakt konnte nicht gesendet werden.',
    'note-in-memory':
      'Eine Nachricht konnte auf diesem Computer nicht gesichert werden: Sie bleibt nur im Speicher und endet mit der App.',
    'links-refused':
      'Das System öffnet Telefonlinks nicht mit dieser Kopie von Cornetta. Installiere sie oder wähle sie unter den Standard-Apps des Systems.',
    'shortcut-taken':
      'Eine andere Anwendung nutzt das Tastenkürzel zum Annehmen. Wähle in den Einstellungen ein anderes.',
  },
  error: {
    camera: 'Keine Kamera verfügbar. Prüfe, ob eine angeschlossen ist und das System sie zulässt.',
    damaged: 'Die Datei ist beschädigt und kann nicht abgespielt werden.',
    busy: 'Du bist schon in einem Gespräch. Beende es zuerst.',
    gone: 'Dieser Anruf ist vorbei oder wurde von jemand anderem angenommen.',
    'not-found': 'Das gibt es nicht mehr.',
    invalid: 'Das war nicht lesbar. Prüfe die Eingabe.',
    forbidden: 'Deine Rolle erlaubt das nicht.',
    managed: 'Diese Einstellung verwaltet deine Organisation.',
    offline: 'Es gibt keine Verbindung. Versuche es erneut, wenn sie wieder da ist.',
    timeout: 'Es kam keine Antwort. Versuche es erneut.',
    microphone: 'Das Mikrofon ist nicht nutzbar. Wähle in den Einstellungen ein anderes.',
    media: 'Der Ton konnte nicht verbunden werden. Versuche es erneut.',
    'recording-disabled': 'Aufnehmen ist für diesen Arbeitsbereich ausgeschaltet.',
    rule: 'Das ist jetzt nicht möglich.',
    'window-closed':
      'Nachrichten an diesen Kontakt sind geschlossen. Sie öffnen sich, wenn der Kontakt schreibt, anruft oder einen Anruf annimmt.',
    'disk-full': 'Die Festplatte ist voll. Schaffe Platz und versuche es dann erneut.',
    storage: 'Die Festplatte meldet einen Fehler. Früher Gespeichertes ist sicher.',
    'no-keyring': 'Dieser Computer hat keinen sicheren Ort für Passwörter. Bitte die IT, einen einzurichten.',
    rejected: 'Die Gegenseite hat das abgelehnt.',
    unsupported: 'Dieser Arbeitsbereich kann das nicht.',
    internal: 'Das ging wegen eines Fehlers in Cornetta nicht. Versuche es erneut.',
  },
} as const;
