/** Reason phrases of the statuses used here (RFC 3261 §21). */
export const reasonPhrases: Readonly<Record<number, string>> = {
  100: 'Trying',
  180: 'Ringing',
  200: 'OK',
  400: 'Bad Request',
  401: 'Unauthorized',
  402: 'Payment Required',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  408: 'Request Timeout',
  413: 'Request Entity Too Large',
  415: 'Unsupported Media Type',
  416: 'Unsupported URI Scheme',
  420: 'Bad Extension',
  423: 'Interval Too Brief',
  469: 'Bad Info Package',
  480: 'Temporarily Unavailable',
  481: 'Call/Transaction Does Not Exist',
  482: 'Loop Detected',
  486: 'Busy Here',
  487: 'Request Terminated',
  488: 'Not Acceptable Here',
  491: 'Request Pending',
  500: 'Server Internal Error',
  501: 'Not Implemented',
  503: 'Service Unavailable',
  504: 'Server Time-out',
  505: 'Version Not Supported',
  603: 'Decline',
};

/** One line without control characters, short enough for a start line. */
export const cleanPhrase = (text: string): string =>
  Array.from(text, (character) => (character < ' ' || character === '\u007f' ? ' ' : character))
    .join('')
    .slice(0, 200)
    .trim();

/** Value of a Reason header (RFC 3326). */
export const sipReason = (cause: number, text: string): string =>
  `SIP;cause=${cause};text="${cleanPhrase(text).replace(/["\\]/g, "'")}"`;

/** How a call leg is told that another agent took the call: not a missed call (RFC 3326 §2). */
export const completedElsewhere = sipReason(200, 'Call completed elsewhere');
