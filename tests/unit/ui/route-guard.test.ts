import { describe, expect, it } from 'vitest';
import { createRouter, type Route } from '../../../src/renderer/ui/state/route.ts';

/** An address line: `hashchange` comes after the change, as in a window, and not where nothing changed. */
function windowAt(start: string) {
  const target = new EventTarget();
  let hash = start;
  const location = {
    get hash() {
      return hash;
    },
    set hash(next: string) {
      const changed = next !== hash;
      hash = next;
      if (changed) target.dispatchEvent(new Event('hashchange'));
    },
  };
  return { location, window: Object.assign(target, { location }) as unknown as Window };
}

const inbox = { view: 'inbox', contactId: null } as const;
const settings = { view: 'settings' } as const;

describe('a guard of the router', () => {
  it('keeps the view and its address where it says no, and is asked once for each try', () => {
    const { window, location } = windowAt('#/settings');
    const router = createRouter(window);
    const asked: Route[] = [];
    router.guard((next) => {
      asked.push(next);
      return false;
    });
    router.go(inbox);
    expect([router.get(), location.hash]).toEqual([settings, '#/settings']);
    location.hash = '#/calls/missed';
    expect([router.get(), location.hash]).toEqual([settings, '#/settings']);
    expect(asked).toEqual([inbox, { view: 'calls', tab: 'missed' }]);
  });

  it('lets pass what it agrees to, and what stays in the view without being asked', () => {
    const { window } = windowAt('#/calls');
    const router = createRouter(window);
    const asked: Route[] = [];
    router.guard((next) => asked.push(next) > 0);
    router.go({ view: 'calls', tab: 'follow-ups' });
    expect(router.get()).toEqual({ view: 'calls', tab: 'follow-ups' });
    expect(asked).toEqual([]);
    router.go(settings);
    expect([router.get(), asked]).toEqual([settings, [settings]]);
  });

  it('is asked no more once it is taken away; a later one stays', () => {
    const { window } = windowAt('#/settings');
    const router = createRouter(window);
    const lift = router.guard(() => false);
    lift();
    router.go(inbox);
    expect(router.get()).toEqual(inbox);
    const first = router.guard(() => true);
    router.guard(() => false);
    first();
    router.go(settings);
    expect(router.get()).toEqual(inbox);
  });

  it('tells nobody of a view that is not shown', () => {
    const { window } = windowAt('#/settings');
    const router = createRouter(window);
    const seen: Route[] = [];
    router.subscribe(() => seen.push(router.get()));
    const lift = router.guard(() => false);
    router.go(inbox);
    expect(seen.filter(({ view }) => view !== 'settings')).toEqual([]);
    lift();
    router.go(inbox);
    expect(seen.at(-1)).toEqual(inbox);
  });
});
