import { expect, it } from 'vitest';
import { parseDtmf } from '../../../src/gateway/sip/dtmf.ts';

it.each([
  ['application/dtmf-relay', 'Signal=5\r\nDuration=160', '5'],
  ['application/dtmf-relay', 'Signal = # \nDuration=100\n', '#'],
  ['application/dtmf-relay', 'Duration=160\r\nsignal=d', 'D'],
  ['application/dtmf', ' * ', '*'],
  ['application/dtmf-relay', 'Signal=12', null],
  ['application/dtmf-relay', 'Signal=', null],
  ['application/dtmf-relay', '', null],
  ['application/dtmf', 'E', null],
  ['application/dtmf', '1 2', null],
  ['application/dtmf-relay', '\n'.repeat(60_000), null],
])('%s %j is %j', (type, body, digit) => {
  expect(parseDtmf(type, body)).toBe(digit);
});
