import type { ErrorCode } from '#shared/result.ts';
import type { Translate } from '../../i18n/translator.ts';

/** Why a call cannot be answered now. */
export function refusalText(refusal: ErrorCode, t: Translate): string {
  switch (refusal) {
    case 'busy':
    case 'offline':
    case 'microphone':
      return t(`refusal.${refusal}`);
    default:
      return t('refusal.other');
  }
}
