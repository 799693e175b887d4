import { describe, expect, it } from 'vitest';
import { Location } from '../../../src/gateway/sip/location.ts';
import { register } from '../../../src/gateway/sip/registrar.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { memoryFlow, requestOf } from './support.ts';

const setUp = () => {
  const clock = manualGatewayClock();
  const location = new Location(clock);
  const arrivals: string[] = [];
  location.onArrived = ({ device }) => arrivals.push(device);
  let sequence = 0;
  const send = (headers: Record<string, string | null>, flow = memoryFlow()) => {
    sequence += 1;
    const request = requestOf('REGISTER', { CSeq: `${sequence} REGISTER`, 'Call-ID': 'reg', ...headers });
    return register(request, flow, 'anna', location, clock);
  };
  const contacts = () => location.bindings('anna').map(({ contact }) => contact);
  return { clock, location, arrivals, send, contacts };
};

const phone = (name: string, extra = '') => ({ Contact: `<sip:${name}@x.invalid;transport=ws>${extra}` });

describe('the registrar', () => {
  it('binds a phone and answers with every binding and what is left of its time', () => {
    const { clock, send, contacts } = setUp();
    send(phone('one', ';expires=100;+sip.instance="<urn:uuid:1>"'));
    clock.advance(40_000);
    const { status, parts } = send(phone('two'));
    expect(status).toBe(200);
    expect(contacts()).toEqual(['sip:one@x.invalid;transport=ws', 'sip:two@x.invalid;transport=ws']);
    expect(parts.headers?.map(({ value }) => value)).toEqual([
      '<sip:one@x.invalid;transport=ws>;+sip.instance="<urn:uuid:1>";expires=60',
      '<sip:two@x.invalid;transport=ws>;expires=600',
    ]);
  });

  it('says just the seconds that it gives, at any fraction of a millisecond', () => {
    // (62681.7525910377 + 120000) - 62681.7525910377 is 120000.00000000001.
    const clock = { ...manualGatewayClock(), monotonic: () => 62_681.752_591_037_7 };
    const request = requestOf('REGISTER', phone('one', ';expires=120'));
    const { parts } = register(request, memoryFlow(), 'anna', new Location(clock), clock);
    expect(parts.headers?.[0]?.value).toMatch(/;expires=120$/);
  });

  it('takes expiry from the contact, else from Expires, else its own, and caps it', () => {
    const { send, location, clock } = setUp();
    const left = () => location.bindings('anna').map(({ expiresAt }) => (expiresAt - clock.monotonic()) / 1000);
    send({ ...phone('one', ';expires=20'), Expires: '30' });
    send({ ...phone('two'), Expires: '30' });
    send(phone('three', ';expires=999999'));
    expect(left()).toEqual([20, 30, 3600]);
  });

  it('forgets a binding when its time is over', () => {
    const { clock, send, contacts } = setUp();
    send(phone('one', ';expires=20'));
    clock.advance(20_000);
    expect(contacts()).toEqual([]);
  });

  it.each([3_600_000, -3_600_000])('keeps a binding its time whatever the wall clock is set to: %i ms', (jump) => {
    const { clock, send, contacts, arrivals } = setUp();
    const flow = memoryFlow();
    send(phone('one', ';expires=20'), flow);
    clock.setWall(clock.now() + jump);
    expect(contacts()).toHaveLength(1);
    expect(send(phone('one', ';expires=20'), flow).parts.headers?.[0]?.value).toContain(';expires=20');
    expect(arrivals).toHaveLength(1);
    clock.advance(19_999);
    expect(contacts()).toHaveLength(1);
    clock.advance(1);
    expect(contacts()).toEqual([]);
  });

  it('replaces the old binding of the same phone, whatever its contact', () => {
    const { send, contacts, arrivals } = setUp();
    const same = ';reg-id=1;+sip.instance="<urn:uuid:1>"';
    const first = memoryFlow();
    send(phone('one', same), first);
    send(phone('one', same), first);
    expect(arrivals).toHaveLength(1);
    send(phone('two', same));
    expect(contacts()).toEqual(['sip:two@x.invalid;transport=ws']);
    expect(arrivals).toHaveLength(2);
  });

  it('does not count a phone whose socket is closed', () => {
    const { send, contacts, location } = setUp();
    const flow = memoryFlow();
    send(phone('one'), flow);
    flow.drop();
    expect(contacts()).toEqual([]);
    location.flowClosed(flow);
    expect(location.all()).toEqual([]);
  });

  it('unregisters one phone or all of them', () => {
    const { send, contacts } = setUp();
    send(phone('one'));
    send(phone('two'));
    send(phone('three'));
    send(phone('two', ';expires=0'));
    expect(contacts()).toHaveLength(2);
    expect(send({ Contact: '*', Expires: '0' }).status).toBe(200);
    expect(contacts()).toEqual([]);
  });

  it('says what is bound where nothing is asked for', () => {
    const { send } = setUp();
    send(phone('one'));
    expect(send({}).parts.headers).toHaveLength(1);
  });

  it.each([
    ['another agent', { To: '<sip:bob@cornetta.invalid>', ...phone('one') }, 403],
    ['no SIP address of record', { To: '<tel:+39>', ...phone('one') }, 403],
    ['a time too short', phone('one', ';expires=5'), 423],
    ['a time that is none', phone('one', ';expires=soon'), 400],
    ['a negative time', phone('one', ';expires=-1'), 400],
    ['a malformed contact', { Contact: '<sip:one' }, 400],
    ['a contact that is no SIP address', { Contact: '<mailto:one@x>' }, 400],
    ['everything without Expires: 0', { Contact: '*' }, 400],
    ['everything and one more', { Contact: '*', Expires: '0', 'X-A': 'b\r\nContact: <sip:a@b>' }, 400],
  ])('refuses %s and changes nothing', (_, headers, status) => {
    const { send, contacts } = setUp();
    send(phone('kept'));
    expect(send(headers).status).toBe(status);
    expect(contacts()).toEqual(['sip:kept@x.invalid;transport=ws']);
  });

  it('names the shortest time that it takes', () => {
    const { send } = setUp();
    expect(send(phone('one', ';expires=5')).parts.headers).toEqual([{ name: 'Min-Expires', value: '10' }]);
  });

  it('refuses what is out of order, but not after the phone began anew', () => {
    const { send } = setUp();
    send({ ...phone('one'), CSeq: '9 REGISTER' });
    expect(send({ ...phone('one'), CSeq: '8 REGISTER' }).status).toBe(500);
    expect(send({ ...phone('one'), CSeq: '1 REGISTER', 'Call-ID': 'other' }).status).toBe(200);
  });

  it('lets an agent have ten phones', () => {
    const { send, contacts } = setUp();
    for (let index = 0; index < 10; index += 1) expect(send(phone(`p${index}`)).status).toBe(200);
    expect(send(phone('p10')).status).toBe(403);
    expect(send(phone('p3')).status).toBe(200);
    expect(contacts()).toHaveLength(10);
  });
});
