import type { PhoneToMain } from '#shared/contracts/phone.ts';

/** Asks main for connection addresses with tickets. */
export interface Tickets {
  /** null: none can be had now, or main did not answer in time. */
  ask(): Promise<string | null>;
  answer(requestId: string, url: string | null): void;
}

const limitMs = 5000;

export function createTickets(send: (message: PhoneToMain) => void, newId: () => string): Tickets {
  const waiting = new Map<string, (url: string | null) => void>();
  const answer = (requestId: string, url: string | null): void => {
    waiting.get(requestId)?.(url);
    waiting.delete(requestId);
  };
  return {
    ask: () =>
      new Promise((resolve) => {
        const requestId = newId();
        const limit = setTimeout(() => answer(requestId, null), limitMs);
        waiting.set(requestId, (url) => {
          clearTimeout(limit);
          resolve(url);
        });
        send({ type: 'ticket.wanted', requestId });
      }),
    answer,
  };
}
