import { useEffect, useEffectEvent, useState } from 'react';
import type { CallKind } from '#shared/contracts/identifiers.ts';

/** So long a tap waits. Without the rules main still refuses what must be, with its reason; only warnings are lost. */
const patienceMs = 2000;

/**
 * Keeps a tap on "Call" that came before it was known what the rules say of that contact, so that no warning is skipped by a quick hand.
 * @param then called once for the tap, when they are known or nobody waits for them any more; never for another contact
 */
export function useEarlyTap(
  contactId: string,
  isKnown: boolean,
  then: (kind: CallKind) => void,
): (kind: CallKind) => void {
  const [tap, setTap] = useState<{ readonly contactId: string; readonly kind: CallKind } | null>(null);
  const act = useEffectEvent((kind: CallKind) => {
    setTap(null);
    then(kind);
  });
  useEffect(() => {
    if (tap?.contactId !== contactId) return;
    const timer = setTimeout(() => act(tap.kind), isKnown ? 0 : patienceMs);
    return () => clearTimeout(timer);
  }, [tap, isKnown, contactId]);
  return (kind) => setTap({ contactId, kind });
}
