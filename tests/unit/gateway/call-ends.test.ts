import { expect, it } from 'vitest';
import { CallEnds } from '../../../src/gateway/routing/call-ends.ts';
import { manualGatewayClock } from '../../fakes/gateway-clock.ts';

function ends() {
  const written = new Set<string>();
  const clock = manualGatewayClock();
  return { written, clock, ends: new CallEnds(clock, (callId) => written.has(callId)) };
}

it('an end is known at once, while it is on its way to the disk, and from there', () => {
  const { ends: known, written } = ends();
  expect(known.has('c1')).toBe(false);
  known.add('c1');
  expect(known.has('c1')).toBe(true);
  written.add('c1');
  known.add('c2');
  written.delete('c1');
  expect(known.has('c1'), 'no longer held where the disk has it').toBe(false);
  expect(known.has('c2')).toBe(true);
});

it('an end that is told before its beginning is met by it once, within a minute', () => {
  const { ends: known, clock } = ends();
  known.told('c1');
  known.told('c2');
  expect(known.takeEarly('c1')).toBe(true);
  expect(known.takeEarly('c1')).toBe(false);
  // Somebody sets the clock on the wall: no minute has passed.
  clock.setWall(clock.now() + 3_600_000);
  known.told('c4');
  expect(known.takeEarly('c2')).toBe(true);
  known.told('c2');
  clock.advance(60_001);
  known.told('c3');
  expect(known.takeEarly('c2')).toBe(false);
  expect(known.takeEarly('c3')).toBe(true);
});

it('the end of a call that is over is none of a call to come', () => {
  const { ends: known } = ends();
  known.add('c1');
  known.told('c1');
  expect(known.takeEarly('c1')).toBe(false);
});

it('does not grow for ever where the disk takes nothing', () => {
  const { ends: known } = ends();
  for (let call = 0; call < 20_000; call += 1) known.add(`c${call}`);
  expect(known.has('c19999')).toBe(true);
  expect(known.has('c0')).toBe(false);
});
