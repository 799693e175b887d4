import type { Session } from 'electron';
import type { MainLog } from '../platform/log-port.ts';
import { type AppHost, appHostOf } from './app-origin.ts';

/** Kinds of capture inside the permission `media`. */
export type MediaKind = 'audio' | 'video';

interface Grants {
  readonly permissions: ReadonlySet<string>;
  readonly media: ReadonlySet<MediaKind>;
}

/**
 * Everything a window may ever be granted; what does not stand here is denied.
 * The local-network entries are Chromium's newer split of one question: a page of a secure origin that opens a socket to, or exchanges
 * media with, an address of this computer or its network. An embedded gateway and most PBXs stand exactly there; which address
 * it may be is decided by the connect-src directive and the network filter.
 */
const grants: Readonly<Record<AppHost, Grants>> = {
  ui: { permissions: new Set(), media: new Set() },
  phone: {
    permissions: new Set(['media', 'speaker-selection', 'local-network-access', 'local-network', 'loopback-network']),
    media: new Set(['audio', 'video']),
  },
};

export interface PermissionQuestion {
  readonly permission: string;
  /** Address or origin of the frame that asks. */
  readonly requestedBy: string;
  readonly isMainFrame: boolean;
  /** What `media` is about; empty where Chromium does not say. */
  readonly media: readonly string[];
}

/** Deny by default: allowed is only what the table grants to the asking origin, in its main frame. */
export function mayUse(question: PermissionQuestion): boolean {
  const host = appHostOf(question.requestedBy);
  if (host === null || !question.isMainFrame) return false;
  const { permissions, media } = grants[host];
  if (!permissions.has(question.permission)) return false;
  return question.permission !== 'media' || question.media.every((kind) => isGrantedMedia(media, kind));
}

/** Chromium asks with `unknown` before it knows which device is meant, for example when it lists devices. */
function isGrantedMedia(granted: ReadonlySet<MediaKind>, kind: string): boolean {
  if (kind === 'unknown') return granted.size > 0;
  return (kind === 'audio' || kind === 'video') && granted.has(kind);
}

type PermissionSession = Pick<
  Session,
  'setPermissionCheckHandler' | 'setPermissionRequestHandler' | 'setDevicePermissionHandler'
>;

/** Puts the table in force for a session: requests, silent checks, and devices (HID, serial, USB), which are never allowed. */
export function guardPermissions(session: PermissionSession, log: MainLog): void {
  session.setPermissionRequestHandler((webContents, permission, decide, details) => {
    const question: PermissionQuestion = {
      permission,
      requestedBy: details.requestingUrl || webContents.getURL(),
      isMainFrame: details.isMainFrame,
      media: 'mediaTypes' in details ? (details.mediaTypes ?? []) : [],
    };
    const allowed = mayUse(question);
    if (!allowed) log.warn('permission denied', { ...question });
    decide(allowed);
  });
  session.setPermissionCheckHandler((_webContents, permission, requestingOrigin, details) =>
    mayUse({
      permission,
      requestedBy: details.securityOrigin || requestingOrigin,
      isMainFrame: details.isMainFrame,
      media: details.mediaType === undefined ? [] : [details.mediaType],
    }),
  );
  session.setDevicePermissionHandler(() => false);
}
