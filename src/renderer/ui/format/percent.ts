/** `83 %`. Never 100 % where a call was missed, never 0 % where one was answered. */
export function formatPercent(ratio: number, locale: string): string {
  const rounded = Math.round(ratio * 100);
  const honest = ratio < 1 ? Math.min(99, rounded) : 100;
  const shown = ratio > 0 ? Math.max(1, honest) : 0;
  return new Intl.NumberFormat(locale, { style: 'percent' }).format(shown / 100);
}
