import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import { stepAmong } from './step-among.ts';
import styles from './tabs.module.css';

export interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly { readonly id: Id; readonly title: string; readonly count?: number }[];
  readonly current: Id;
  readonly onChange: (id: Id) => void;
}

export const panelId = 'tab-panel';

/** Arrow keys choose and show at once (WAI-ARIA tabs with automatic activation); the panel carries {@link panelId}. */
export function Tabs<Id extends string>({ label, tabs, current, onChange }: TabsProps<Id>): ReactNode {
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: KeyboardEvent): void => {
    const index = tabs.findIndex(({ id }) => id === current);
    const target = stepAmong(event.key, index, tabs.length);
    const tab = target === null ? undefined : tabs[target];
    if (tab === undefined) return;
    event.preventDefault();
    onChange(tab.id);
    list.current?.querySelector<HTMLElement>(`[data-tab="${tab.id}"]`)?.focus();
  };
  return (
    <div ref={list} role="tablist" aria-label={label} className={styles.tabs} onKeyDown={onKeyDown}>
      {tabs.map(({ id, title, count = 0 }) => (
        <button
          key={id}
          type="button"
          role="tab"
          id={`tab-${id}`}
          data-tab={id}
          aria-selected={id === current}
          aria-controls={id === current ? panelId : undefined}
          tabIndex={id === current ? 0 : -1}
          className={styles.tab}
          onClick={() => onChange(id)}
        >
          {title}
          {count > 0 ? (
            <span aria-hidden="true" className={styles.count}>
              {count}
            </span>
          ) : null}
        </button>
      ))}
    </div>
  );
}
