import { useEffect, useRef, useState } from 'react';
import { Keys } from './keys.tsx';
import styles from './tooltip.module.css';

interface Tip {
  readonly text: string;
  readonly keys: readonly string[];
  readonly anchor: DOMRect;
  /** Beside the control, where above and below it stands what the agent reads. */
  readonly beside: boolean;
}

const firstDelayMs = 500;
/** From one control to its neighbour the next tip comes at once. */
const nextDelayMs = 60;
const leaveDelayMs = 120;
const gap = 8;

/**
 * The one tooltip of the window: shows `data-tip` and `data-tip-keys` of whatever is pointed at or has the keyboard's
 * focus, and the whole of a name that is cut off (`data-tip-clipped`). Hidden from screen readers, which get the same by name, description and `aria-keyshortcuts`.
 */
export function Tooltip() {
  const [tip, setTip] = useState<Tip | null>(null);
  const box = useRef<HTMLDivElement>(null);

  useEffect(() => followPointerAndFocus(box, setTip), []);
  useEffect(() => {
    const element = box.current;
    if (element === null || tip === null) return;
    element.showPopover();
    const { left, top } = place(tip, element.getBoundingClientRect());
    element.style.left = `${left}px`;
    element.style.top = `${top}px`;
    return () => element.hidePopover();
  }, [tip]);

  return (
    <div ref={box} popover="manual" aria-hidden="true" className={styles.tooltip}>
      {tip?.text}
      {tip !== null && tip.keys.length > 0 ? <Keys labels={tip.keys} inverse /> : null}
    </div>
  );
}

function followPointerAndFocus(
  box: { readonly current: HTMLElement | null },
  show: (tip: Tip | null) => void,
): () => void {
  let current: Element | null = null;
  let timer: ReturnType<typeof setTimeout>;
  let visible = false;

  const change = (target: Element | null, delay: number): void => {
    if (target === current) return;
    current = target;
    clearTimeout(timer);
    timer = setTimeout(() => {
      visible = current !== null;
      show(current === null ? null : read(current));
    }, delay);
  };
  const hide = (): void => {
    clearTimeout(timer);
    current = null;
    visible = false;
    show(null);
  };
  const over = (event: PointerEvent): void => {
    // WCAG 1.4.13: the pointer may rest on the tooltip itself.
    if (event.target instanceof Node && box.current?.contains(event.target)) {
      clearTimeout(timer);
      return;
    }
    const target = tipped(event.target);
    change(target, target === null ? leaveDelayMs : visible ? nextDelayMs : firstDelayMs);
  };
  const focus = (event: FocusEvent): void => {
    const target = tipped(event.target);
    if (target?.matches(':focus-visible') === true) change(target, nextDelayMs);
  };
  const keydown = (event: KeyboardEvent): void => {
    if (event.key === 'Escape') hide();
  };
  const controller = new AbortController();
  const { signal } = controller;
  document.addEventListener('pointerover', over, { signal });
  document.addEventListener('focusin', focus, { signal });
  document.addEventListener('focusout', hide, { signal });
  document.addEventListener('pointerdown', hide, { signal });
  document.addEventListener('scroll', hide, { signal, capture: true });
  document.addEventListener('keydown', keydown, { signal, capture: true });
  document.documentElement.addEventListener('pointerleave', hide, { signal });
  return () => {
    clearTimeout(timer);
    controller.abort();
  };
}

/** What has a tip; or else a name that does not fit where it stands. */
function tipped(target: EventTarget | null): Element | null {
  if (!(target instanceof Element)) return null;
  const clipped = target.closest('[data-tip-clipped]');
  if (clipped !== null && clipped.scrollWidth > clipped.clientWidth) return clipped;
  return target.closest('[data-tip]');
}

function read(element: Element): Tip | null {
  const text = element.hasAttribute('data-tip-clipped') ? element.textContent : element.getAttribute('data-tip');
  if (text === null || !element.isConnected) return null;
  const keys = element.getAttribute('data-tip-keys')?.split('\n') ?? [];
  const beside = element.getAttribute('data-tip-side') === 'start';
  return { text, keys, anchor: element.getBoundingClientRect(), beside };
}

/** Above the control, below it where there is no room, or before it; always inside the window. */
function place({ anchor, beside }: Tip, size: DOMRect): { readonly left: number; readonly top: number } {
  const before = anchor.left - size.width - gap;
  if (beside && before >= gap) return { left: before, top: anchor.top + (anchor.height - size.height) / 2 };
  const above = anchor.top - size.height - gap;
  const centred = anchor.left + anchor.width / 2 - size.width / 2;
  return {
    left: Math.max(gap, Math.min(centred, window.innerWidth - size.width - gap)),
    top: above >= gap ? above : anchor.bottom + gap,
  };
}
