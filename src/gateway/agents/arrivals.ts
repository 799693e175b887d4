/** Media that is just being handed over: how many bytes of each note have come so far. */
export class Arrivals {
  private readonly coming = new Map<string, { bytes: number }>();

  /** A note that is handed over anew counts anew, also where an earlier, cut connection has not been noticed yet. */
  begin(id: string): { readonly came: (bytes: number) => void; readonly end: () => void } {
    const mine = { bytes: 0 };
    this.coming.set(id, mine);
    return {
      came: (bytes) => {
        mine.bytes += bytes;
      },
      end: () => {
        if (this.coming.get(id) === mine) this.coming.delete(id);
      },
    };
  }

  /** null: nobody is handing it over. */
  bytesOf(id: string): number | null {
    return this.coming.get(id)?.bytes ?? null;
  }
}
