import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { reconnectDelay, refusedDelay, registerDelay } from '../../../src/renderer/phone/sip/back-off.ts';
import { describeEnd, refusalOf, type SessionEnd } from '../../../src/renderer/phone/sip/call-end.ts';
import { decodeText, readOffer } from '../../../src/renderer/phone/sip/offer.ts';
import { completedElsewhere, parseReasons } from '../../../src/renderer/phone/sip/reason.ts';
import { phoneToMain } from '../../../src/shared/contracts/phone.ts';

/** What headers are hard to read with. */
const awkward = fc.constantFrom(...';,"\\=% <>@:.aE2é\u0000\n\ud83d\ude00'.split(''), '😀', '%C3', '%00', 'SIP;cause=');

const random = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('back-off', () => {
  it('spends the first four attempts within the first two and a half seconds', () => {
    fc.assert(
      fc.property(random, (value) => {
        const delays = [0, 1, 2, 3].map((attempt) => reconnectDelay(attempt, 0, () => value));
        expect(delays[0]).toBeLessThanOrEqual(100);
        expect(delays.reduce((sum, delay) => sum + delay, 0)).toBeLessThan(2700);
      }),
    );
  });

  // Whenever the network comes back, the next attempt is no further away; what is left of the two seconds is for connecting and REGISTER.
  it('is back within two seconds of the network: waits 1875 ms at most in the first minute, and twenty seconds at most ever', () => {
    fc.assert(
      fc.property(random, fc.nat(1000), fc.nat(86_400_000), (value, attempt, elapsed) => {
        const delay = reconnectDelay(attempt, elapsed, () => value);
        expect(delay).toBeGreaterThanOrEqual(0);
        expect(delay).toBeLessThanOrEqual(elapsed < 60_000 ? 1875 : 20_000);
      }),
    );
  });

  it('spreads agents who lose a gateway together', () => {
    const spread = [0, 0.25, 0.5, 0.75].map((value) => reconnectDelay(5, 10_000, () => value));
    expect(new Set(spread).size).toBe(4);
  });

  it('registers again after half a second at first, a quarter of a minute at last, and never sooner than asked', () => {
    expect(registerDelay(0, 0, () => 0.5)).toBe(500);
    expect(registerDelay(3, 0, () => 0.5)).toBe(4000);
    expect(registerDelay(50, 0, () => 0.5)).toBe(15_000);
    expect(registerDelay(0, 60_000, () => 0.5)).toBe(60_000);
    expect(refusedDelay(() => 0)).toBeGreaterThanOrEqual(30_000);
  });
});

describe('Reason headers', () => {
  it.each([
    ['SIP;cause=200;text="Call completed elsewhere"', 'SIP', 200, 'Call completed elsewhere'],
    ['sip ;cause=200 ;text="a; \\"b\\", c"', 'SIP', 200, 'a; "b", c'],
    ['Q.850;cause=16;text=Terminated', 'Q.850', 16, 'Terminated'],
    ['SIP', 'SIP', null, null],
    ['SIP;cause=many', 'SIP', null, null],
  ])('%s', (header, protocol, cause, text) => {
    expect(parseReasons([header])).toEqual([{ protocol, cause, text }]);
  });

  it('may hold several values', () => {
    const reasons = parseReasons(['Q.850;cause=16, SIP;cause=200;text="x, y"', 'X;cause=1']);
    expect(reasons.map(({ protocol, cause }) => [protocol, cause])).toEqual([
      ['Q.850', 16],
      ['SIP', 200],
      ['X', 1],
    ]);
    expect(completedElsewhere(reasons)).toBe(true);
  });

  it.each([
    ['SIP;cause=200', true],
    ['Q.850;cause=26', true],
    ['SIP;cause=26', false],
    ['Q.850;cause=200', false],
    ['SIP;cause=487', false],
    ['', false],
  ])('%j means elsewhere: %s', (header, expected) => {
    expect(completedElsewhere(parseReasons([header]))).toBe(expected);
  });

  it('of any form are survived', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: awkward })), (headers) => {
        for (const { protocol } of parseReasons(headers)) expect(protocol).not.toBe('');
      }),
    );
  });
});

describe('how a call ended', () => {
  const end: SessionEnd = {
    direction: 'outgoing',
    originator: 'remote',
    answered: false,
    cause: 'Rejected',
    status: null,
    reasons: [],
    phrase: null,
  };

  it('is told by status for every final response', () => {
    const causes = new Set(Array.from({ length: 400 }, (_, index) => refusalOf(300 + index)));
    expect([...causes].sort()).toEqual([
      'busy',
      'cancelled',
      'declined',
      'media',
      'no-answer',
      'refused',
      'unreachable',
    ]);
  });

  it.each([
    [{ answered: true, cause: 'Terminated' }, 'remote', 'hangup'],
    [{ answered: true, cause: 'Terminated', originator: 'local' }, 'local', 'hangup'],
    [{ direction: 'incoming', originator: 'local', cause: 'Rejected' }, 'local', 'declined'],
    [{ direction: 'incoming', originator: 'system', cause: 'Expires' }, 'system', 'cancelled'],
    [{ direction: 'incoming', originator: 'local', cause: 'No Answer' }, 'local', 'cancelled'],
    [{ answered: true, originator: 'remote', cause: 'No ACK' }, 'system', 'connection'],
    [{ originator: 'local', cause: 'Connection Error' }, 'system', 'connection'],
    [{ originator: 'system', cause: 'Internal Error' }, 'system', 'internal'],
    [{ originator: 'remote', cause: 'Bad Media Description' }, 'system', 'media'],
  ] as const)('%j', (part, by, cause) => {
    expect(describeEnd({ ...end, ...part })).toMatchObject({ by, cause });
  });

  it('always fits the contract', () => {
    fc.assert(
      fc.property(
        fc.record({
          direction: fc.constantFrom('incoming', 'outgoing'),
          originator: fc.constantFrom('local', 'remote', 'system'),
          answered: fc.boolean(),
          cause: fc.oneof(fc.constantFrom('Rejected', 'Canceled', 'Terminated', 'RTP Timeout'), fc.string()),
          status: fc.option(fc.integer({ min: 300, max: 699 })),
          reasons: fc.array(fc.string().map((text) => ({ protocol: 'SIP', cause: 200, text }))),
          phrase: fc.option(fc.string({ maxLength: 1000 })),
        }),
        (any) => {
          const event = { type: 'call.ended', callId: 'c', ...describeEnd(any) };
          expect(phoneToMain.safeParse(event).success).toBe(true);
        },
      ),
    );
  });
});

describe('who calls', () => {
  const from = { user: 'anna', host: 'example.com', displayName: null };

  it('decodes names, and takes what is not encoded as it stands', () => {
    expect(decodeText('Zo%C3%AB', 200)).toBe('Zoë');
    expect(decodeText('100% Anna', 200)).toBe('100% Anna');
    expect(decodeText('%0D%0AX: y', 200)).toBe('X: y');
    expect(decodeText('%20', 200)).toBeNull();
    expect(decodeText(undefined, 200)).toBeNull();
  });

  it('does not cut a character in two', () => {
    expect(decodeText(`${'a'.repeat(199)}😀`, 200)).toBe('a'.repeat(199));
  });

  it('makes an id where the header could name a path', () => {
    const header = (name: string) => (name === 'X-Cornetta-Call-Id' ? '../../etc/passwd' : undefined);
    expect(readOffer({ header, from }, () => 'made').callId).toBe('made');
  });

  it('names who has no user part by the host', () => {
    const anonymous = { user: null, host: 'anonymous.invalid', displayName: 'Anonymous' };
    expect(readOffer({ header: () => undefined, from: anonymous }, () => 'made')).toMatchObject({
      name: 'Anonymous',
      address: 'anonymous.invalid',
    });
  });

  it('always fits the contract', () => {
    const text = fc.string({ unit: awkward, maxLength: 2000 });
    fc.assert(
      fc.property(text, text, text, (value, user, displayName) => {
        const offer = readOffer({ header: () => value, from: { user, host: 'h', displayName } }, () => 'made');
        expect(phoneToMain.safeParse({ type: 'call.offered', ...offer }).success).toBe(true);
      }),
    );
  });
});
