export const noticesIt = {
  notices: {
    label: 'Avvisi',
    dismiss: 'Nascondi',
    more_one: '{{count}} altro avviso',
    more_many: '{{count}} di altri avvisi',
    more_other: '{{count}} altri avvisi',
    fewer: 'Mostra meno',
    openSettings: 'Apri le impostazioni',
  },
  notice: {
    'phone-restarted':
      'La parte telefonica è stata riavviata. Una chiamata in corso è terminata; puoi di nuovo ricevere chiamate.',
    'calls-interrupted_one': 'Una chiamata si è interrotta quando Cornetta si è chiusa. È nella cronologia.',
    'calls-interrupted_many':
      '{{count}} di chiamate si sono interrotte quando Cornetta si è chiusa. Sono nella cronologia.',
    'calls-interrupted_other':
      '{{count}} chiamate si sono interrotte quando Cornetta si è chiusa. Sono nella cronologia.',
    'recordings-recovered_one': 'Una registrazione si è interrotta ed è salva fino all’ultimo secondo.',
    'recordings-recovered_many': '{{count}} di registrazioni si sono interrotte e sono salve fino all’ultimo secondo.',
    'recordings-recovered_other': '{{count}} registrazioni si sono interrotte e sono salve fino all’ultimo secondo.',
    'recordings-out-of-reach_one':
      'La cartella delle registrazioni non è raggiungibile. Contiene una registrazione non conclusa.',
    'recordings-out-of-reach_many':
      'La cartella delle registrazioni non è raggiungibile. Contiene {{count}} di registrazioni non concluse.',
    'recordings-out-of-reach_other':
      'La cartella delle registrazioni non è raggiungibile. Contiene {{count}} registrazioni non concluse.',
    'recordings-folder':
      'Le chiamate non si possono registrare: la cartella {{directory}} non è raggiungibile o scrivibile. Chiedi al reparto IT.',
    'recording-failed': 'La registrazione si è fermata. La parte già registrata è salva; la chiamata continua.',
    'recording-disk-full':
      'Il disco è pieno e la registrazione si è fermata. La parte già registrata è salva. Libera spazio.',
    'microphone-failed': 'Il microfono non è utilizzabile. Controlla il cavo e le impostazioni di privacy del sistema.',
    'microphone-missing': 'Nessun microfono trovato. Collegane uno per parlare.',
    'microphone-changed': 'Il microfono è stato scollegato. Cornetta ora ne usa un altro.',
    'registration-refused': 'Il centralino ha rifiutato l’accesso. Chiedi all’IT di controllare l’account.',
    'gateway-restarted': 'Il servizio di collegamento è stato riavviato. Nulla è andato perso.',
    'gateway-refused': 'Il gateway ha rifiutato l’accesso. Chiedi all’IT di controllare il token.',
    'storage-failing':
      'Al momento i dati delle chiamate non possono essere salvati. Restano in memoria e vengono salvati appena possibile. Libera spazio sul disco o chiedi all’IT.',
    'cache-rebuilt': 'Le conversazioni salvate erano danneggiate e si stanno ricaricando. Nulla è andato perso.',
    'ledger-salvaged': 'La cronologia era danneggiata ed è stata riparata. Una copia del vecchio file è conservata.',
    'audit-broken':
      'Il registro delle modifiche dell’account su questo computer è stato alterato o è incompleto. Avvisa il reparto IT.',
    'no-keyring':
      'Questo computer non ha un posto sicuro per le password, perciò non vengono salvate. Chiedi all’IT di prepararne uno.',
    'secret-missing':
      'La password o il token di accesso non è nel portachiavi di questo computer, quindi non c’è alcun collegamento. Inseriscilo di nuovo in «Account».',
    'account-damaged':
      'L’account salvato non si poteva leggere, quindi è attiva la sandbox. Inseriscilo di nuovo in «Account».',
    'call-failed': 'Una chiamata non è riuscita. Puoi riprovare.',
    'call-refused': 'La chiamata non è partita: {{reason}}.',
    'mute-failed': 'Il microfono non è stato disattivato: ti sentono ancora. Riprova.',
    'unmute-failed': 'Il microfono è ancora disattivato. Riprova.',
    'hold-failed': 'La chiamata non è stata messa in attesa. Riprova.',
    'resume-failed': 'La chiamata è ancora in attesa. Riprova.',
    'digits-failed': 'Alcune cifre del tastierino non sono state inviate. Riprova.',
    'call-answered-elsewhere': 'Un collega ha risposto alla chiamata.',
    'call-answered-by': '{{agent}} ha risposto alla chiamata.',
    'message-failed': 'Un messaggio non è stato inviato. È rimasto nella conversazione; riprova da lì.',
    'message-window-closed':
      'Un messaggio non è stato inviato: le 24 ore del contatto erano passate. È conservato nella conversazione; riprova quando il contatto si sarà rifatto vivo.',
    'note-lost': 'La registrazione è andata persa. Registra di nuovo il messaggio.',
    'note-damaged':
      'Un messaggio in registrazione alla chiusura dell’app è danneggiato. È rimasto quanto si è potuto leggere.',
    'note-failed': 'Un messaggio a un contatto non è stato inviato.',
    'note-in-memory':
      'Un messaggio non ha potuto essere salvato su questo computer: resta in memoria e si perde chiudendo l’app.',
    'links-refused':
      'Il sistema non apre i link telefonici con questa copia di Cornetta. Installala, oppure sceglila tra le applicazioni predefinite del sistema.',
    'shortcut-taken':
      'Un’altra applicazione usa la scorciatoia per rispondere. Scegline una diversa nelle impostazioni.',
  },
  error: {
    camera: 'Nessuna videocamera utilizzabile. Controlla che sia collegata e che il sistema la consenta.',
    damaged: 'Il file è danneggiato e non può essere riprodotto.',
    busy: 'Sei già in una chiamata. Prima terminala.',
    gone: 'La chiamata è finita o ha risposto qualcun altro.',
    'not-found': 'Non c’è più.',
    invalid: 'Non è stato possibile leggerlo. Controlla quello che hai inserito.',
    forbidden: 'Il tuo ruolo non lo permette.',
    managed: 'Questa impostazione è gestita dalla tua organizzazione.',
    offline: 'Non c’è connessione. Riprova quando torna.',
    timeout: 'La risposta non è arrivata in tempo. Riprova.',
    microphone: 'Il microfono non è utilizzabile. Scegline un altro nelle impostazioni.',
    media: 'Non è stato possibile collegare l’audio. Riprova.',
    'recording-disabled': 'La registrazione è disattivata per questo spazio di lavoro.',
    rule: 'Ora non è possibile.',
    'window-closed':
      'I messaggi a questo contatto sono chiusi. Si riaprono quando il contatto scrive, chiama o risponde a una chiamata.',
    'disk-full': 'Il disco è pieno. Libera spazio e poi riprova.',
    storage: 'Il disco segnala un guasto. Quello salvato prima è al sicuro.',
    'no-keyring': 'Questo computer non ha un posto sicuro per le password. Chiedi all’IT di prepararne uno.',
    rejected: 'L’altra parte ha rifiutato.',
    unsupported: 'Questo spazio di lavoro non può farlo.',
    internal: 'Non è riuscito per un guasto di Cornetta. Riprova.',
  },
} as const;
