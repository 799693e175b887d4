/** Addresses of servers and people, as an organisation's policy and an agent's account may name them. */

/** wss to anywhere; ws only to this computer itself, where nobody can listen in. No user name or password in the address. */
export const webSocketAddress =
  /^(wss:\/\/[^\s/?#@\\]+|ws:\/\/(127\.0\.0\.1|\[::1\]|localhost)(:\d{1,5})?)([/?][^\s#]*)?$/i;

/** RFC 3261 §19.1, as far as an address of record needs it: `sip:anna@example.com`. */
export const sipAddress = /^sips?:[^@\s]+@[^@\s]+$/;
