import type { ContactEventType } from '../contracts/records.ts';

/** Calls of contacts that reached nobody. What was refused outside working time, or because calls are off, is not missed. */
export const missedTypes = ['missed-call', 'missed-low-balance'] as const satisfies readonly ContactEventType[];

export const isMissedType = (type: ContactEventType): boolean => missedTypes.some((missed) => missed === type);
