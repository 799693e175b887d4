/**
 * What was typed, as something that can be dialled on a telephone system: a number of at least three digits with the
 * usual decoration, or a SIP address. null: neither. Whether it can be reached is for main to say.
 */
export function dialable(typed: string): string | null {
  const text = typed.trim();
  if (/^sips?:[^@\s]+@[^@\s]+$/i.test(text)) return text;
  if (!/^\+?[\d\s().\-/]+$/.test(text)) return null;
  const digits = text.replace(/\D/g, '');
  return digits.length >= 3 ? `${text.startsWith('+') ? '+' : ''}${digits}` : null;
}
