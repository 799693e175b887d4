import type { Dialog } from './dialog.ts';
import type { Flow } from './flow.ts';
import type { SipRequest } from './message.ts';

const keyOf = (callId: string, localTag: string, remoteTag: string): string => `${callId} ${localTag} ${remoteTag}`;

/** Every dialog that stands. A dialog belongs to an agent's phone, not to a socket: it survives a reconnect. */
export class Dialogs {
  private readonly dialogs = new Map<string, Dialog>();

  add(dialog: Dialog): void {
    this.dialogs.set(keyOf(dialog.callId, dialog.localTag, dialog.remoteTag), dialog);
  }

  remove(dialog: Dialog): void {
    this.dialogs.delete(keyOf(dialog.callId, dialog.localTag, dialog.remoteTag));
  }

  /** The dialog of a request that came over the flow; another agent's dialogs are not found. */
  find(request: SipRequest, flow: Flow): Dialog | undefined {
    const dialog = this.dialogs.get(keyOf(request.callId, request.toTag ?? '', request.fromTag));
    return dialog !== undefined && dialog.agentId === flow.agentId ? dialog : undefined;
  }

  over(flow: Flow): readonly Dialog[] {
    return [...this.dialogs.values()].filter((dialog) => dialog.flow === flow);
  }

  of(agentId: string, device: string): readonly Dialog[] {
    return [...this.dialogs.values()].filter((dialog) => dialog.agentId === agentId && dialog.device === device);
  }
}
