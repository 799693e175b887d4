import { useEffect, useState } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { hear, releaseMs, silence } from '../state/speaking.ts';
import { useModel } from './use-model.ts';

export interface Speaking {
  readonly agent: boolean;
  readonly contact: boolean;
}

const nobody: Speaking = { agent: false, contact: false };

/** Who speaks in the call right now. Levels come fifteen times a second; what is shown changes only when somebody begins or ends. */
export function useSpeaking({ id, muted, phase }: CallView): Speaking {
  const { client } = useModel();
  const [speaking, setSpeaking] = useState(nobody);
  useEffect(() => {
    let agent = silence;
    let contact = silence;
    let timer: ReturnType<typeof setTimeout>;
    const show = (next: Speaking): void =>
      setSpeaking((shown) => (shown.agent === next.agent && shown.contact === next.contact ? shown : next));
    const unsubscribe = client.on('levels', (levels) => {
      if (levels.callId !== id) return;
      const now = performance.now();
      agent = hear(agent, levels.agent, now);
      contact = hear(contact, levels.contact, now);
      show({ agent: agent.speaking, contact: contact.speaking });
      clearTimeout(timer);
      // No levels come any more: nobody is heard.
      timer = setTimeout(() => {
        agent = silence;
        contact = silence;
        show(nobody);
      }, releaseMs);
    });
    return () => {
      unsubscribe();
      clearTimeout(timer);
    };
  }, [client, id]);
  if (phase !== 'active') return nobody;
  return muted && speaking.agent ? { agent: false, contact: speaking.contact } : speaking;
}
