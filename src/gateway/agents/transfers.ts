/** Media that is in memory because it comes or goes, of all notes together, in bytes. */
const mostBytes = 128 * 1024 * 1024;
const mostOfOneAgent = 6;

/** Bounds what the gateway holds in memory for transfers of notes. */
export class Transfers {
  private bytes = 0;
  private readonly counts = new Map<string, number>();

  /** @returns null where there is no room now; else what gives the room back, once */
  begin(agentId: string, bytes: number): (() => void) | null {
    const count = this.counts.get(agentId) ?? 0;
    if (count >= mostOfOneAgent || this.bytes + bytes > mostBytes) return null;
    this.bytes += bytes;
    this.counts.set(agentId, count + 1);
    let ended = false;
    return () => {
      if (ended) return;
      ended = true;
      this.bytes -= bytes;
      const left = (this.counts.get(agentId) ?? 1) - 1;
      if (left > 0) this.counts.set(agentId, left);
      else this.counts.delete(agentId);
    };
  }
}
