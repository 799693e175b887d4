import { useSession, useWindowState } from '../../hooks/use-model.ts';
import { useT } from '../../i18n/context.tsx';
import { activeCall } from '../../state/session.ts';
import { useStore } from '../../state/store.ts';
import { CallPicture, PictureButtons } from './call-picture.tsx';
import styles from './stage.module.css';

/** The pictures of the call with this contact, large over what was written; nothing in a voice call or in one with somebody else. */
export function Stage({ contactId }: { readonly contactId: string }) {
  const t = useT();
  const call = useSession(activeCall);
  const { fullScreen } = useWindowState();
  const full = useStore(fullScreen, (value) => value);
  if (call === null || call.contactId !== contactId || call.pictures === null) return null;
  return (
    <section aria-label={t('call.video')} className={styles.stage}>
      {full ? null : (
        <CallPicture call={call} place="stage">
          <PictureButtons call={call} />
        </CallPicture>
      )}
    </section>
  );
}
