import { fail, ok } from '#shared/result.ts';
import type { ContactMedia, MediaSession } from '../../../../src/gateway/connectors/sandbox/media/contact-media.ts';

export const badSdp = 'no description';

export interface FakeMedia extends ContactMedia {
  readonly opened: number;
  readonly stillOpen: number;
  /** Tells the newest session that its media path is gone. */
  loseNewest(): void;
}

/** Media without sockets: what the rest of the sandbox sees of them. */
export function fakeMedia(): FakeMedia {
  let opened = 0;
  let closed = 0;
  let newest: (reason: string) => void = () => undefined;
  return {
    open: async ({ lost }) => {
      const number = ++opened;
      newest = lost;
      let isClosed = false;
      const session: MediaSession = {
        createOffer: async () => `offer ${number}`,
        acceptAnswer: async (sdp) => (sdp === badSdp ? fail('invalid', 'no description') : ok(null)),
        answerOffer: async (sdp) =>
          sdp === badSdp ? fail('invalid', 'no description') : ok(`answer ${number} to ${sdp}`),
        close: async () => {
          if (!isClosed) closed++;
          isClosed = true;
          return { packetsSent: 0, packetsHeard: 0, loudest: null, digits: '', video: null };
        },
      };
      return session;
    },
    dispose: () => undefined,
    get opened() {
      return opened;
    },
    get stillOpen() {
      return opened - closed;
    },
    loseNewest: () => newest('the media path was lost'),
  };
}
