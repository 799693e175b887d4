/** A gateway on a directory that is started, dies and is started again, without sockets. */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createCalling } from '../../../src/gateway/calling/calling.ts';
import { connectorEvents } from '../../../src/gateway/connector-events.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';
import { fakeConnector, testWorkspace } from '../../fakes/gateway-connector.ts';
import { recordedLog } from '../../fakes/gateway-log.ts';
import { testNotes } from '../../fakes/gateway-notes.ts';
import { uuid } from './lena.ts';
import { memoryStore } from './support.ts';

/** `open` begins the next life; the one before has to have closed its store. Lena is known and has allowed nothing. */
export function lives() {
  const directory = mkdtempSync(join(tmpdir(), 'cornetta-calling-'));
  onTestFinished(() => rmSync(directory, { recursive: true, force: true }));
  const clock = manualGatewayClock();
  const log = recordedLog();
  const open = async (rules = 'respond-io-2025-08') => {
    const store = memoryStore(clock, log, directory);
    const connector = fakeConnector(['lena'], 'none');
    const calling = createCalling({ store, connector, clock, log });
    const never = () => undefined;
    const calls = {
      incomingCall: never,
      callEnded: never,
      outgoingRinging: never,
      outgoingAnswered: never,
      outgoingRefused: never,
      reaction: never,
    };
    const balance = store.workspace()?.balance ?? '25.00';
    await connector.start(
      connectorEvents(calls, calling, store, testNotes({ store, connector, calling, clock, log }), log),
    );
    connector.events.workspace({ ...testWorkspace, rules, balance });
    const ask = (number: number) => calling.requests.ask({ id: uuid(number), contactId: 'lena' }, 'Bruno');
    return { store, connector, calling, log, ask };
  };
  return { clock, open };
}
