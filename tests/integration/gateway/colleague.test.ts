import { expect, it, onTestFinished } from 'vitest';
import { composeGateway } from '../../../src/gateway/compose.ts';
import { systemClock } from '../../../src/gateway/platform/clock.ts';
import { headerValue } from '../../../src/gateway/sip/message.ts';
import { scenarioSchema } from '../../../src/shared/contracts/scenario.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { notesWorker } from '../../fakes/gateway-notes.ts';
import { TestPhone } from '../../fakes/gateway-phone.ts';
import { eventually } from './support/eventually.ts';
import { temporaryFolder } from './support/gateway.ts';
import { openSocket } from './support/sockets.ts';

it('a colleague of the scenario answers a real agent’s call: the agent hears that it was completed elsewhere', async () => {
  const scenario = scenarioSchema.parse({
    workspace: { name: 'Officina', number: '+390612345678' },
    contacts: [{ id: 'anna', name: 'Anna Bianchi' }],
    colleagues: [{ id: 'bruno', name: 'Bruno', answers: 'after:400', talksFor: 200 }],
    timeline: [{ at: 500, do: 'call', contact: 'anna' }],
  });
  const log = recordedLog();
  const started = await composeGateway(
    {
      scenario,
      scenarioDirectory: '.',
      dataDirectory: temporaryFolder(),
      runId: 'run',
      startedAt: Date.now(),
      notesWorker,
      notesIdentity: null,
      notesDays: null,
      agents: [{ id: 'mia', name: 'Mia', role: 'agent', token: 'token' }],
      host: '127.0.0.1',
      port: 0,
    },
    systemClock,
    log,
  );
  if (!started.ok) throw new Error(started.error.detail);
  const { url, stop } = started.value;
  onTestFinished(stop);
  const response = await fetch(`${url.replace('ws:', 'http:')}/tickets`, {
    method: 'POST',
    headers: { Authorization: 'Bearer token' },
  });
  const { sipTicket } = (await response.json()) as { readonly sipTicket: string };
  const phone = new TestPhone('mia');
  phone.onRequest = (request) => {
    if (request.method === 'INVITE') phone.ring(request);
  };
  const { socket } = await openSocket(`${url}/sip?ticket=${sipTicket}`, {
    protocol: 'sip',
    onText: (text) => phone.receive(text),
  });
  phone.attach({ send: (text) => socket.send(text) });
  await phone.register();
  await eventually(() => expect(phone.requests('CANCEL')).toHaveLength(1));
  expect(headerValue(phone.requests('CANCEL')[0]!, 'Reason')).toContain('Call completed elsewhere');
  await eventually(() => expect(log.lines.map(({ text }) => text)).toContain('call run.0: answered'));
  expect(log.errors()).toEqual([]);
});
