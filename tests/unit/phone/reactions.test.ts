import { afterEach, describe, expect, it, vi } from 'vitest';
import { reactions } from '#shared/contracts/reaction.ts';
import { callLog, type Desk, gatewayAccount, pass, pbxAccount, registeredDesk } from '../../fakes/sip-desk.ts';
import { answerInvite, Caller } from '../../fakes/sip-far-end.ts';
import { fakeStream, lastPeerConnection } from '../../fakes/sip-peer-connection.ts';
import { headerOf, headersOf, responseTo, type SipText } from '../../fakes/sip-text.ts';

afterEach(() => {
  vi.useRealTimers();
});

const takes = 'Recv-Info: other, Cornetta-Reaction;v=1';

async function talk(desk: Desk, headers: readonly string[] = [takes]) {
  const caller = new Caller(desk.server, { headers }).invite();
  await pass(5);
  const { call, log } = desk.offers.at(-1)!;
  const answered = call.answer(fakeStream());
  await pass(100);
  await answered;
  caller.ack();
  await pass(5);
  lastPeerConnection().become('connected');
  return { caller, call, log };
}

const agree = (request: SipText): string => responseTo(request, 200, 'OK');

describe('reactions', () => {
  it('are agreed on with the gateway in both directions', async () => {
    const desk = await registeredDesk(gatewayAccount);
    const { caller, log } = await talk(desk);
    expect(log.said).toContain('takes reactions');
    expect(headersOf(caller.answers[0]!, 'Recv-Info')).toEqual(['cornetta-reaction']);
    const placed = callLog();
    desk.agent.place(
      { callId: 'out', target: { uri: 'sip:anna@example.com', contactId: null }, kind: 'voice', stream: fakeStream() },
      placed.events,
    );
    await pass(100);
    expect(headersOf(desk.server.requests('INVITE').at(-1)!, 'Recv-Info')).toEqual(['cornetta-reaction']);
    answerInvite(desk.server, 200, 'OK', [takes]);
    await pass(10);
    expect(placed.log.said).toContain('takes reactions');
  });

  it('are no matter of a PBX, nor of a far end that does not say so', async () => {
    const pbx = await registeredDesk(pbxAccount);
    const talking = await talk(pbx);
    talking.caller.info(['Info-Package: cornetta-reaction'], '👍');
    await pass(5);
    expect(talking.log.said.join()).not.toContain('reaction');
    expect(headersOf(talking.caller.answers[0]!, 'Recv-Info')).toEqual([]);
    vi.useRealTimers();
    const gateway = await registeredDesk(gatewayAccount);
    expect((await talk(gateway, ['Recv-Info: other'])).log.said).not.toContain('takes reactions');
  });

  it.each(reactions)('%s is sent as the package says', async (reaction) => {
    const desk = await registeredDesk(gatewayAccount);
    const { call } = await talk(desk);
    desk.server.replies.set('INFO', agree);
    const sent = call.react(reaction);
    await pass(10);
    expect(await sent).toEqual({ ok: true, value: null });
    const info = desk.server.requests('INFO')[0]!;
    expect(headerOf(info, 'Info-Package')).toBe('cornetta-reaction');
    expect(headerOf(info, 'Content-Type')).toBe('text/plain;charset=utf-8');
    expect(headerOf(info, 'Content-Length')).toBe(String(Buffer.byteLength(reaction)));
    expect(info.body).toBe(reaction);
  });

  it('come in, each answered; what is none is answered and dropped', async () => {
    const desk = await registeredDesk(gatewayAccount);
    const { caller, log } = await talk(desk);
    log.said.length = 0;
    caller.info(['Info-Package: cornetta-reaction'], '❤️');
    caller.info(['Info-Package: cornetta-reaction'], 'buy now');
    caller.info(['Info-Package: other'], '👍');
    caller.info([], '👍');
    await pass(5);
    expect(log.said).toEqual(['reaction ❤️']);
    expect(desk.server.responses('INFO').map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  });

  it.each([
    [469, 'unsupported'],
    [415, 'unsupported'],
    [481, 'gone'],
  ])('refused with %i count as %s, and the call goes on', async (status, code) => {
    const desk = await registeredDesk(gatewayAccount);
    const { call, log } = await talk(desk);
    desk.server.replies.set('INFO', (request) => responseTo(request, status, 'No'));
    const sent = call.react('👍');
    await pass(10);
    expect(await sent).toMatchObject({ ok: false, error: { code } });
    expect(log.end).toBeNull();
  });

  it('to which nobody answers, and those without a connection, do not end the call', async () => {
    const desk = await registeredDesk(gatewayAccount);
    const { call, log } = await talk(desk);
    const unanswered = call.react('👍');
    await pass(60_000);
    expect(await unanswered).toMatchObject({ ok: false, error: { code: 'offline' } });
    const cut = call.react('👍');
    desk.server.connections = 'refused';
    desk.server.socket.drop();
    await pass(5000);
    expect(await cut).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(await call.react('👍')).toMatchObject({ ok: false, error: { code: 'offline' } });
    expect(log.end).toBeNull();
    call.hangUp();
    expect(await call.react('👍')).toMatchObject({ ok: false, error: { code: 'gone' } });
  });
});
