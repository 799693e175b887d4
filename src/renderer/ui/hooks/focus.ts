const textTypes = new Set(['text', 'search', 'tel', 'url', 'email', 'password', 'number']);

/** Whether keys pressed on the element write text. */
export function isTextField(target: EventTarget | null): boolean {
  if (target instanceof HTMLTextAreaElement) return true;
  if (target instanceof HTMLInputElement) return textTypes.has(target.type);
  return target instanceof HTMLElement && target.isContentEditable;
}
