import { useModel } from '../hooks/use-model.ts';
import type { Announcement } from '../state/announcer.ts';
import { type Store, useStore } from '../state/store.ts';

/** What the announcer says, for screen readers only. Neither region is a landmark or an alert. */
export function LiveRegions() {
  const { announcer } = useModel();
  return (
    <div className="visually-hidden">
      <Region store={announcer.polite} live="polite" />
      <Region store={announcer.urgent} live="assertive" />
    </div>
  );
}

function Region({ store, live }: { readonly store: Store<Announcement>; readonly live: 'polite' | 'assertive' }) {
  const { text, number } = useStore(store, (announcement) => announcement);
  return (
    <div aria-live={live} aria-atomic="true">
      <span key={number}>{text}</span>
    </div>
  );
}
