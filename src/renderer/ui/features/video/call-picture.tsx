import { Maximize2, Minimize2 } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CallView } from '#shared/contracts/session.ts';
import { Avatar } from '../../components/avatar.tsx';
import { Button } from '../../components/button.tsx';
import { classNames } from '../../components/class-names.ts';
import { useWindowState } from '../../hooks/use-model.ts';
import { useSpeaking } from '../../hooks/use-speaking.ts';
import { useT } from '../../i18n/context.tsx';
import { Picture, useThere } from '../../pictures/picture.tsx';
import { useStore } from '../../state/store.ts';
import { ReactButton } from '../reactions/react-button.tsx';
import { ReactionFloats } from '../reactions/reaction-floats.tsx';
import styles from './call-picture.module.css';
import { OwnPicture } from './own-picture.tsx';

export interface CallPictureProps {
  readonly call: CallView;
  /** `dock`: small, beside whatever else the agent looks at. `stage`: large, in the contact's conversation. `full`: all of the window. */
  readonly place: 'dock' | 'stage' | 'full';
  /** Stands over the lower edge. */
  readonly children?: ReactNode;
}

/** What is seen of the contact, with one's own picture in a corner, and who of both is speaking. */
export function CallPicture({ call, place, children }: CallPictureProps) {
  const t = useT();
  const speaking = useSpeaking(call);
  const comes = call.pictures?.contact === true && call.phase !== 'held';
  const there = useThere('contact') && comes;
  return (
    <div
      className={classNames(
        styles.frame,
        styles[place],
        there && styles.there,
        there && speaking.contact && styles.speaking,
      )}
    >
      {comes ? <Picture of="contact" label={t('video.of', { name: call.name })} /> : null}
      {there ? null : <Placeholder call={call} place={place} speaking={speaking.contact} />}
      <OwnPicture call={call} small={place === 'dock'} speaking={speaking.agent} />
      <ReactionFloats call={call} />
      {children}
    </div>
  );
}

interface PlaceholderProps extends Pick<CallPictureProps, 'call' | 'place'> {
  readonly speaking: boolean;
}

function Placeholder({ call, place, speaking }: PlaceholderProps) {
  const t = useT();
  return (
    <div className={styles.placeholder}>
      <Avatar id={call.contactId} name={call.name} size={place === 'dock' ? 'medium' : 'large'} speaking={speaking} />
      <p className={styles.why}>{t(whyNoPicture(call))}</p>
    </div>
  );
}

function whyNoPicture({ phase, pictures }: CallView) {
  if (phase === 'held') return 'call.held';
  if (phase === 'dialing') return 'call.dialing';
  if (phase === 'ringing-out') return 'call.ringingOut';
  if (phase === 'ending') return 'call.ending';
  if (phase !== 'active') return 'call.answering';
  return pictures?.contact === true ? 'video.coming' : 'video.contactOff';
}

/** What one can do with the pictures: react, and fill the window with them. */
export function PictureButtons({ call, small = false }: { readonly call: CallView; readonly small?: boolean }) {
  return (
    <div className={styles.buttons}>
      <ReactButton call={call} small={small} />
      <FullScreenButton small={small} />
    </div>
  );
}

export function FullScreenButton({ small = false }: { readonly small?: boolean }) {
  const t = useT();
  const { fullScreen, fullScreenButton } = useWindowState();
  const full = useStore(fullScreen, (value) => value);
  return (
    <Button
      ref={fullScreenButton}
      name={full ? t('video.leaveFullScreen') : t('video.fullScreen')}
      icon={full ? Minimize2 : Maximize2}
      iconOnly
      small={small}
      shortcut="fullScreen"
      onClick={full ? fullScreen.leave : fullScreen.enter}
    />
  );
}
