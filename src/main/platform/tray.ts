import type { MenuItemConstructorOptions, NativeImage } from 'electron';
import type { Presence } from '#shared/contracts/records.ts';
import { unreachable } from '#shared/never.ts';
import type { Words } from './words.ts';

/** What the tray shows, the most urgent one first. Each has an icon of its own (`scripts/lib/icons`). */
export const trayStates = ['ringing', 'in-call', 'offline', 'connecting', 'connected'] as const;
export type TrayState = (typeof trayStates)[number];

/** Everything the tray shows. */
export interface TrayView {
  readonly connection: 'connected' | 'connecting' | 'offline';
  readonly ringing: number;
  readonly inCall: boolean;
  readonly presence: Presence;
}

export interface TrayActions {
  readonly show: () => void;
  readonly setPresence: (presence: Presence) => void;
  readonly quit: () => void;
}

export function trayState({ connection, ringing, inCall }: TrayView): TrayState {
  if (ringing > 0) return 'ringing';
  return inCall ? 'in-call' : connection;
}

function trayTooltip(state: TrayState, words: Words): string {
  return `Cornetta – ${stateWord(state, words)}`;
}

export function trayMenu(view: TrayView, words: Words, actions: TrayActions): MenuItemConstructorOptions[] {
  const choice = (presence: Presence): MenuItemConstructorOptions => ({
    type: 'radio',
    label: words[presence],
    checked: view.presence === presence,
    click: () => actions.setPresence(presence),
  });
  return [
    { label: stateWord(trayState(view), words), enabled: false },
    { type: 'separator' },
    { label: words.show, click: actions.show },
    { label: words.presence, submenu: [choice('available'), choice('busy'), choice('away')] },
    { type: 'separator' },
    { label: words.quit, click: actions.quit },
  ];
}

function stateWord(state: TrayState, words: Words): string {
  switch (state) {
    case 'ringing':
      return words.ringing;
    case 'in-call':
      return words.inCall;
    case 'connected':
    case 'connecting':
    case 'offline':
      return words[state];
    default:
      return unreachable(state);
  }
}

interface TrayIcon<Menu> {
  setImage(image: NativeImage): void;
  setToolTip(text: string): void;
  setContextMenu(menu: Menu): void;
  on(event: 'click', listener: () => void): unknown;
  destroy(): void;
}

export interface TrayOptions<Menu> {
  /** `new Tray(image)`; throws where the desktop has no tray. */
  readonly createTray: (image: NativeImage) => TrayIcon<Menu>;
  readonly buildMenu: (template: MenuItemConstructorOptions[]) => Menu;
  /** The built icon of that name and side in pixels. */
  readonly image: (name: TrayState, side: number) => NativeImage;
  readonly platform: NodeJS.Platform;
  readonly actions: TrayActions;
}

/**
 * The icon beside the clock. Icon and menu are brought in line apart, for each waits for the desktop, and only where what they show changes: a menu that
 * is rebuilt while open closes.
 */
export function createAppTray<Menu>(options: TrayOptions<Menu>, first: TrayView, firstWords: Words) {
  const side = options.platform === 'darwin' ? 18 : options.platform === 'win32' ? 16 : 22;
  const images = new Map<TrayState, NativeImage>();
  const imageFor = (state: TrayState): NativeImage => {
    const image = images.get(state) ?? options.image(state, side);
    images.set(state, image);
    return image;
  };
  const tray = options.createTray(imageFor(trayState(first)));
  // On macOS and most of Linux a click opens the menu.
  if (options.platform === 'win32') tray.on('click', options.actions.show);
  const showIcon = whenOther((view, words) => {
    const state = trayState(view);
    const text = trayTooltip(state, words);
    return {
      what: `${state} ${text}`,
      show: () => {
        tray.setImage(imageFor(state));
        tray.setToolTip(text);
      },
    };
  });
  const showMenu = whenOther((view, words) => ({
    what: JSON.stringify([trayState(view), view.presence, words.quit]),
    show: () => tray.setContextMenu(options.buildMenu(trayMenu(view, words, options.actions))),
  }));
  showIcon(first, firstWords);
  showMenu(first, firstWords);
  return {
    showIcon,
    showMenu,
    /** Reads the icon before it is wanted: a disk is slowest when everybody wants it. */
    prepare: (state: TrayState): void => void imageFor(state),
    destroy: () => tray.destroy(),
  };
}

type Show = (view: TrayView, words: Words) => void;

function whenOther(look: (...given: Parameters<Show>) => { readonly what: string; readonly show: () => void }): Show {
  let shown = '';
  return (view, words) => {
    const { what, show } = look(view, words);
    if (what === shown) return;
    shown = what;
    show();
  };
}
