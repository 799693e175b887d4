import { describe, expect, it } from 'vitest';
import { createHearing } from '../../../src/gateway/connectors/sandbox/media/hearing.ts';

const sound = new Uint8Array(40);

describe('what a contact hears', () => {
  it('is counted, with the last and the loudest level of the headers', () => {
    const hearing = createHearing(126);
    expect([hearing.packets, hearing.level, hearing.loudest]).toEqual([0, null, null]);
    for (const level of [127, 30, 128 + 20, 60]) hearing.packet(111, Uint8Array.of(level), sound, 0);
    expect([hearing.packets, hearing.level, hearing.loudest]).toEqual([4, -60, -20]);
  });

  it('may come without levels', () => {
    const hearing = createHearing(126);
    hearing.packet(111, undefined, sound, 0);
    hearing.packet(111, new Uint8Array(), sound, 960);
    expect([hearing.packets, hearing.level]).toEqual([2, null]);
  });

  it('takes the packets of one key press for one digit, and two presses of a key for two', () => {
    const hearing = createHearing(126);
    const press = (event: number, timestamp: number): void => {
      for (let packet = 0; packet < 5; packet++)
        hearing.packet(126, undefined, Uint8Array.of(event, packet > 2 ? 0x8a : 0x0a, 0, 160), timestamp);
    };
    press(1, 1000);
    press(1, 3000);
    press(11, 5000);
    press(99, 7000);
    hearing.packet(126, undefined, new Uint8Array(), 9000);
    expect(hearing.digits).toBe('11#');
    expect(hearing.packets).toBe(0);
  });
});
