import { describe, expect, it } from 'vitest';
import type { Contact } from '#shared/contracts/records.ts';
import { ok } from '#shared/result.ts';
import { identifyContact } from '../../../src/main/queue/identify.ts';
import { storeFailure } from '../../../src/main/store/store-error.ts';
import { type CallTargetOptions, createCallTarget, domainOf } from '../../../src/main/workspace/call-target.ts';

const anna: Contact = { id: 'anna', name: 'Anna Bianchi', phone: '+393331234567' };
const byNumber: Contact = { id: 'tel:+393337654321', name: 'Marco Verdi', phone: '+393337654321' };
const byAddress: Contact = { id: 'sip:bruno@elsewhere.example', name: 'Bruno', phone: null };
const username: Contact = { id: 'user/ü?#', name: 'No number', phone: null };
const contacts = [anna, byNumber, byAddress, username];

const cache: CallTargetOptions['cache'] = {
  contact: async (id) => {
    const contact = contacts.find((each) => each.id === id);
    return ok(contact === undefined ? null : { contact, unread: 0, missed: 0, serviceWindowUntil: null });
  },
  contactByPhone: async (phone) => ok(contacts.find((each) => each.phone === phone) ?? null),
};
const gateway = createCallTarget({ cache, dial: { mode: 'gateway' }, country: () => 'IT' });
const pbx = createCallTarget({ cache, dial: { mode: 'pbx', domain: 'pbx.example' }, country: () => 'IT' });

describe('whom to call, through a gateway', () => {
  it.each([
    [{ contactId: 'anna' }, anna, 'anna'],
    [{ contactId: 'user/ü?#' }, username, 'user%2F%C3%BC%3F%23'],
    [{ number: '+39 333 123 4567' }, anna, 'anna'],
    [{ number: '333 123 4567' }, anna, 'anna'],
    [{ number: '  tel:+39-333-123-4567 ' }, anna, 'anna'],
  ])('%j', async (target, contact, uri) => {
    expect(await gateway(target)).toEqual(ok({ contact, uri }));
  });

  it.each([
    [{ contactId: 'nobody' }, 'not-found'],
    [{ number: '+39 06 9999 9999' }, 'not-found'],
    [{ number: '200' }, 'invalid'],
    [{ number: 'sip:anna@pbx.example' }, 'invalid'],
    [{ number: '' }, 'invalid'],
    [{ number: 'call me' }, 'invalid'],
    [{}, 'invalid'],
  ])('%j is refused as "%s"', async (target, code) => {
    expect(await gateway(target)).toMatchObject({ ok: false, error: { code } });
  });
});

describe('whom to call, through a PBX', () => {
  it.each([
    [{ contactId: 'anna' }, anna, 'sip:+393331234567@pbx.example'],
    [{ contactId: 'sip:bruno@elsewhere.example' }, byAddress, 'sip:bruno@elsewhere.example'],
    [{ number: '333 765 4321' }, byNumber, 'sip:+393337654321@pbx.example'],
    [
      { number: '+44 20 7946 0958' },
      { id: 'tel:+442079460958', name: '+44 20 7946 0958', phone: '+442079460958' },
      'sip:+442079460958@pbx.example',
    ],
    [{ number: '200' }, { id: 'sip:200@pbx.example', name: '200', phone: null }, 'sip:200@pbx.example'],
    [{ number: '*100#' }, { id: 'sip:*100%23@pbx.example', name: '*100#', phone: null }, 'sip:*100%23@pbx.example'],
    [{ number: 'SIP:bruno@elsewhere.example' }, byAddress, 'SIP:bruno@elsewhere.example'],
    [
      { number: 'sip:desk@pbx.example' },
      { id: 'sip:desk@pbx.example', name: 'desk', phone: null },
      'sip:desk@pbx.example',
    ],
    // The same person as one who calls from that number.
    [{ number: 'sip:+393337654321@pbx.example' }, byNumber, 'sip:+393337654321@pbx.example'],
    [
      { number: 'sips:+442079460958@pbx.example' },
      { id: 'tel:+442079460958', name: '+44 20 7946 0958', phone: '+442079460958' },
      'sips:+442079460958@pbx.example',
    ],
  ])('%j', async (target, contact, uri) => {
    expect(await pbx(target)).toEqual(ok({ contact, uri }));
  });

  it.each([
    '',
    ' ',
    'sip:',
    'sip:@pbx.example',
    'sip:anna@',
    'sip:anna',
    'anna@pbx.example',
    'sip:anna@pbx.example\r\nVia: SIP/2.0/WS evil',
    'sip:anna b@pbx.example',
    'sip:<anna>@pbx.example',
    'sip:a"b@pbx.example',
    'sip:a@b@c',
    `sip:${'a'.repeat(150)}@pbx.example`,
    '1'.repeat(33),
    '9'.repeat(200),
    '+',
    '-1',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'tel:%E0%A4%A',
    '\u0000200',
    'DROP TABLE calls',
    '12 34;',
    '__proto__',
  ])('%j is no number and no address', async (number) => {
    expect(await pbx({ number })).toMatchObject({ ok: false, error: { code: 'invalid' } });
  });

  it('cannot call who has neither number nor address', async () => {
    expect(await pbx({ contactId: username.id })).toMatchObject({ ok: false, error: { code: 'unsupported' } });
  });

  it('calls under the id under which the same number or address calls us', async () => {
    for (const [number, address] of [
      ['+44 20 7946 0958', 'sip:+442079460958@pbx.example'],
      ['200', 'sip:200@pbx.example'],
      ['sip:desk@pbx.example', 'sip:desk@pbx.example'],
      ['sip:+442079460958@elsewhere.example', 'sip:+442079460958@elsewhere.example'],
    ] as const) {
      const placed = await pbx({ number });
      const offered = identifyContact(
        { type: 'call.offered', callId: 'c', contactId: null, name: null, address, kind: 'voice' },
        'IT',
        'pbx.example',
      );
      expect(placed.ok && placed.value.contact.id).toBe(offered.id);
    }
  });

  it('says what the store says where it cannot be asked', async () => {
    const error = storeFailure('io', 'gone');
    const broken = createCallTarget({
      cache: {
        contact: async () => ({ ok: false, error }) as const,
        contactByPhone: async () => ({ ok: false, error }) as const,
      },
      dial: { mode: 'pbx', domain: 'pbx.example' },
      country: () => null,
    });
    for (const target of [{ contactId: 'anna' }, { number: '+393331234567' }, { number: '200' }])
      expect(await broken(target)).toEqual({ ok: false, error });
  });
});

describe('domainOf', () => {
  it.each([
    ['sip:anna@example.com', 'example.com'],
    ['sips:anna@example.com:5061', 'example.com:5061'],
    ['sip:anna@example.com;transport=ws', 'example.com'],
    ['sip:anna@example.com?subject=x', 'example.com'],
    ['sip:nobody', ''],
  ])('%s → %s', (uri, domain) => {
    expect(domainOf(uri)).toBe(domain);
  });
});
