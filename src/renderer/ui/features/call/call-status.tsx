import {
  CircleDot,
  type LucideIcon,
  MicOff,
  PauseCircle,
  PhoneOutgoing,
  RefreshCw,
  SignalLow,
  TriangleAlert,
  VideoOff,
} from 'lucide-react';
import type { CallView } from '#shared/contracts/session.ts';
import { unreachable } from '#shared/never.ts';
import { classNames } from '../../components/class-names.ts';
import { Icon } from '../../components/icon.tsx';
import { qualityLevel } from '../../format/quality.ts';
import { useT } from '../../i18n/context.tsx';
import type { Translate } from '../../i18n/translator.ts';
import styles from './call-status.module.css';

interface Fact {
  readonly key: string;
  readonly icon: LucideIcon;
  readonly text: string;
  readonly tone: 'info' | 'attention' | 'end' | 'recording';
  /** Says what to do, too: it takes more than a line. */
  readonly long?: boolean;
}

/** What is special about the call at this moment, in words; nothing where all is as usual. Changes are announced. */
export function CallStatus({ call }: { readonly call: CallView }) {
  const t = useT();
  const facts = [
    phaseFact(call, t),
    mutedFact(call, t),
    recordingFact(call, t),
    qualityFact(call, t),
    cameraFact(call, t),
  ].filter((fact) => fact !== null);
  return (
    <ul aria-live="polite" className={classNames(styles.facts, facts.length === 0 && styles.none)}>
      {facts.map(({ key, icon, text, tone, long }) => (
        <li key={key} className={classNames(styles.fact, styles[tone], long === true && styles.long)}>
          <Icon of={icon} size={14} />
          {text}
        </li>
      ))}
    </ul>
  );
}

function phaseFact(call: CallView, t: Translate): Fact | null {
  switch (call.phase) {
    case 'ringing':
    case 'answering':
      return { key: 'phase', icon: RefreshCw, text: t('call.answering'), tone: 'info' };
    case 'dialing':
      return { key: 'phase', icon: PhoneOutgoing, text: t('call.dialing'), tone: 'info' };
    case 'ringing-out':
      return { key: 'phase', icon: PhoneOutgoing, text: t('call.ringingOut'), tone: 'info' };
    case 'held':
      return { key: 'phase', icon: PauseCircle, text: t('call.held'), tone: 'attention' };
    case 'ending':
      return { key: 'phase', icon: RefreshCw, text: t('call.ending'), tone: 'info' };
    case 'active':
      if (call.media === 'flowing') return null;
      return {
        key: 'media',
        icon: RefreshCw,
        text: call.media === 'connecting' ? t('call.answering') : t('call.interrupted'),
        tone: 'attention',
      };
    default:
      return unreachable(call.phase);
  }
}

function mutedFact(call: CallView, t: Translate): Fact | null {
  if (!call.muted || call.phase === 'ending') return null;
  return { key: 'muted', icon: MicOff, text: t('call.muted'), tone: 'attention' };
}

function recordingFact(call: CallView, t: Translate): Fact | null {
  switch (call.recording) {
    case 'on':
    case 'stopping':
      return { key: 'recording', icon: CircleDot, text: t('call.recording'), tone: 'recording' };
    case 'starting':
      return { key: 'recording', icon: CircleDot, text: t('call.recordingStarts'), tone: 'recording' };
    case 'failed':
      return { key: 'recording', icon: TriangleAlert, text: t('call.recordingFailed'), tone: 'end' };
    case 'off':
    case 'unavailable':
      return null;
    default:
      return unreachable(call.recording);
  }
}

function cameraFact({ pictures }: CallView, t: Translate): Fact | null {
  if (pictures?.own !== 'failed') return null;
  return { key: 'camera', icon: VideoOff, text: t('video.cameraFailed'), tone: 'attention', long: true };
}

function qualityFact(call: CallView, t: Translate): Fact | null {
  if (call.phase !== 'active' || call.quality === null || qualityLevel(call.quality) !== 'poor') return null;
  return { key: 'quality', icon: SignalLow, text: t('call.poorNow'), tone: 'attention' };
}
