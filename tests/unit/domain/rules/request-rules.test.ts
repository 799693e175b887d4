/** The rule table of the product, row by row, under both profiles: asking for permission. */
import { describe, expect, it } from 'vitest';

import {
  asked,
  call,
  day,
  declined,
  granted,
  hour,
  mayAsk,
  mayCall,
  meta,
  profiles,
  seeds,
  monday as t,
  template,
  wrote,
} from './support.ts';

describe.each(profiles)('permission request ($id)', (profile) => {
  it('needs an open service window', () => {
    expect(mayAsk([], profile, t)).toMatchObject({
      allowed: false,
      rule: 'service-window-closed',
      liftsAt: null,
      needs: ['contact-writes'],
    });
    expect(mayAsk([wrote(t)], profile, t + day - 1)).toMatchObject({ allowed: true, remaining: { requests: 1 } });
    expect(mayAsk([wrote(t)], profile, t + day)).toMatchObject({ allowed: false });
  });

  it('once in 24 hours, to the millisecond', () => {
    const history = [wrote(t), wrote(t + 20 * hour), asked(t)];
    expect(mayAsk(history, profile, t + day - 1)).toMatchObject({ rule: 'requests-per-day', liftsAt: t + day });
    expect(mayAsk(history, profile, t + day)).toMatchObject({ allowed: true, remaining: { requests: 1 } });
  });

  it('twice in 7 days', () => {
    const history = [asked(t), asked(t + 2 * day), wrote(t + 6.5 * day)];
    expect(mayAsk(history, profile, t + 6.5 * day)).toMatchObject({ rule: 'requests-per-week', liftsAt: t + 7 * day });
    expect(mayAsk(history, profile, t + 7 * day)).toMatchObject({ allowed: true });
  });

  it('names no instant at which the window will be closed again, but what has to happen', () => {
    expect(mayAsk([wrote(t - hour), asked(t)], profile, t)).toMatchObject({
      rule: 'requests-per-day',
      liftsAt: null,
      waitUntil: t + day,
      needs: ['contact-writes'],
    });
  });

  it('after a template opened the conversation only once the contact has written', () => {
    const called = call(t + hour, false, 'user-initiated');
    const waiting = [template(t), ...called];
    expect(mayAsk(waiting, profile, t + 2 * hour)).toMatchObject({ rule: 'reply-needed', needs: ['contact-writes'] });
    expect(mayAsk([...waiting, wrote(t + 2 * hour)], profile, t + 2 * hour)).toMatchObject({ allowed: true });
    // One sent into an open conversation opens none.
    expect(mayAsk([wrote(t), template(t + hour)], profile, t + 2 * hour)).toMatchObject({ allowed: true });
  });

  it('again 24 hours after the contact declined', () => {
    const history = [asked(t), declined(t + 20 * hour), wrote(t + 30 * hour)];
    const again = t + 44 * hour;
    expect(mayAsk(history, profile, again - 1)).toMatchObject({ rule: 'declined-recently', liftsAt: again });
    expect(mayAsk(history, profile, again)).toMatchObject({ allowed: true });
    expect(mayCall(history, profile, again)).toMatchObject({ rule: 'permission-declined', needs: ['grant'] });
  });

  it('not where there is a permanent permission already', () => {
    expect(mayAsk([wrote(t), granted(t)], profile, t)).toMatchObject({ rule: 'permission-exists' });
  });
});

describe('permission request: what the profiles differ in', () => {
  it('a template may carry it outside the window under meta only', () => {
    expect(mayAsk([], seeds, t, { via: 'template' })).toMatchObject({ rule: 'template-cannot-ask' });
    expect(mayAsk([], meta, t, { via: 'template' })).toMatchObject({ allowed: true });
    expect(mayAsk([asked(t, 'template')], meta, t + 1, { via: 'template' })).toMatchObject({
      rule: 'requests-per-day',
      liftsAt: t + day,
    });
  });

  it.each(['business-initiated', 'user-initiated'] as const)(
    'a connected %s call sets the counts back under meta only',
    (direction) => {
      const history = [wrote(t), asked(t), asked(t - day), ...call(t + 1000, true, direction)];
      expect(mayAsk(history, meta, t + hour)).toMatchObject({ allowed: true });
      expect(mayAsk(history, seeds, t + hour)).toMatchObject({ allowed: false, rule: 'requests-per-day' });
    },
  );
});
