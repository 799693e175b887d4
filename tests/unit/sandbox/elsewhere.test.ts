/** Steps that make a rule true: what the business did from another system, what a supervisor or the provider decided. */
import { describe, expect, it } from 'vitest';
import { describeIssues } from '#shared/contracts/describe-issues.ts';
import { scenarioStep } from '#shared/contracts/scenario.ts';
import { openDesk, scenarioOf } from './support/sandbox.ts';

const day = 86_400_000;

describe('what the business did elsewhere', () => {
  it('is told with the time of the scenario’s clock, each call once', async () => {
    const { clock, of, done } = await openDesk(
      scenarioOf([
        { at: 0, do: 'request', contact: 'anna' },
        { at: 0, do: 'clock', by: day },
        { at: 0, do: 'template', contact: 'anna', text: 'Your order is ready' },
        { at: 0, do: 'called', contact: 'marco', times: 2 },
        { at: 0, do: 'called', contact: 'marco', answered: true },
      ]),
    );
    const start = clock.now();
    const at = start + day;
    const call = { did: 'call', contactId: 'marco', kind: 'voice', at } as const;
    const sent = { contactId: 'anna', direction: 'out', text: 'Your order is ready', at, status: 'delivered' };
    expect(of('elsewhere').map(([news]) => news)).toEqual([
      { did: 'request', id: 'run/0', contactId: 'anna', at: start, via: 'message' },
      { did: 'template', message: { id: 'run/2', ...sent } },
      { ...call, callId: 'run.3.0', talkMs: null },
      { ...call, callId: 'run.3.1', talkMs: null },
      { ...call, callId: 'run.4.0', talkMs: 0 },
    ]);
    expect(done.size).toBe(5);
  });
});

describe('the channel', () => {
  it('is changed in what a step names, and paused', async () => {
    const { clock, of } = await openDesk(
      scenarioOf([
        { at: 0, do: 'channel', contactsMayCall: false },
        { at: 0, do: 'channel', callingOn: false, hours: null },
        { at: 0, do: 'pause', for: day },
      ]),
    );
    expect(of('channel').slice(1)).toEqual([
      [{ settings: { contactsMayCall: false } }],
      [{ settings: { callingOn: false, hours: null } }],
      [{ pausedUntil: clock.now() + day }],
    ]);
  });
});

describe('a step with a fault', () => {
  it.each([
    [{ do: 'request', contact: 'anna', via: 'fax' }, 'via: '],
    [{ do: 'template', contact: 'anna' }, 'text: '],
    [{ do: 'called', contact: 'anna', times: 0 }, 'times: '],
    [{ do: 'called', contact: 'anna', times: 201 }, 'times: '],
    [{ do: 'channel', calling: false }, 'calling: is not a known field'],
    [{ do: 'channel', hours: { timeZone: 'Nowhere' } }, 'hours.timeZone: '],
    [{ do: 'pause' }, 'for: '],
    [{ do: 'pause', for: -1 }, 'for: '],
  ])('names its field: %j', (step, fault) => {
    const parsed = scenarioStep.safeParse({ at: 0, ...step });
    const faults = parsed.success ? [] : describeIssues(parsed.error);
    expect(faults).toContainEqual(expect.stringContaining(fault));
  });
});
