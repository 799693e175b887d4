/** What main itself says to people: tray, notifications, dialogs. Everything else is worded by the ui window. */
export type Locale = 'en' | 'it' | 'de';

export interface Words {
  readonly incomingCall: string;
  readonly missedCall: string;
  /** With `{name}` and `{duration}`. */
  readonly leftNote: Readonly<Record<'voice' | 'video', string>>;
  readonly answer: string;
  readonly decline: string;
  readonly show: string;
  readonly quit: string;
  readonly presence: string;
  readonly available: string;
  readonly busy: string;
  readonly away: string;
  readonly connected: string;
  readonly connecting: string;
  readonly offline: string;
  readonly ringing: string;
  readonly inCall: string;
  /** Description of the mark on the taskbar button. */
  readonly waiting: string;
  readonly windowGaveUpTitle: string;
  readonly windowGaveUp: string;
  readonly stillRunningTitle: string;
  readonly stillRunning: string;
  readonly quitInCall: string;
  readonly quitInCallDetail: string;
  readonly endCallAndQuit: string;
  readonly keepTalking: string;
  /** Stands for an agent whom nobody has named. */
  readonly agent: string;
}

const words: Readonly<Record<Locale, Words>> = {
  en: {
    incomingCall: 'Incoming call',
    missedCall: 'Missed call',
    leftNote: {
      voice: '{name} left a {duration} voice message',
      video: '{name} left a {duration} video message',
    },
    answer: 'Answer',
    decline: 'Decline',
    show: 'Open Cornetta',
    quit: 'Quit Cornetta',
    presence: 'Presence',
    available: 'Available',
    busy: 'Busy',
    away: 'Away',
    connected: 'Connected',
    connecting: 'Connecting',
    offline: 'Offline',
    ringing: 'A call is ringing',
    inCall: 'In a call',
    waiting: 'Something is waiting for you',
    windowGaveUpTitle: 'The window cannot be shown',
    windowGaveUp:
      'Cornetta’s window failed several times. Calls go on. Open it again from the tray or by starting Cornetta.',
    stillRunningTitle: 'Cornetta keeps running',
    stillRunning:
      'Calls still ring here. To quit, use the Cornetta icon in the notification area, or Ctrl+Q in the window.',
    quitInCall: 'End the call and quit?',
    quitInCallDetail: 'You are in a call. Quitting ends it.',
    endCallAndQuit: 'End call and quit',
    keepTalking: 'Keep talking',
    agent: 'Agent',
  },
  it: {
    incomingCall: 'Chiamata in arrivo',
    missedCall: 'Chiamata persa',
    leftNote: {
      voice: '{name} ha lasciato un messaggio vocale di {duration}',
      video: '{name} ha lasciato un messaggio video di {duration}',
    },
    answer: 'Rispondi',
    decline: 'Rifiuta',
    show: 'Apri Cornetta',
    quit: 'Esci da Cornetta',
    presence: 'Presenza',
    available: 'Disponibile',
    busy: 'Occupato',
    away: 'Assente',
    connected: 'Connesso',
    connecting: 'Connessione in corso',
    offline: 'Non in linea',
    ringing: 'Una chiamata sta squillando',
    inCall: 'In chiamata',
    waiting: 'Qualcosa ti aspetta',
    windowGaveUpTitle: 'La finestra non può essere mostrata',
    windowGaveUp:
      'La finestra di Cornetta si è chiusa più volte per un errore. Le chiamate continuano. Riaprila dall’area di notifica o avviando Cornetta.',
    stillRunningTitle: 'Cornetta resta in esecuzione',
    stillRunning:
      'Le chiamate continuano a squillare qui. Per uscire usa l’icona di Cornetta nell’area di notifica, o Ctrl+Q nella finestra.',
    quitInCall: 'Terminare la chiamata e uscire?',
    quitInCallDetail: 'Sei in chiamata. Uscendo, la chiamata termina.',
    endCallAndQuit: 'Termina la chiamata ed esci',
    keepTalking: 'Continua a parlare',
    agent: 'Agente',
  },
  de: {
    incomingCall: 'Eingehender Anruf',
    missedCall: 'Verpasster Anruf',
    leftNote: {
      voice: '{name} hat eine Sprachnachricht hinterlassen ({duration})',
      video: '{name} hat eine Videonachricht hinterlassen ({duration})',
    },
    answer: 'Annehmen',
    decline: 'Ablehnen',
    show: 'Cornetta öffnen',
    quit: 'Cornetta beenden',
    presence: 'Status',
    available: 'Verfügbar',
    busy: 'Beschäftigt',
    away: 'Abwesend',
    connected: 'Verbunden',
    connecting: 'Verbindung wird hergestellt',
    offline: 'Offline',
    ringing: 'Ein Anruf klingelt',
    inCall: 'Im Gespräch',
    waiting: 'Es wartet etwas auf dich',
    windowGaveUpTitle: 'Das Fenster kann nicht angezeigt werden',
    windowGaveUp:
      'Das Fenster von Cornetta ist mehrmals ausgefallen. Anrufe laufen weiter. Öffne es über den Infobereich oder indem du Cornetta startest.',
    stillRunningTitle: 'Cornetta läuft weiter',
    stillRunning:
      'Anrufe klingeln weiterhin hier. Beenden lässt sich Cornetta über das Symbol im Infobereich oder mit Strg+Q im Fenster.',
    quitInCall: 'Gespräch und Cornetta beenden?',
    quitInCallDetail: 'Es läuft ein Gespräch. Beim Beenden wird aufgelegt.',
    endCallAndQuit: 'Auflegen und beenden',
    keepTalking: 'Weiter sprechen',
    agent: 'Agent',
  },
};

export const wordsFor = (locale: Locale): Words => words[locale];
