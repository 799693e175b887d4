import { Select } from '../../components/select.tsx';
import { useT } from '../../i18n/context.tsx';
import type { ChannelDraft } from './channel-draft.ts';
import { Row } from './row.tsx';

const modes = ['everyone', 'assignee-first', 'assignee-only'] as const;
const seconds: readonly number[] = [5, 10, 15, 20, 30, 45, 60];

export interface RingingProps {
  readonly draft: ChannelDraft;
  readonly onChange: (part: Partial<ChannelDraft>) => void;
}

/** At whom a contact's call rings, and how long alone. */
export function Ringing({ draft: { ringing }, onChange }: RingingProps) {
  const t = useT();
  const chosen = ringing.assigneeMs / 1000;
  const offered = seconds.includes(chosen) ? seconds : [...seconds, chosen].sort((left, right) => left - right);
  return (
    <>
      <Row label={t('channel.ringing')} hint={t('channel.ringingHint')}>
        {(control) => (
          <Select
            {...control}
            value={ringing.mode}
            onChange={(event) => {
              const mode = modes.find((each) => each === event.currentTarget.value) ?? 'everyone';
              onChange({ ringing: { ...ringing, mode } });
            }}
          >
            {modes.map((mode) => (
              <option key={mode} value={mode}>
                {t(`channel.mode.${mode}`)}
              </option>
            ))}
          </Select>
        )}
      </Row>
      {ringing.mode === 'assignee-first' ? (
        <Row label={t('channel.assigneeFor')}>
          {(control) => (
            <Select
              {...control}
              value={chosen}
              onChange={(event) =>
                onChange({ ringing: { ...ringing, assigneeMs: Number(event.currentTarget.value) * 1000 } })
              }
            >
              {offered.map((count) => (
                <option key={count} value={count}>
                  {t('settings.seconds', { count })}
                </option>
              ))}
            </Select>
          )}
        </Row>
      ) : null}
    </>
  );
}
