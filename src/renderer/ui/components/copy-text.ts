/**
 * Puts a text on the clipboard. By the copy event, because this window has no permission whatsoever, and
 * `navigator.clipboard` needs one. @returns false where the engine refused
 */
export function copyText(text: string): boolean {
  const onCopy = (event: ClipboardEvent): void => {
    event.preventDefault();
    event.clipboardData?.setData('text/plain', text);
  };
  document.addEventListener('copy', onCopy);
  try {
    return document.execCommand('copy');
  } finally {
    document.removeEventListener('copy', onCopy);
  }
}
