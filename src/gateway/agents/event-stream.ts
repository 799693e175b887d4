import type { ServerMessage, WorkspaceState } from '#shared/contracts/agent.ts';
import type { GatewayStore } from '../store/gateway-store.ts';
import { type SnapshotPosition, snapshotStart } from '../store/read.ts';

/** Events of one message; the contract allows 1,000. */
const eventsAtOnce = 200;

/** What stands in a snapshot before the connector has named the workspace. */
const unnamedWorkspace: WorkspaceState = {
  name: '',
  number: null,
  balance: null,
  currency: 'USD',
  recording: false,
  video: false,
  notes: false,
  rules: '',
};

type State =
  | { readonly phase: 'idle' }
  | { readonly phase: 'snapshot'; readonly position: SnapshotPosition; readonly cursor: number }
  | { readonly phase: 'events'; readonly cursor: number };

/**
 * What one client is told: a snapshot where it needs one, then events without gap or repetition. The next message is made only when the
 * last one has left for the network, so a slow client costs no memory: it is simply farther behind.
 */
export class EventStream {
  private readonly store: GatewayStore;
  private readonly send: (text: string, sent: () => void) => boolean;
  private state: State = { phase: 'idle' };
  private readonly onBroken: (error: unknown) => void;
  private underWay = false;

  /** @param onBroken the store could not be read: nothing more is told, and the client has to come again. */
  constructor(
    store: GatewayStore,
    send: (text: string, sent: () => void) => boolean,
    onBroken: (error: unknown) => void,
  ) {
    this.store = store;
    this.send = send;
    this.onBroken = onBroken;
  }

  get started(): boolean {
    return this.state.phase !== 'idle';
  }

  /** The client has everything of `epoch` up to `cursor`. */
  start(epoch: string | null, cursor: number): void {
    this.attempt(() => this.begin(epoch, cursor));
  }

  /** Sends what is next, if nothing is on its way. */
  pump(): void {
    this.attempt(() => this.sendNext());
  }

  private attempt(step: () => void): void {
    try {
      step();
    } catch (error) {
      this.onBroken(error);
    }
  }

  private begin(epoch: string | null, cursor: number): void {
    const { store } = this;
    const resumable = epoch === store.epoch && cursor <= store.cursor() && cursor >= store.oldestCursor();
    if (!resumable) {
      this.state = { phase: 'snapshot', position: snapshotStart, cursor: store.cursor() };
      this.tell({ type: 'snapshot.begin', epoch: store.epoch, workspace: store.workspace() ?? unnamedWorkspace });
      return;
    }
    this.state = { phase: 'events', cursor };
    if (cursor === store.cursor()) this.tell({ type: 'current', epoch: store.epoch, cursor });
    else this.sendNext();
  }

  private sendNext(): void {
    if (this.underWay) return;
    if (this.state.phase === 'snapshot') this.sendPart(this.state.position, this.state.cursor);
    else if (this.state.phase === 'events') this.sendEvents(this.state.cursor);
  }

  private sendPart(position: SnapshotPosition, cursor: number): void {
    const { part, next } = this.store.snapshotPart(position, cursor);
    if (next !== null) this.state = { phase: 'snapshot', position: next, cursor };
    else this.state = { phase: 'events', cursor };
    const empty = Object.values(part).every((rows) => rows.length === 0);
    if (next === null) {
      if (!empty) this.tell({ type: 'snapshot.part', ...part });
      this.tell({ type: 'snapshot.end', cursor });
    } else if (empty) this.sendNext();
    else this.tell({ type: 'snapshot.part', ...part });
  }

  private sendEvents(after: number): void {
    const events = this.store.eventsAfter(after, eventsAtOnce);
    const last = events.at(-1);
    if (last === undefined) return;
    this.state = { phase: 'events', cursor: last.cursor };
    const list = events.map(({ text }) => text).join(',');
    this.write(`{"type":"events","epoch":${JSON.stringify(this.store.epoch)},"events":[${list}]}`);
  }

  private tell(message: ServerMessage): void {
    this.write(JSON.stringify(message));
  }

  private write(text: string): void {
    this.underWay = true;
    this.send(text, () => {
      this.underWay = false;
      this.pump();
    });
  }
}
