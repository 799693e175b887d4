import type { RuleProfile } from '#shared/contracts/rule-profile.ts';
import { wallTimeAt } from './zone.ts';

/** The calendar month of an instant in which minutes are counted for volume tiers, such as `2026-11`. */
export const monthOf = (at: number, { price }: Pick<RuleProfile, 'price'>): string =>
  new Date(wallTimeAt(price.monthTimeZone, at)).toISOString().slice(0, 7);
