import {
  type LucideIcon,
  Moon,
  PhoneCall,
  PhoneForwarded,
  PhoneIncoming,
  PhoneMissed,
  PhoneOff,
  PhoneOutgoing,
  ShieldAlert,
  ShieldCheck,
  ShieldQuestion,
  ShieldX,
  Unplug,
} from 'lucide-react';
import type { CallOutcome, CallRow, ContactEventType } from '#shared/contracts/records.ts';

export type EventTone = 'good' | 'bad' | 'neutral';

export interface EventLook {
  readonly icon: LucideIcon;
  readonly tone: EventTone;
}

export const eventLooks: Readonly<Record<ContactEventType, EventLook>> = {
  'missed-call': { icon: PhoneMissed, tone: 'bad' },
  'missed-low-balance': { icon: PhoneMissed, tone: 'bad' },
  'out-of-hours-call': { icon: Moon, tone: 'neutral' },
  'refused-call': { icon: PhoneOff, tone: 'neutral' },
  'answered-call': { icon: PhoneIncoming, tone: 'good' },
  'answered-elsewhere': { icon: PhoneForwarded, tone: 'neutral' },
  'declined-call': { icon: PhoneOff, tone: 'neutral' },
  'outgoing-call': { icon: PhoneOutgoing, tone: 'good' },
  'outgoing-unanswered': { icon: PhoneOutgoing, tone: 'bad' },
  'outgoing-refused': { icon: PhoneOff, tone: 'neutral' },
  'failed-call': { icon: Unplug, tone: 'bad' },
  'interrupted-call': { icon: Unplug, tone: 'bad' },
  'permission-requested': { icon: ShieldQuestion, tone: 'neutral' },
  'permission-granted': { icon: ShieldCheck, tone: 'good' },
  'permission-declined': { icon: ShieldX, tone: 'bad' },
  'permission-revoked': { icon: ShieldAlert, tone: 'bad' },
};

const outcomeLooks: Readonly<Record<CallOutcome, EventLook>> = {
  answered: { icon: PhoneIncoming, tone: 'good' },
  missed: { icon: PhoneMissed, tone: 'bad' },
  declined: { icon: PhoneOff, tone: 'neutral' },
  'answered-elsewhere': { icon: PhoneForwarded, tone: 'neutral' },
  'no-answer': { icon: PhoneOutgoing, tone: 'bad' },
  refused: { icon: PhoneOff, tone: 'bad' },
  cancelled: { icon: PhoneOff, tone: 'neutral' },
  failed: { icon: Unplug, tone: 'bad' },
  interrupted: { icon: Unplug, tone: 'bad' },
};

export function outcomeLook({ outcome, direction }: Pick<CallRow, 'outcome' | 'direction'>): EventLook {
  if (outcome === null) return { icon: PhoneCall, tone: 'good' };
  if (outcome === 'answered' && direction === 'business-initiated') return { icon: PhoneOutgoing, tone: 'good' };
  return outcomeLooks[outcome];
}
