import { describe, expect, it } from 'vitest';
import { type Notice, noticeCodes } from '#shared/contracts/notices.ts';
import { createNotices } from '../../../src/main/session/notices.ts';

function board() {
  let time = 0;
  const published: (readonly Notice[])[] = [];
  const notices = createNotices(
    () => {
      time += 1;
      return time;
    },
    (list) => published.push(list),
  );
  const codes = () => notices.list().map(({ code }) => code);
  return { notices, published, codes };
}

const ofCall = (number: number, level: Notice['level'] = 'info'): Notice => ({
  id: `call-${number}/call-answered-elsewhere`,
  code: 'call-answered-elsewhere',
  level,
  at: number,
  params: {},
});

describe('notices', () => {
  it('knows a level for every code', () => {
    const { notices } = board();
    for (const code of noticeCodes) {
      notices.tell(code);
      expect(['info', 'warning', 'error']).toContain(notices.list().at(-1)?.level);
    }
  });

  it('replaces the earlier of the same code, which is the same fault', () => {
    const { notices, codes } = board();
    notices.tell('gateway-restarted');
    notices.tell('microphone-failed', { label: 'Headset' });
    const [first] = notices.list();
    notices.tell('gateway-restarted');
    expect(codes()).toEqual(['microphone-failed', 'gateway-restarted']);
    expect(notices.list().at(-1)?.id).not.toBe(first?.id);
  });

  it('tells the same trouble of the same call once', () => {
    const { notices, published } = board();
    notices.add(ofCall(1));
    notices.add(ofCall(1));
    expect(notices.list()).toHaveLength(1);
    expect(published).toHaveLength(1);
  });

  it('dismisses by id, and says where there is none', () => {
    const { notices, published } = board();
    notices.add(ofCall(1));
    expect(notices.dismiss('something else')).toBe(false);
    expect(notices.dismiss(ofCall(1).id)).toBe(true);
    expect(notices.dismiss(ofCall(1).id)).toBe(false);
    expect(published.at(-1)).toEqual([]);
  });

  it('takes back what is no longer true, quietly where it was never told', () => {
    const { notices, published, codes } = board();
    notices.withdraw('storage-failing');
    expect(published).toEqual([]);
    notices.tell('storage-failing');
    notices.tell('gateway-restarted');
    notices.withdraw('storage-failing');
    expect(codes()).toEqual(['gateway-restarted']);
  });

  it('has an end: the oldest goes', () => {
    const { notices } = board();
    for (let number = 0; number < 1000; number += 1) notices.add(ofCall(number));
    expect(notices.list()).toHaveLength(20);
    expect(notices.list()[0]?.at).toBe(980);
  });

  it('lets no flood of trifles push out what is serious', () => {
    const { notices, codes } = board();
    notices.tell('storage-failing');
    notices.tell('calls-interrupted');
    for (let number = 0; number < 100; number += 1) notices.add(ofCall(number));
    expect(codes().slice(0, 2)).toEqual(['storage-failing', 'calls-interrupted']);
    expect(notices.list()).toHaveLength(20);
    for (let number = 100; number < 200; number += 1) notices.add(ofCall(number, 'error'));
    expect(codes()).not.toContain('calls-interrupted');
    expect(notices.list()).toHaveLength(20);
  });
});
