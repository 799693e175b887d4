import { describe, expect, it } from 'vitest';
import { accessFlaw, desktopOrigins } from '../../../src/gateway/agents/access.ts';
import { type Agent, agentOfToken, agentsSchema } from '../../../src/gateway/agents/agent.ts';
import { PresenceBoard } from '../../../src/gateway/agents/presence.ts';
import { RateLimit } from '../../../src/gateway/agents/rate-limit.ts';
import { Tickets } from '../../../src/gateway/agents/tickets.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';

describe('who may come in', () => {
  const local = { boundHost: '127.0.0.1', allowedHosts: ['gateway.example'], allowedOrigins: desktopOrigins };

  it.each([
    [{ host: '127.0.0.1:5000' }],
    [{ host: 'localhost:5000' }],
    [{ host: 'LOCALHOST' }],
    [{ host: 'gateway.example' }],
    [{ host: '[::1]:5000' }],
    [{ host: '127.0.0.1', origin: 'app://phone' }],
    [{ host: '127.0.0.1', origin: 'app://ui' }],
  ])('%j may', (headers) => {
    expect(accessFlaw(headers, local)).toBeNull();
  });

  it.each([
    [{}],
    [{ host: 'evil.example:5000' }],
    [{ host: '127.0.0.1.evil.example' }],
    [{ host: '127.0.0.1@evil.example' }],
    [{ host: '192.168.0.1' }],
    [{ host: '127.0.0.1', origin: 'https://evil.example' }],
    [{ host: '127.0.0.1', origin: 'http://127.0.0.1:5000' }],
    [{ host: '127.0.0.1', origin: 'null' }],
    [{ host: '127.0.0.1', origin: '' }],
    [{ host: '127.0.0.1', origin: 'app://phone.evil' }],
    [{ host: '127.0.0.1', origin: 'file://' }],
  ])('%j may not', (headers) => {
    expect(accessFlaw(headers, local)).not.toBeNull();
  });

  it('a server for a team answers to any name, and to pages that it was told of', () => {
    const team = {
      boundHost: '0.0.0.0',
      allowedHosts: [],
      allowedOrigins: [...desktopOrigins, 'https://desk.example'],
    };
    expect(accessFlaw({ host: 'gateway.example', origin: 'https://desk.example' }, team)).toBeNull();
    expect(accessFlaw({ host: 'gateway.example', origin: 'https://evil.example' }, team)).not.toBeNull();
  });
});

describe('tickets', () => {
  const setUp = () => {
    const clock = manualGatewayClock();
    return { clock, tickets: new Tickets(clock) };
  };

  it('open one connection of one kind within their time', () => {
    const { clock, tickets } = setUp();
    const ticket = tickets.issue('anna', 'sip');
    expect(tickets.redeem(ticket, 'agent')).toBeNull();
    expect(tickets.redeem(ticket, 'sip')).toBe('anna');
    expect(tickets.redeem(ticket, 'sip')).toBeNull();
    const late = tickets.issue('anna', 'sip');
    clock.advance(30_000);
    expect(tickets.redeem(late, 'sip')).toBeNull();
    expect(tickets.redeem('__proto__', 'sip')).toBeNull();
  });

  it('are long, and never the same', () => {
    const { tickets } = setUp();
    const issued = Array.from({ length: 50 }, () => tickets.issue('anna', 'agent'));
    expect(new Set(issued).size).toBe(50);
    for (const ticket of issued) expect(ticket).toMatch(/^[\w-]{43}$/);
  });

  it('of one agent do not pile up, nor push out those of another', () => {
    const { tickets } = setUp();
    const other = tickets.issue('bruno', 'sip');
    const first = tickets.issue('anna', 'sip');
    const issued = Array.from({ length: 64 }, () => tickets.issue('anna', 'sip'));
    expect(tickets.redeem(first, 'sip')).toBeNull();
    expect(tickets.redeem(issued[0] ?? '', 'sip')).toBe('anna');
    expect(tickets.redeem(other, 'sip')).toBe('bruno');
  });
});

describe('agents', () => {
  const agents: readonly Agent[] = [
    { id: 'anna', name: 'Anna', role: 'agent', token: 'a-token' },
    { id: 'bruno', name: 'Bruno', role: 'supervisor', token: 'b-token' },
  ];

  it('are known by their token', () => {
    expect(agentOfToken(agents, 'b-token')?.id).toBe('bruno');
    for (const token of ['', 'a-toke', 'a-token ', 'A-TOKEN']) expect(agentOfToken(agents, token)).toBeNull();
  });

  it('have ids and tokens of their own', () => {
    expect(agentsSchema.safeParse(agents).success).toBe(true);
    for (const wrong of [
      [],
      [agents[0], agents[0]],
      [agents[0], { ...agents[1], token: 'a-token' }],
      [{ ...agents[0], role: 'boss' }],
    ]) {
      expect(agentsSchema.safeParse(wrong).success).toBe(false);
    }
  });
});

describe('a rate limit', () => {
  it('lets a burst through, then so many a second, and is not fooled by the clock', () => {
    const clock = manualGatewayClock();
    const limit = new RateLimit(clock, 3, 2);
    expect([1, 1, 1, 1].map((cost) => limit.take(cost))).toEqual([true, true, true, false]);
    clock.advance(500);
    expect([limit.take(1), limit.take(1)]).toEqual([true, false]);
    clock.advance(3_600_000);
    expect([limit.take(3), limit.take(1)]).toEqual([true, false]);
    clock.advance(-10_000);
    expect(limit.take(1)).toBe(false);
  });
});

describe('presence', () => {
  it('lets calls through unless the agent is away or does not want to be rung', () => {
    const back: string[] = [];
    const board = new PresenceBoard((agentId) => back.push(agentId));
    expect(board.takesCalls('anna')).toBe(true);
    board.set('anna', 'busy', true);
    expect(board.takesCalls('anna')).toBe(true);
    board.set('anna', 'away', true);
    expect(board.takesCalls('anna')).toBe(false);
    board.set('anna', 'available', false);
    expect(board.takesCalls('anna')).toBe(false);
    expect(back).toEqual([]);
    board.set('anna', 'available', true);
    board.set('anna', 'busy', true);
    expect(back).toEqual(['anna']);
    expect(board.takesCalls('bruno')).toBe(true);
  });
});
